package dev.profilekeep.backup.index;

/**
 * What an index file says. Numbers are big-endian, offsets from the beginning of what it says.
 *
 * <pre>
 * index  := entry* fence* block* pack* footer
 * entry  := id (20) number of the pack (4) offset in the pack (4) length (4)     sorted by id, no id twice
 * fence  := the first 8 bytes of the first id of each 512 entries
 * block  := 64 bytes of the filter
 * pack   := id of the pack (16)                                                  numbered from 0
 * footer := "PKIX" 0 (4) entries (8) packs (4) blocks (4) zeros (40)              64 bytes
 * </pre>
 *
 * 512 entries are 16,384 bytes: a page is a record of the sealed file, so that to look one up is to read and open one record.
 */
final class IndexFormat {
    static final int MAGIC = 0x504B4958;
    static final int ENTRY = 32;
    static final int PAGE_ENTRIES = 512;
    static final int PAGE = ENTRY * PAGE_ENTRIES;
    static final int FENCE = 8;
    static final int PACK = 16;
    static final int FOOTER = 64;
    /** Fences of one file are an array. */
    static final long MOST_ENTRIES = 1L << 38;

    private IndexFormat() {}

    static long pages(long entries) {
        return (entries + PAGE_ENTRIES - 1) / PAGE_ENTRIES;
    }
}

package dev.profilekeep.disk.ntfs;

import org.jspecify.annotations.Nullable;

/**
 * What a check must remember of each record of $MFT until all have been seen: 15 bytes, in pages that are made when first
 * needed. One thread.
 */
final class RecordStates {
    static final int IN_USE = 1;
    static final int DIRECTORY = 2;
    static final int EXTENSION = 4;
    /** An extension that its base knows. */
    static final int LISTED = 8;
    /** Not all of it could be made out: what it seems to lack proves nothing. */
    static final int DAMAGED = 16;
    /** Its index is damaged: names that it seems to lack may be in the part that could not be read. */
    static final int INDEX_DAMAGED = 32;
    /** Leads to the root, as far as that was looked at. */
    static final int LEADS_TO_ROOT = 64;

    private static final int PAGE = 4096;

    private static final class Page {
        final byte[] flags = new byte[PAGE];
        final char[] sequences = new char[PAGE];
        final int[] parents = new int[PAGE];
        final long[] names = new long[PAGE];
    }

    private final @Nullable Page[] pages;

    /** @param records that $MFT has */
    RecordStates(long records) {
        // The first records are asked for whatever the table says.
        this.pages = new Page[Math.toIntExact(Math.max(1, (records + PAGE - 1) / PAGE))];
    }

    private Page page(long record) {
        Page page = pages[(int) (record / PAGE)];
        if (page == null) {
            page = new Page();
            pages[(int) (record / PAGE)] = page;
        }
        return page;
    }

    private static int in(long record) {
        return (int) (record % PAGE);
    }

    long limit() {
        return (long) pages.length * PAGE;
    }

    void set(long record, int flags) {
        page(record).flags[in(record)] |= (byte) flags;
    }

    boolean is(long record, int flag) {
        if (record < 0 || record >= limit()) {
            return false;
        }
        Page page = pages[(int) (record / PAGE)];
        return page != null && (page.flags[in(record)] & flag) == flag;
    }

    void sequence(long record, int sequence) {
        page(record).sequences[in(record)] = (char) sequence;
    }

    int sequence(long record) {
        return page(record).sequences[in(record)];
    }

    /** @param parent of a directory; records are numbered in 32 bits */
    void parent(long record, long parent) {
        page(record).parents[in(record)] = (int) parent;
    }

    long parent(long record) {
        return page(record).parents[in(record)] & 0xffffffffL;
    }

    /** Adds to the sum of what names the record: names it has are added, names in directories subtracted. */
    void addName(long record, long fingerprint) {
        page(record).names[in(record)] += fingerprint;
    }

    /** Whether the names that it has are those that directories give it. */
    boolean namesAgree(long record) {
        Page page = pages[(int) (record / PAGE)];
        return page == null || page.names[in(record)] == 0;
    }

    /** The first record, from {@code from} on, of a page that was touched; {@link #limit()} if there is none. */
    long nextTouched(long from) {
        long record = from;
        while (record < limit() && pages[(int) (record / PAGE)] == null) {
            record = (record / PAGE + 1) * PAGE;
        }
        return record;
    }

    /**
     * Stands for one name of a file in one directory.
     *
     * @param sequence of the file
     * @param directory that it is in, and which of its lives
     */
    static long fingerprint(int sequence, FileReference directory, String name) {
        long hash = mix(sequence * 0x9e3779b97f4a7c15L + directory.number());
        hash = mix(hash ^ directory.sequence());
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
        }
        return mix(hash);
    }

    private static long mix(long value) {
        long mixed = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }
}

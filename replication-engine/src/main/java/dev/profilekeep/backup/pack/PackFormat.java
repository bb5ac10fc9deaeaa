package dev.profilekeep.backup.pack;

/**
 * What a pack says. Numbers are big-endian, offsets from the beginning of what it says.
 *
 * <pre>
 * pack   := stored* entry* footer
 * stored := a chunk, see ChunkCodec
 * entry  := id (20) offset (4) length (4) zeros (4)              32 bytes, in the order of offsets
 * footer := "PKPK" 0 (4) entries (4) zeros (20)                  32 bytes
 * </pre>
 *
 * The entries are there so that an index can be made anew.
 */
final class PackFormat {
    static final int MAGIC = 0x504B504B;
    static final int ENTRY = 32;
    static final int FOOTER = 32;

    private PackFormat() {}
}

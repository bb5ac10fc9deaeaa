package dev.profilekeep.backup.snapshot;

import dev.profilekeep.container.ContainerKind;

/**
 * What a snapshot says. Numbers without a size take as many bytes as they need, as in content maps; times are FILETIMEs of 8 bytes, big-endian.
 *
 * <pre>
 * snapshot  := (map envelope)* table footer
 * map       := the head of a content map
 * envelope  := bytes
 * table     := id (16) made writer (16) host purpose shard origin number-of-containers container*
 * origin    := nothing in version 1 | repository (16) snapshot (16) copied             in version 2
 * container := set kind sid base-name location source file security
 *              offset-of-map length-of-map version-of-envelope offset-of-envelope length-of-envelope
 * kind      := 1 PROFILE | 2 ODFC
 * source    := 0 the container itself | 1 time: a snapshot of the storage
 * file      := path size allocated created last-written changed file-id (8) attributes
 * security  := owner group length descriptor
 * owner     := 0 | 1 sid                                      group likewise
 * footer    := "PKSN" version (4) offset of the table (8) its length (8) zeros (8)            32 bytes; version is 1, of a copy 2
 * </pre>
 *
 * Texts have their length before them, in UTF-8; base names and paths in UTF-16.
 */
final class SnapshotFormat {
    static final int MAGIC = 0x504B534E;
    static final int VERSION = 1;
    /** Of one that was copied from another repository. */
    static final int VERSION_OF_COPY = 2;

    static final int FOOTER = 32;
    static final int LIVE = 0;
    static final int OF_STORAGE = 1;
    /** Bytes of a table; 100,000 containers have fewer. */
    static final int LARGEST_TABLE = 256 << 20;
    /** Bytes of the head of a map, or of an envelope. */
    static final int LARGEST_PART = 64 << 20;
    /** The least bytes of a container in the table. */
    static final int LEAST = 50;

    private SnapshotFormat() {}

    static int code(ContainerKind kind) {
        return switch (kind) {
            case PROFILE -> 1;
            case ODFC -> 2;
        };
    }
}

package dev.profilekeep.disk.ntfs;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What a file says of itself in one bit each ([MS-FSCC] 2.6). */
public enum FileAttribute {
    READ_ONLY(0x1),
    HIDDEN(0x2),
    SYSTEM(0x4),
    ARCHIVE(0x20),
    NORMAL(0x80),
    TEMPORARY(0x100),
    SPARSE(0x200),
    REPARSE_POINT(0x400),
    COMPRESSED(0x800),
    OFFLINE(0x1000),
    NOT_CONTENT_INDEXED(0x2000),
    ENCRYPTED(0x4000),
    NO_SCRUB_DATA(0x20000),
    RECALL_ON_OPEN(0x40000),
    PINNED(0x80000),
    UNPINNED(0x100000),
    RECALL_ON_DATA_ACCESS(0x400000);

    private final int mask;

    FileAttribute(int mask) {
        this.mask = mask;
    }

    /** Its bit in what NTFS stores and Windows shows. */
    public int mask() {
        return mask;
    }

    /** Those whose bit is set; bits that have no name are left out. */
    public static Set<FileAttribute> of(int bits) {
        var set = EnumSet.noneOf(FileAttribute.class);
        for (FileAttribute attribute : values()) {
            if ((bits & attribute.mask) != 0) {
                set.add(attribute);
            }
        }
        return Collections.unmodifiableSet(set);
    }
}

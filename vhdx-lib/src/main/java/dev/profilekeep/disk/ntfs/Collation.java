package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.io.ByteView;
import org.jspecify.annotations.Nullable;

/** In which order the keys of an index stand (layout.h, COLLATION_RULES). */
enum Collation {
    FILE_NAME(0x01),
    /** One number of 32 bits. */
    NUMBER(0x10),
    /** A hash, then a number: $SDH of $Secure. */
    SECURITY_HASH(0x12),
    /** Numbers of 32 bits, one after the other. */
    NUMBERS(0x13),
    /** Others: binary and SIDs, of which Windows' order is not known for certain. */
    OTHER(-1);

    private final long code;

    Collation(long code) {
        this.code = code;
    }

    static Collation of(long code) {
        for (Collation collation : values()) {
            if (collation.code == code) {
                return collation;
            }
        }
        return OTHER;
    }

    /**
     * Whether {@code a} stands before {@code b}; true if that cannot be told.
     *
     * @param upCase null if names cannot be compared
     */
    boolean isBefore(ByteView a, ByteView b, @Nullable UpCase upCase) throws CorruptDiskException {
        return switch (this) {
            case FILE_NAME -> upCase == null || upCase.compare(name(a), name(b)) < 0;
            case NUMBER -> a.u32(0) < b.u32(0);
            case SECURITY_HASH -> a.u32(0) != b.u32(0) ? a.u32(0) < b.u32(0) : a.u32(4) < b.u32(4);
            case NUMBERS -> numbersBefore(a, b);
            case OTHER -> true;
        };
    }

    static String name(ByteView key) throws CorruptDiskException {
        return key.utf16(66, 2 * key.u8(64));
    }

    private static boolean numbersBefore(ByteView a, ByteView b) throws CorruptDiskException {
        int common = Math.min(a.length(), b.length());
        for (int at = 0; at + 4 <= common; at += 4) {
            if (a.u32(at) != b.u32(at)) {
                return a.u32(at) < b.u32(at);
            }
        }
        return a.length() < b.length();
    }
}

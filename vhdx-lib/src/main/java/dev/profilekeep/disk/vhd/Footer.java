package dev.profilekeep.disk.vhd;

import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.io.ByteView;
import java.io.IOException;
import java.util.UUID;

/**
 * The footer at the end of every VHD, of which dynamic ones keep a copy at the start.
 *
 * <pre>
 * offset  size  field          rule
 *      0     8  Cookie         "conectix"
 *     12     4  Version        1.0
 *     16     8  DataOffset     of the dynamic header; all ones in a fixed disk
 *     28     4  CreatorApp     "win ", "vpc ", "qemu" …
 *     48     8  CurrentSize    of the virtual disk; the geometry at 56 is rounded and not used
 *     60     4  DiskType       2 fixed, 3 dynamic, 4 differencing
 *     64     4  Checksum
 *     68    16  UniqueId
 * </pre>
 *
 * Virtual PC before 2004 wrote a footer of 511 bytes; the missing last one is a reserved zero.
 */
record Footer(Kind kind, long dataOffset, long currentSize, String creator, UUID uniqueId) {
    static final int BYTES = 512;
    static final String COOKIE = "conectix";
    private static final int CHECKSUM = 64;

    enum Kind {
        FIXED,
        DYNAMIC,
        DIFFERENCING
    }

    static boolean hasCookie(ByteView view) throws IOException {
        return view.length() >= COOKIE.length() && view.startsWith(0, COOKIE);
    }

    static Footer parse(ByteView view) throws IOException {
        if (!hasCookie(view)) {
            throw view.corrupt(0, "cookie is not \"" + COOKIE + "\"");
        }
        Checksum.verify(view, CHECKSUM);
        return parseUnsummed(view);
    }

    /** As {@link #parse}, whatever the checksum: to judge by what it says, not to go by it. */
    static Footer parseUnsummed(ByteView view) throws IOException {
        long version = view.u32be(12);
        if (version >>> 16 != 1) {
            throw new UnsupportedDiskException("VHD version " + (version >>> 16) + "." + (version & 0xffff));
        }
        long type = view.u32be(60);
        Kind kind =
                switch ((int) Math.min(type, 5)) {
                    case 2 -> Kind.FIXED;
                    case 3 -> Kind.DYNAMIC;
                    case 4 -> Kind.DIFFERENCING;
                    default -> throw view.corrupt(60, "disk type is not fixed, dynamic or differencing: " + type);
                };
        long size = view.size64be(48);
        if (size == 0 || size % 512 != 0) {
            throw view.corrupt(48, "current size is not a positive multiple of 512: " + size);
        }
        long dataOffset = kind == Kind.FIXED ? 0 : view.size64be(16);
        return new Footer(
                kind, dataOffset, size, view.ascii(28, 4).trim(), new UUID(view.bits64be(68), view.bits64be(76)));
    }
}

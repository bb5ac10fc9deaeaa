package dev.profilekeep.disk.vhdx;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteView;
import dev.profilekeep.disk.io.OverlayDevice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The first eight bytes of a VHDX ([MS-VHDX] 2.2.1). They are all by which a reader knows it, and no other structure repeats them:
 * one wrong byte, and no program takes the file for a disk, though all the rest is as it was.
 */
public final class FileIdentifier {
    private static final String STRUCTURE = "VHDX file identifier";

    private FileIdentifier() {}

    /** Whether the file is a VHDX by one of its headers, whose checksum is right, and not by its first bytes. */
    public static boolean isDamaged(BlockDevice file) throws IOException {
        if (file.size() < Layout.HEADER_SECTION || VhdxFile.recognises(first(file))) {
            return false;
        }
        return isHeader(file, Layout.HEADER_1) || isHeader(file, Layout.HEADER_2);
    }

    private static ByteView first(BlockDevice file) throws IOException {
        return ByteView.read(STRUCTURE, file, 0, VhdxParts.SIGNATURE.length());
    }

    private static boolean isHeader(BlockDevice file, long at) throws IOException {
        return VhdxHeader.fault(ByteView.read("VHDX header", file, at, Layout.HEADER_BYTES)) == null;
    }

    /** What to say of a file whose identifier {@link #isDamaged}. */
    public static CorruptDiskException fault(BlockDevice file) throws IOException {
        String found = first(file).ascii(0, VhdxParts.SIGNATURE.length()).replaceAll("[^ -~]", ".");
        return new CorruptDiskException(
                STRUCTURE,
                0,
                "the headers are those of a VHDX, but the file begins with \"" + found + "\", not with \""
                        + VhdxParts.SIGNATURE + "\"");
    }

    /** The file as it would be with a sound identifier; nothing is written to it. */
    public static BlockDevice mended(BlockDevice file) throws IOException {
        var mended = new OverlayDevice(file);
        mended.write(0, VhdxParts.SIGNATURE.getBytes(StandardCharsets.US_ASCII));
        return mended;
    }
}

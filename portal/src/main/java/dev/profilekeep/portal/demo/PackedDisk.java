package dev.profilekeep.portal.demo;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * Lays a packed disk out as the file it was made from. Only pages that hold something are written, so that gigabytes take
 * a moment and, where the file system knows holes, a few megabytes.
 *
 * <p>Format, inside gzip, numbers little-endian: {@code PKPACK1\n}, 8 bytes length of the disk, then runs of 8 bytes
 * offset, 4 bytes length and the bytes; a run of length 0 ends it. Written by {@code portal/src/main/demo/pack.py}.
 */
final class PackedDisk {
    private static final byte[] SIGNATURE = {'P', 'K', 'P', 'A', 'C', 'K', '1', '\n'};
    private static final int LONGEST_RUN = 4 << 20;

    private PackedDisk() {}

    /** Writes the disk beside {@code target} and renames it into place; an older file there is replaced. */
    static void unpack(InputStream packed, Path target) throws IOException {
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try (DataInputStream in =
                        new DataInputStream(new BufferedInputStream(new GZIPInputStream(packed, 1 << 16), 1 << 16));
                FileChannel out = FileChannel.open(
                        part,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.SPARSE)) {
            if (!Arrays.equals(in.readNBytes(SIGNATURE.length), SIGNATURE)) {
                throw new IOException("not a packed disk: " + target.getFileName());
            }
            long size = Long.reverseBytes(in.readLong());
            while (true) {
                long offset = Long.reverseBytes(in.readLong());
                int length = Integer.reverseBytes(in.readInt());
                if (length == 0) {
                    break;
                }
                if (length < 0 || length > LONGEST_RUN || offset < 0 || offset + length > size) {
                    throw new IOException(
                            "run outside the disk in " + target.getFileName() + ": " + length + " at " + offset);
                }
                ByteBuffer run = ByteBuffer.wrap(in.readNBytes(length));
                while (run.hasRemaining()) {
                    offset += out.write(run, offset);
                }
            }
            if (out.size() < size) {
                out.write(ByteBuffer.wrap(new byte[1]), size - 1);
            }
        }
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }
}

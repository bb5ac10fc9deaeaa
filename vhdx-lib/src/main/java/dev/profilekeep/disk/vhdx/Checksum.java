package dev.profilekeep.disk.vhdx;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.io.ByteView;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** The CRC-32C that headers, region tables and log entries carry at offset 4, computed with that field as zero. */
final class Checksum {
    private static final int FIELD = 4;
    private static final byte[] ZERO = new byte[4];

    private Checksum() {}

    static void verify(ByteView structure) throws CorruptDiskException {
        long stored = structure.u32(FIELD);
        long computed = of(structure.copy(), 0, structure.length());
        if (stored != computed) {
            throw structure.corrupt(FIELD, "checksum is 0x%08x, the bytes give 0x%08x".formatted(stored, computed));
        }
    }

    /** Puts the checksum of the whole array into its place. */
    static void set(byte[] structure) {
        ByteBuffer.wrap(structure).order(ByteOrder.LITTLE_ENDIAN).putInt(FIELD, (int)
                of(structure, 0, structure.length));
    }

    static long of(byte[] bytes, int from, int length) {
        var crc = new CRC32C();
        crc.update(bytes, from, FIELD);
        crc.update(ZERO, 0, ZERO.length);
        crc.update(bytes, from + FIELD + ZERO.length, length - FIELD - ZERO.length);
        return crc.getValue();
    }
}

package dev.profilekeep.disk.io;

import java.util.UUID;

/** GUIDs as disks store them: the first three fields little-endian, the last eight bytes in order ([MS-DTYP] 2.3.4.2). */
public final class Guids {
    public static final UUID ZERO = new UUID(0, 0);

    private Guids() {}

    /** The GUID whose two little-endian 64-bit words are given. */
    public static UUID ofLittleEndianWords(long first, long second) {
        long data1 = first & 0xffffffffL;
        long data2 = (first >>> 32) & 0xffffL;
        long data3 = first >>> 48;
        return new UUID(data1 << 32 | data2 << 16 | data3, Long.reverseBytes(second));
    }

    /** The sixteen bytes that a disk holds for {@code guid}. */
    public static byte[] toBytes(UUID guid) {
        long high = guid.getMostSignificantBits();
        long low = guid.getLeastSignificantBits();
        byte[] bytes = new byte[16];
        for (int i = 0; i < 4; i++) {
            bytes[i] = (byte) (high >>> (32 + 8 * i));
        }
        for (int i = 0; i < 2; i++) {
            bytes[4 + i] = (byte) (high >>> (16 + 8 * i));
            bytes[6 + i] = (byte) (high >>> (8 * i));
        }
        for (int i = 0; i < 8; i++) {
            bytes[8 + i] = (byte) (low >>> (56 - 8 * i));
        }
        return bytes;
    }
}

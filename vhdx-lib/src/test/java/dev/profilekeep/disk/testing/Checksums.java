package dev.profilekeep.disk.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** Makes the checksums of a changed image right again, so that what is behind them is tried and not only they. */
public final class Checksums {
    private static final int KIB = 1024;

    private Checksums() {}

    /** Both headers and both region tables of a VHDX, both footers and the dynamic header of a VHD. */
    public static void ofContainer(byte[] image) {
        if (image.length > 320 * KIB && image[0] == 'v') {
            ofVhdxStructure(image, 64 * KIB, 4 * KIB);
            ofVhdxStructure(image, 128 * KIB, 4 * KIB);
            ofVhdxStructure(image, 192 * KIB, 64 * KIB);
            ofVhdxStructure(image, 256 * KIB, 64 * KIB);
        } else if (image.length > 2048) {
            ofVhdStructure(image, image.length - 512, 512, 64);
            if (image[0] == 'c') {
                ofVhdStructure(image, 0, 512, 64);
                ofVhdStructure(image, 512, 1024, 36);
            }
        }
    }

    /** A structure of a VHDX with its CRC-32C at 4: header, region table, log entry. */
    public static void ofVhdxStructure(byte[] image, int offset, int length) {
        var bytes = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(offset + 4, 0);
        var crc = new CRC32C();
        crc.update(image, offset, length);
        bytes.putInt(offset + 4, (int) crc.getValue());
    }

    /** A structure of a VHD with its checksum at {@code field}. */
    public static void ofVhdStructure(byte[] image, int offset, int length, int field) {
        var bytes = ByteBuffer.wrap(image);
        bytes.putInt(offset + field, 0);
        int sum = 0;
        for (int i = 0; i < length; i++) {
            sum += image[offset + i] & 0xff;
        }
        bytes.putInt(offset + field, ~sum);
    }

    /** A GPT header of 92 bytes and its entries of 128 bytes, both inside {@code image}. */
    public static void ofGpt(byte[] image, int header, int entries, int count) {
        var bytes = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(header + 88, crc32(image, entries, 128 * count));
        bytes.putInt(header + 16, 0);
        bytes.putInt(header + 16, crc32(image, header, 92));
    }

    private static int crc32(byte[] bytes, int from, int length) {
        var crc = new CRC32();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}

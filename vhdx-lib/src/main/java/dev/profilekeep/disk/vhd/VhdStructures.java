package dev.profilekeep.disk.vhd;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Footer and header of a new VHD, as bytes. {@link Footer} and {@link DynamicHeader} have the fields. */
final class VhdStructures {
    private static final int VERSION = 0x00010000;
    /** Reserved, and always set. */
    private static final int FEATURES = 2;
    /** Programs take the size from the field of that name only if Windows is the creator; else they go by the geometry, which is rounded. */
    private static final String CREATOR = "win ";

    private static final int CREATOR_VERSION = 0x000a0000;
    private static final String CREATOR_HOST = "Wi2k";
    private static final int FIXED = 2;
    private static final int DYNAMIC = 3;
    private static final int FOOTER_CHECKSUM = 64;
    private static final int HEADER_CHECKSUM = 36;

    private VhdStructures() {}

    static byte[] footer(VhdEnvelope envelope) {
        ByteBuffer footer = ByteBuffer.allocate(Footer.BYTES);
        footer.put(ascii(Footer.COOKIE)).putInt(FEATURES).putInt(VERSION);
        footer.putLong(envelope.fixed() ? -1 : Footer.BYTES);
        footer.putInt(0); // when it was made: seconds since 2000, which nobody goes by
        footer.put(ascii(CREATOR)).putInt(CREATOR_VERSION).put(ascii(CREATOR_HOST));
        footer.putLong(envelope.virtualSize()).putLong(envelope.virtualSize());
        footer.putInt(geometry(envelope.virtualSize() / BlockTable.SECTOR));
        footer.putInt(envelope.fixed() ? FIXED : DYNAMIC).putInt(0);
        footer.putLong(envelope.uniqueId().getMostSignificantBits());
        footer.putLong(envelope.uniqueId().getLeastSignificantBits());
        return summed(footer, FOOTER_CHECKSUM);
    }

    static byte[] header(VhdEnvelope envelope, long tableOffset) {
        ByteBuffer header = ByteBuffer.allocate(DynamicHeader.BYTES);
        header.put(ascii("cxsparse")).putLong(-1).putLong(tableOffset).putInt(VERSION);
        header.putInt((int) envelope.blocks()).putInt(envelope.blockSize());
        return summed(header, HEADER_CHECKSUM);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] summed(ByteBuffer structure, int field) {
        int sum = 0;
        for (byte one : structure.array()) {
            sum += one & 0xff;
        }
        return structure.putInt(field, ~sum).array();
    }

    /** Cylinders, heads and sectors of a track, as the appendix of the specification computes them from the sectors of the disk. */
    private static int geometry(long sectors) {
        long total = Math.min(sectors, 65535L * 16 * 255);
        int perTrack = 255;
        int heads = 16;
        long tracks = total / perTrack;
        if (total < 65535L * 16 * 63) {
            perTrack = 17;
            tracks = total / perTrack;
            heads = (int) Math.max(4, (tracks + 1023) / 1024);
            if (tracks >= heads * 1024L || heads > 16) {
                perTrack = 31;
                heads = 16;
                tracks = total / perTrack;
            }
            if (tracks >= heads * 1024L) {
                perTrack = 63;
                heads = 16;
                tracks = total / perTrack;
            }
        }
        return (int) (tracks / heads) << 16 | heads << 8 | perTrack;
    }
}

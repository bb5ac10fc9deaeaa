package dev.profilekeep.storage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Security identifiers as text and as bytes, [MS-DTYP] 2.4.2. */
public final class Sids {
    private static final int MOST_PARTS = 15;

    private Sids() {}

    /** Null for no bytes. */
    public static @Nullable String text(byte[] sid) {
        if (sid.length == 0) {
            return null;
        }
        ByteBuffer view = ByteBuffer.wrap(sid).order(ByteOrder.LITTLE_ENDIAN);
        if (length(view, 0) != sid.length) {
            throw new IllegalArgumentException("a SID of " + sid.length + " bytes says it has " + length(view, 0));
        }
        long authority = 0;
        for (int i = 2; i < 8; i++) {
            authority = authority << 8 | (sid[i] & 0xFF);
        }
        StringBuilder text = new StringBuilder("S-").append(sid[0] & 0xFF).append('-');
        text.append(authority < 1L << 32 ? Long.toString(authority) : "0x" + Long.toHexString(authority));
        for (int i = 0; i < (sid[1] & 0xFF); i++) {
            text.append('-').append(Integer.toUnsignedLong(view.getInt(8 + 4 * i)));
        }
        return text.toString();
    }

    /**
     * Empty for null.
     *
     * @throws IllegalArgumentException if it is no SID
     */
    public static byte[] bytes(@Nullable String sid) {
        if (sid == null) {
            return new byte[0];
        }
        String[] parts = sid.split("-", -1);
        int count = parts.length - 3;
        if (count < 0 || count > MOST_PARTS || !parts[0].equalsIgnoreCase("S") || !parts[1].equals("1")) {
            throw new IllegalArgumentException("not a SID: '" + sid + "'");
        }
        try {
            long authority = Long.decode(parts[2]);
            if (authority < 0 || authority >= 1L << 48) {
                throw new IllegalArgumentException("not a SID: '" + sid + "'");
            }
            ByteBuffer bytes = ByteBuffer.allocate(8 + 4 * count).order(ByteOrder.LITTLE_ENDIAN);
            bytes.put((byte) 1).put((byte) count);
            for (int shift = 40; shift >= 0; shift -= 8) {
                bytes.put((byte) (authority >>> shift));
            }
            for (int i = 3; i < parts.length; i++) {
                bytes.putInt(Integer.parseUnsignedInt(parts[i]));
            }
            return bytes.array();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a SID: '" + sid + "'", e);
        }
    }

    /** Bytes the SID at {@code at} takes. */
    static int length(ByteBuffer view, int at) {
        int count = at + 8 <= view.limit() ? view.get(at + 1) & 0xFF : MOST_PARTS + 1;
        int length = 8 + 4 * count;
        if (count > MOST_PARTS || at + length > view.limit()) {
            throw new IllegalArgumentException("a SID reaches beyond its descriptor (at byte " + at + ")");
        }
        return length;
    }
}

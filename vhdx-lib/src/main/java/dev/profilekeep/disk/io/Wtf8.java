package dev.profilekeep.disk.io;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Names as bytes. Windows allows surrogates without their other half in names, which UTF-8 cannot hold; WTF-8 is UTF-8 that
 * writes each of them as if it were a character of its own, in three bytes. So does ntfs-3g. Any name comes back as it was.
 */
public final class Wtf8 {
    private Wtf8() {}

    /** UTF-8 for every name that is valid Unicode. */
    public static byte[] encode(String name) {
        // The other way takes ten times as long, and is for names that are rare.
        return isUnicode(name) ? name.getBytes(StandardCharsets.UTF_8) : encodeOneByOne(name);
    }

    /** Whether no surrogate stands alone. */
    public static boolean isUnicode(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (Character.isSurrogate(name.charAt(i))) {
                int character = name.codePointAt(i);
                if (character <= Character.MAX_SURROGATE) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    private static byte[] encodeOneByOne(String name) {
        var out = new ByteArrayOutputStream(name.length() + 16);
        for (int i = 0; i < name.length(); ) {
            int character = name.codePointAt(i);
            i += Character.charCount(character);
            if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
                out.write(0xe0 | character >> 12);
                out.write(0x80 | character >> 6 & 0x3f);
                out.write(0x80 | character & 0x3f);
            } else {
                out.writeBytes(Character.toString(character).getBytes(StandardCharsets.UTF_8));
            }
        }
        return out.toByteArray();
    }

    /** The name that {@link #encode} made these bytes of; what is neither UTF-8 nor WTF-8 is replaced as Java does. */
    public static String decode(byte[] bytes) {
        var name = new StringBuilder(bytes.length);
        int from = 0;
        for (int i = 0; i + 2 < bytes.length; i++) {
            boolean surrogate =
                    bytes[i] == (byte) 0xed && (bytes[i + 1] & 0xe0) == 0xa0 && (bytes[i + 2] & 0xc0) == 0x80;
            if (surrogate) {
                name.append(new String(bytes, from, i - from, StandardCharsets.UTF_8));
                name.append((char) (0xd000 | (bytes[i + 1] & 0x3f) << 6 | bytes[i + 2] & 0x3f));
                i += 2;
                from = i + 1;
            }
        }
        return name.append(new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8))
                .toString();
    }
}

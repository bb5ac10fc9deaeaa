package dev.profilekeep.restore.visit;

import dev.profilekeep.disk.io.BlockDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Tells text and pictures by their bytes. What a file is called does not count: anybody may call anything a picture. */
final class PreviewReader {
    private static final Charset WESTERN = Charset.forName("windows-1252");
    private static final int HEAD = 16;

    private PreviewReader() {}

    static Preview read(BlockDevice content) throws IOException {
        long size = content.size();
        if (size == 0) {
            return new Preview.None(Preview.Why.EMPTY);
        }
        byte[] head = bytes(content, (int) Math.min(HEAD, size));
        String type = picture(head);
        if (!type.isEmpty()) {
            return size > Preview.MOST_PICTURE
                    ? new Preview.None(Preview.Why.TOO_LARGE)
                    : new Preview.Picture(type, bytes(content, (int) size));
        }
        boolean more = size > Preview.MOST_TEXT;
        return text(bytes(content, (int) Math.min(Preview.MOST_TEXT, size)), more);
    }

    private static byte[] bytes(BlockDevice content, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        content.readFully(0, bytes);
        return bytes.array();
    }

    /** Empty if it is none of those that nothing can hide in. */
    private static String picture(byte[] head) {
        if (begins(head, 0, 0x89, 'P', 'N', 'G', 0x0d, 0x0a, 0x1a, 0x0a)) {
            return "image/png";
        }
        if (begins(head, 0, 0xff, 0xd8, 0xff)) {
            return "image/jpeg";
        }
        if (begins(head, 0, 'G', 'I', 'F', '8', '7', 'a') || begins(head, 0, 'G', 'I', 'F', '8', '9', 'a')) {
            return "image/gif";
        }
        return begins(head, 0, 'R', 'I', 'F', 'F') && begins(head, 8, 'W', 'E', 'B', 'P') ? "image/webp" : "";
    }

    private static boolean begins(byte[] bytes, int at, int... wanted) {
        if (bytes.length < at + wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if ((bytes[at + i] & 0xff) != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    static Preview text(byte[] bytes, boolean more) {
        if (begins(bytes, 0, 0xef, 0xbb, 0xbf)) {
            return decoded(bytes, 3, StandardCharsets.UTF_8, more);
        }
        if (begins(bytes, 0, 0xff, 0xfe)) {
            return decoded(bytes, 2, StandardCharsets.UTF_16LE, more);
        }
        if (begins(bytes, 0, 0xfe, 0xff)) {
            return decoded(bytes, 2, StandardCharsets.UTF_16BE, more);
        }
        if (zeros(bytes, 1) > bytes.length / 6 && zeros(bytes, 0) == 0) {
            return decoded(bytes, 0, StandardCharsets.UTF_16LE, more);
        }
        if (zeros(bytes, 1) + zeros(bytes, 0) > 0) {
            return new Preview.None(Preview.Why.OTHER);
        }
        Optional<String> utf8 = decode(bytes, 0, StandardCharsets.UTF_8, more);
        return utf8.isPresent() ? shown(utf8.get(), StandardCharsets.UTF_8, more) : decoded(bytes, 0, WESTERN, more);
    }

    /** Of the bytes at even places (0) or odd ones (1), how many are zero. */
    private static int zeros(byte[] bytes, int from) {
        int zeros = 0;
        for (int i = from; i < bytes.length; i += 2) {
            zeros += bytes[i] == 0 ? 1 : 0;
        }
        return zeros;
    }

    private static Preview decoded(byte[] bytes, int from, Charset charset, boolean more) {
        Optional<String> text = decode(bytes, from, charset, more);
        return text.isPresent() ? shown(text.get(), charset, more) : new Preview.None(Preview.Why.OTHER);
    }

    /** Empty if the bytes are not in this encoding; a character that is cut off at the end is left out if there is more. */
    private static Optional<String> decode(byte[] bytes, int from, Charset charset, boolean more) {
        CharsetDecoder decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(charset.equals(WESTERN) ? CodingErrorAction.REPLACE : CodingErrorAction.REPORT);
        CharBuffer text = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes, from, bytes.length - from), text, !more);
        return result.isError() ? Optional.empty() : Optional.of(text.flip().toString());
    }

    /** Text has lines, and next to no other control characters. */
    private static Preview shown(String text, Charset charset, boolean more) {
        long odd = text.chars()
                .filter(c ->
                        Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t' && c != '\f' || c == 0xfffd)
                .count();
        return odd > text.length() / 50
                ? new Preview.None(Preview.Why.OTHER)
                : new Preview.Text(text, charset.name(), more);
    }
}

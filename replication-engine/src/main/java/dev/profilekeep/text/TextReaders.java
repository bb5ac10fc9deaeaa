package dev.profilekeep.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Text files of Windows: UTF-8 or UTF-16 of either order, with or without a byte order mark. Without one, a NUL as the first or the
 * second byte tells UTF-16; both begin with characters of ASCII in every file that is read here.
 */
public final class TextReaders {
    private static final int MARK = 3;

    private TextReaders() {}

    /** Bytes that are no text end in a {@link java.nio.charset.CharacterCodingException}. */
    public static Reader strict(InputStream bytes) throws IOException {
        return reader(bytes, CodingErrorAction.REPORT);
    }

    /** Bytes that are no text become U+FFFD. */
    public static Reader lenient(InputStream bytes) throws IOException {
        return reader(bytes, CodingErrorAction.REPLACE);
    }

    private static Reader reader(InputStream bytes, CodingErrorAction onError) throws IOException {
        PushbackInputStream in = new PushbackInputStream(bytes, MARK);
        byte[] head = in.readNBytes(MARK);
        int mark = markLength(head);
        in.unread(head, mark, head.length - mark);
        return new BufferedReader(new InputStreamReader(
                in, charset(head).newDecoder().onMalformedInput(onError).onUnmappableCharacter(onError)));
    }

    private static int markLength(byte[] head) {
        if (starts(head, 0xEF, 0xBB, 0xBF)) {
            return 3;
        }
        return starts(head, 0xFF, 0xFE) || starts(head, 0xFE, 0xFF) ? 2 : 0;
    }

    /** What the first bytes of a text tell of its encoding. */
    public static Charset charset(byte[] head) {
        if (starts(head, 0xFF, 0xFE) || head.length > 1 && head[0] != 0 && head[1] == 0) {
            return StandardCharsets.UTF_16LE;
        }
        if (starts(head, 0xFE, 0xFF) || head.length > 1 && head[0] == 0 && head[1] != 0) {
            return StandardCharsets.UTF_16BE;
        }
        return StandardCharsets.UTF_8;
    }

    private static boolean starts(byte[] head, int... mark) {
        if (head.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((head[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }
}

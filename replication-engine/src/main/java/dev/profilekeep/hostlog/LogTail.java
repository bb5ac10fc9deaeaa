package dev.profilekeep.hostlog;

import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.text.TextReaders;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The end of a log, and its head, which says whose it is and in which zone. Never more than that is read. */
final class LogTail {
    /** So much of a file's end is read, in bytes. */
    static final int TAIL = 256 << 10;

    /** So much of a long file's beginning is read, in bytes. */
    static final int HEAD = 4 << 10;

    private LogTail() {}

    /**
     * The lines of the head, then those of the end; a line of which only a part was read is left out. A text of UTF-8 or UTF-16;
     * what is none becomes U+FFFD, and NULs, as a machine leaves them that lost its power, are left out.
     */
    static String read(OpenFile file) throws IOException {
        long size = file.stat().size();
        if (size <= HEAD + TAIL) {
            byte[] all = bytes(file, 0, (int) size);
            return text(all, TextReaders.charset(all));
        }
        byte[] head = bytes(file, 0, HEAD);
        Charset charset = TextReaders.charset(head);
        long from = size - TAIL;
        if (!charset.equals(StandardCharsets.UTF_8)) {
            from -= from % 2;
        }
        String end = text(bytes(file, from, (int) (size - from)), charset);
        int first = end.indexOf('\n');
        return head(text(head, charset)) + (first < 0 ? "" : end.substring(first + 1));
    }

    private static byte[] bytes(OpenFile file, long from, int length) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(length);
        file.readFully(from, target);
        return target.array();
    }

    private static String text(byte[] bytes, Charset charset) {
        String text = new String(bytes, charset);
        return text.indexOf('\0') < 0 && !text.startsWith("\uFEFF")
                ? text
                : text.replace("\0", "").replaceFirst("^\uFEFF", "");
    }

    /** Whole lines until the first with a time. */
    private static String head(String text) {
        StringBuilder head = new StringBuilder();
        String[] lines = text.split("\n", -1);
        for (String line : Arrays.copyOf(lines, lines.length - 1)) {
            if (line.startsWith("[")) {
                break;
            }
            head.append(line).append('\n');
        }
        return head.toString();
    }
}

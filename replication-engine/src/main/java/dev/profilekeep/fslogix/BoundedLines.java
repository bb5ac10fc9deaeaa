package dev.profilekeep.fslogix;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** Lines of a text, of which none takes more memory than allowed. Ends are LF, CR LF or CR. */
final class BoundedLines {
    private final Reader in;
    private final int longest;
    private final char[] buffer = new char[8_192];
    private int filled;
    private int at;
    private boolean afterReturn;
    private long number;
    private long cut;

    BoundedLines(Reader in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    /** The number of the line that was given last. */
    long number() {
        return number;
    }

    /** How many lines lost their end. */
    long cut() {
        return cut;
    }

    /** Null at the end. */
    @Nullable
    String next() throws IOException {
        StringBuilder line = new StringBuilder();
        boolean any = false;
        boolean tooLong = false;
        while (true) {
            if (at == filled) {
                filled = in.read(buffer);
                at = 0;
                if (filled <= 0) {
                    filled = 0;
                    return any ? ended(line, tooLong) : null;
                }
            }
            char c = buffer[at++];
            boolean second = afterReturn && c == '\n';
            afterReturn = c == '\r';
            if (second) {
                continue;
            }
            any = true;
            if (c == '\n' || c == '\r') {
                return ended(line, tooLong);
            }
            if (line.length() < longest) {
                line.append(c);
            } else {
                tooLong = true;
            }
        }
    }

    private String ended(StringBuilder line, boolean tooLong) {
        number++;
        if (tooLong) {
            cut++;
        }
        return line.toString();
    }
}

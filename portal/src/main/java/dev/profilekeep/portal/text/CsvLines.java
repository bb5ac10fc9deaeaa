package dev.profilekeep.portal.text;

import dev.profilekeep.text.Visible;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Comma-separated values (RFC 4180) that spreadsheet programs open without harm: UTF-8 with a byte order mark, a text that a
 * spreadsheet would take for a formula gets an apostrophe before it, and what a name from a share could hide or do (line ends,
 * controls of a terminal or of the writing direction) is made visible. Not for use by several threads.
 */
public final class CsvLines {
    /** Programs of East Asia take their full-width forms for the same. */
    private static final String FORMULA_STARTS = "=+-@\uff1d\uff0b\uff0d\uff20";

    private final Writer out;
    private final char separator;

    /** @param separator a comma, or a semicolon where the comma parts decimals */
    public CsvLines(Writer out, char separator) {
        this.out = out;
        this.separator = separator;
    }

    /** The byte order mark and the heads of the columns. */
    public void begin(List<String> heads) throws IOException {
        out.write('\ufeff');
        line(heads);
    }

    /** A row; null is an empty cell. */
    public void row(List<? extends @Nullable Object> cells) throws IOException {
        line(cells.stream()
                .map(cell -> cell == null ? "" : Visible.oneLine(cell.toString()))
                .toList());
    }

    private void line(List<String> cells) throws IOException {
        for (int i = 0; i < cells.size(); i++) {
            if (i > 0) {
                out.write(separator);
            }
            out.write(quoted(cells.get(i)));
        }
        out.write("\r\n");
    }

    private String quoted(String cell) {
        String safe = !cell.isEmpty() && FORMULA_STARTS.indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
        boolean plain = safe.chars().noneMatch(c -> c == separator || c == '"' || c == '\r' || c == '\n');
        return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }
}

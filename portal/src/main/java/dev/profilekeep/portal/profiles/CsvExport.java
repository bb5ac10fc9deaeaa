package dev.profilekeep.portal.profiles;

import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.text.Visible;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes containers as comma-separated values (RFC 4180) that spreadsheet programs open without harm: UTF-8 with a byte
 * order mark, a text that a spreadsheet would take for a formula gets an apostrophe before it, and what a name from a share
 * could hide or do (line ends, controls of a terminal or of the writing direction) is made visible, as everywhere. The
 * API's JSON has such names as they are. Not for use by several threads.
 */
public final class CsvExport {
    /** Programs of East Asia take their full-width forms for the same. */
    private static final String FORMULA_STARTS = "=+-@\uff1d\uff0b\uff0d\uff20";

    private final Writer out;
    private final char separator;
    private final List<ProfilesColumn> columns;
    private final CsvCells cells;

    /** @param separator a comma, or a semicolon where the comma parts decimals */
    public CsvExport(Writer out, char separator, Collection<ProfilesColumn> columns, CsvCells cells) {
        this.out = out;
        this.separator = separator;
        this.columns = List.copyOf(columns);
        this.cells = cells;
    }

    /** The byte order mark and the heads of the columns. */
    public void begin() throws IOException {
        out.write('\ufeff');
        line(columns.stream().map(cells::head).toList());
    }

    /** @throws UncheckedIOException if the receiver went away */
    public void row(ContainerRow row) {
        try {
            line(columns.stream().map(column -> cell(cells.cell(column, row))).toList());
        } catch (IOException e) {
            throw new UncheckedIOException("the receiver of the export went away", e);
        }
    }

    private static String cell(@Nullable Object value) {
        return value == null ? "" : Visible.oneLine(value.toString());
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

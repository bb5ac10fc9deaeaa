package dev.profilekeep.portal.profiles;

import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.portal.text.CsvLines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes containers as a table that spreadsheet programs open without harm ({@link CsvLines}). The API's JSON has names as they are. */
public final class CsvExport {
    private final CsvLines lines;
    private final List<ProfilesColumn> columns;
    private final CsvCells cells;

    /** @param separator a comma, or a semicolon where the comma parts decimals */
    public CsvExport(Writer out, char separator, Collection<ProfilesColumn> columns, CsvCells cells) {
        this.lines = new CsvLines(out, separator);
        this.columns = List.copyOf(columns);
        this.cells = cells;
    }

    /** The byte order mark and the heads of the columns. */
    public void begin() throws IOException {
        lines.begin(columns.stream().map(cells::head).toList());
    }

    /** @throws UncheckedIOException if the receiver went away */
    public void row(ContainerRow row) {
        List<@Nullable Object> said = new ArrayList<>();
        columns.forEach(column -> said.add(cells.cell(column, row)));
        try {
            lines.row(said);
        } catch (IOException e) {
            throw new UncheckedIOException("the receiver of the export went away", e);
        }
    }
}

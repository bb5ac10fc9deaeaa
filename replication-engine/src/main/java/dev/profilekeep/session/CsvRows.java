package dev.profilekeep.session;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows of a table with separators, RFC 4180: quotes doubled inside quotes, line ends inside quotes. The separator is the one of comma,
 * semicolon and tab that its head has most of. What Excel ({@code sep=;}) and PowerShell ({@code #TYPE …}) put before the head is
 * passed over. A file that is cut inside its last line is refused where that can be seen. Memory is bounded by {@link ExportRow#MOST} rows of {@link ExportRow#LONGEST} characters, of columns that mean something.
 */
final class CsvRows {
    private static final int MOST_COLUMNS = 500;
    private static final int HEAD = 32_000;

    private final Reader in;
    private int line = 1;
    private int peeked = -2;
    private char separator = ',';
    /** Whether the row that was read last had a line end, and its last value quotes around it. */
    private boolean ended;

    private boolean inQuotes;

    private CsvRows(Reader in) {
        this.in = in;
    }

    /** @throws ImportRefusedException if it is no table that is understood, or too large */
    static List<ExportRow> read(Reader in) throws IOException, ImportRefusedException {
        return new CsvRows(in).rows();
    }

    private List<ExportRow> rows() throws IOException, ImportRefusedException {
        List<String> head = head();
        ColumnCheck.requireApart(head);
        ColumnCheck.require(head);
        List<ExportRow> rows = new ArrayList<>();
        while (peek() >= 0) {
            int begin = line;
            List<String> cells = cells(Integer.MAX_VALUE);
            if (cells.size() == 1 && cells.get(0).isBlank()) {
                continue;
            }
            requireWhole(begin, head, cells);
            if (rows.size() == ExportRow.MOST) {
                throw new ImportRefusedException("the table has more than " + ExportRow.MOST
                        + " rows; export it pool by pool, each under a source name of its own");
            }
            rows.add(row(begin, head, cells));
        }
        return rows;
    }

    /**
     * A file that is cut off lacks sessions, which are then taken for ended. It shows only in a last line without its end: by values
     * that are not there, or by a SID that may go on.
     */
    private void requireWhole(int begin, List<String> head, List<String> cells) throws ImportRefusedException {
        if (ended || cells.size() > head.size()) {
            return;
        }
        if (cells.size() < head.size()) {
            throw new ImportRefusedException("line " + begin + " has " + cells.size() + " values for " + head.size()
                    + " columns and no line end: the file is cut off there. Export it again");
        }
        int last = cells.size() - 1;
        if (ExportColumn.named(head.get(last)) == ExportColumn.SID
                && !inQuotes
                && !ExportTimes.isNothing(cells.get(last))) {
            throw new ImportRefusedException("line " + begin
                    + " ends the file in the midst of a SID or right after it, as it has no line end: the file may be"
                    + " cut off there. If it is whole, end its last line as the others");
        }
    }

    private static ExportRow row(int line, List<String> head, List<String> cells) {
        if (cells.size() > head.size()) {
            return new ExportRow(
                    line,
                    Map.of(),
                    "it has " + cells.size() + " values for " + head.size()
                            + " columns; a value with a separator in it must stand in quotes");
        }
        if (cells.size() < head.size()) {
            return new ExportRow(
                    line,
                    Map.of(),
                    "it has " + cells.size() + " values for " + head.size() + " columns: something of it is missing");
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            if (ExportColumn.named(head.get(i)) == null) {
                continue;
            }
            if (cell.length() > ExportRow.LONGEST) {
                return new ExportRow(
                        line,
                        Map.of(),
                        "column '" + head.get(i) + "' has more than " + ExportRow.LONGEST + " characters");
            }
            values.putIfAbsent(ExportColumn.key(head.get(i)), cell);
        }
        return new ExportRow(line, values, "");
    }

    private List<String> head() throws IOException, ImportRefusedException {
        while (true) {
            if (peek() == '\ufeff') {
                next();
            }
            if (peek() < 0) {
                throw new ImportRefusedException("the table is empty: its first line must name the columns");
            }
            StringBuilder text = new StringBuilder();
            boolean quoted = false;
            while (peek() >= 0 && (quoted || peek() != '\n' && peek() != '\r')) {
                char c = (char) next();
                quoted ^= c == '"';
                text.append(c);
                if (text.length() > HEAD) {
                    throw new ImportRefusedException(
                            "the first line has more than " + HEAD + " characters: this is no table with columns");
                }
            }
            String first = text.toString().strip();
            if (first.isEmpty() || first.startsWith("#TYPE") || first.matches("(?i)\"?sep=.\"?")) {
                lineEnd();
                continue;
            }
            separator = separatorOf(first);
            lineEnd();
            CsvRows names = new CsvRows(new StringReader(first));
            names.separator = separator;
            return names.cells(MOST_COLUMNS).stream().map(String::strip).toList();
        }
    }

    private static char separatorOf(String head) {
        char best = ',';
        int most = 0;
        for (char candidate : new char[] {',', ';', '\t'}) {
            int count = 0;
            boolean quoted = false;
            for (int i = 0; i < head.length(); i++) {
                quoted ^= head.charAt(i) == '"';
                if (!quoted && head.charAt(i) == candidate) {
                    count++;
                }
            }
            if (count > most) {
                most = count;
                best = candidate;
            }
        }
        return best;
    }

    /** The values up to the end of the row; leaves the reader behind it. */
    private List<String> cells(int most) throws IOException, ImportRefusedException {
        List<String> cells = new ArrayList<>();
        while (true) {
            cells.add(cell());
            if (peek() != separator) {
                ended = peek() >= 0;
                lineEnd();
                return cells;
            }
            if (cells.size() == Math.min(most, MOST_COLUMNS)) {
                throw new ImportRefusedException(
                        "line " + line + " has more than " + MOST_COLUMNS + " values: this is no table of sessions");
            }
            next();
        }
    }

    private String cell() throws IOException, ImportRefusedException {
        int begin = line;
        StringBuilder text = new StringBuilder();
        boolean quoted = false;
        while (peek() == ' ') {
            next();
        }
        if (peek() == '"') {
            next();
            quoted = true;
        }
        inQuotes = quoted;
        while (peek() >= 0) {
            int c = peek();
            if (quoted) {
                next();
                if (c == '"') {
                    if (peek() != '"') {
                        quoted = false;
                        continue;
                    }
                    next();
                }
            } else if (c == separator || c == '\n' || c == '\r') {
                return text.toString();
            } else {
                next();
            }
            // One character more tells that it is too long; the rest need not be kept for that.
            if (text.length() <= ExportRow.LONGEST) {
                text.append((char) c);
            }
        }
        if (quoted) {
            throw new ImportRefusedException(
                    "the quotes that open in line " + begin + " are never closed: the file is cut off or damaged");
        }
        return text.toString();
    }

    private void lineEnd() throws IOException {
        int c = peek();
        if (c == '\r') {
            next();
            c = peek() == '\n' ? '\n' : -2;
            if (c == -2) {
                line++;
            }
        }
        if (c == '\n') {
            next();
        }
    }

    private int peek() throws IOException {
        if (peeked == -2) {
            peeked = in.read();
        }
        return peeked;
    }

    private int next() throws IOException {
        int c = peek();
        peeked = -2;
        if (c == '\n') {
            line++;
        }
        return c;
    }
}

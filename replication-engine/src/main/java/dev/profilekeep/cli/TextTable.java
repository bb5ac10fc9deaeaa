package dev.profilekeep.cli;

import dev.profilekeep.text.Visible;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Columns of text, aligned; numbers to the right. */
final class TextTable {
    private final List<String[]> rows = new ArrayList<>();
    private final boolean[] right;

    /** @param right which columns are aligned to the right */
    TextTable(boolean... right) {
        this.right = right;
    }

    void add(String... cells) {
        rows.add(Arrays.stream(cells).map(Visible::oneLine).toArray(String[]::new));
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Each row on a line of its own, after {@code indent}. */
    String write(String indent) {
        int[] widths = new int[right.length];
        for (String[] row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], width(row[i]));
            }
        }
        StringBuilder text = new StringBuilder();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder(indent);
            for (int i = 0; i < widths.length; i++) {
                String pad = " ".repeat(widths[i] - width(row[i]));
                line.append(right[i] ? pad + row[i] : row[i] + pad);
                line.append(i < widths.length - 1 ? "  " : "");
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}

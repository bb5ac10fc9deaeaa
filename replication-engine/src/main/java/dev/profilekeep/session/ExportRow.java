package dev.profilekeep.session;

import java.util.Map;

/**
 * One row of an export.
 *
 * @param line where it begins
 * @param values by {@link ExportColumn#key}; only of columns that mean something
 * @param damage why the row cannot be read as one; empty if it can
 */
record ExportRow(int line, Map<String, String> values, String damage) {
    /** Most rows of one export. */
    static final int MOST = 200_000;

    /** Longest value in characters. */
    static final int LONGEST = 4_000;

    ExportRow {
        values = Map.copyOf(values);
    }
}

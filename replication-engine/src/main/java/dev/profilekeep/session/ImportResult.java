package dev.profilekeep.session;

import java.util.List;

/**
 * What became of an export.
 *
 * @param outcome whether anything was taken
 * @param hosts that it names
 * @param sessions that it names
 * @param ended sessions that its source named before and does not name now
 * @param complete whether it was taken as complete
 * @param skipped rows that were not understood, at most {@link ImportRefusedException#MOST_LISTED}
 * @param skippedRows how many there were
 */
public record ImportResult(
        Outcome outcome,
        int hosts,
        int sessions,
        int ended,
        boolean complete,
        List<RowProblem> skipped,
        int skippedRows) {

    /** Whether anything was taken. */
    public enum Outcome {
        TAKEN,
        /** Its source had already given this one or a newer one: nothing changed. */
        NOT_NEWER
    }

    public ImportResult {
        skipped = List.copyOf(skipped);
    }

    /**
     * A row that cannot be understood.
     *
     * @param line where the row begins, counted from 1; in JSON the number of the object
     * @param reason what is wrong and what would do
     */
    public record RowProblem(int line, String reason) {
        @Override
        public String toString() {
            return "line " + line + ": " + reason;
        }
    }
}

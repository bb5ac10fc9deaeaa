package dev.profilekeep.findings;

/** An order of findings; ties are broken by id, so that pages never overlap. */
public record FindingSort(Column column, boolean descending) {
    /** What can be sorted by. */
    public enum Column {
        /** Then by the time it was first seen, the newest first if descending. */
        SEVERITY,
        FIRST_SEEN,
        ACCOUNT,
        SITE,
        CODE
    }

    /** Worst first, of those the newest. */
    public static final FindingSort WORST_FIRST = new FindingSort(Column.SEVERITY, true);
}

package dev.profilekeep.readiness;

/** An order of verdicts; ties are broken by account and person, so that pages never overlap. */
public record ReadySort(Column column, boolean descending) {
    /** What can be sorted by. */
    public enum Column {
        ACCOUNT,
        /** The worst first. */
        WORD,
        LOSS,
        AS_OF
    }
}

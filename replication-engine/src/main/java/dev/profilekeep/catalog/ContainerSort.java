package dev.profilekeep.catalog;

/** An order of containers; ties are broken by id, so that pages never overlap. */
public record ContainerSort(Column column, boolean descending) {
    /** What can be sorted by. */
    public enum Column {
        ACCOUNT,
        SID,
        KIND,
        SET,
        STATE,
        FILE_SIZE,
        USED,
        FREE,
        RECLAIMABLE,
        LAST_WRITTEN,
        LAST_SEEN
    }
}

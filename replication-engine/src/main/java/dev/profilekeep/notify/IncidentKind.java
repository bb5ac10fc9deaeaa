package dev.profilekeep.notify;

/** What can be wrong for longer than a moment. Each has its words in {@code notify.properties}. */
public enum IncidentKind {
    /** No location of a site answers. Facts: {@code reason}. */
    SITE_DOWN,
    /** One location does not answer while others of its site do. Facts: {@code location}, {@code reason}. */
    LOCATION_DOWN,
    /** A session host left locks behind. Facts: {@code host}, {@code locked}, {@code stale}. */
    HOST_LEFT_LOCKS,
    /**
     * Something is wrong with a backup repository. Facts: {@code repository} (id), {@code name}, {@code finding} (a {@code RepositoryFindingCode}), {@code reason} (may be
     * missing).
     */
    REPOSITORY_FINDING
}

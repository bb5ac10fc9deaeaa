package dev.profilekeep.lock;

/** In which order locks are listed. */
public record LockSort(Column column, boolean descending) {
    /** What they are ordered by; ties by container. */
    public enum Column {
        ACCOUNT("c.account_sort"),
        VERDICT("word"),
        HOST("k.host_key"),
        SINCE("k.locked_since"),
        JUDGED("k.judged_at");

        private final String sql;

        Column(String sql) {
            this.sql = sql;
        }

        String sql() {
            return sql;
        }
    }
}

package dev.profilekeep.batch.schedule;

/** The file names times that no job can start at. */
public final class BadScheduleException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String where;

    BadScheduleException(String where, String why, Throwable cause) {
        super(where + ": " + why, cause);
        this.where = where;
    }

    /** The file and key. */
    public String where() {
        return where;
    }
}

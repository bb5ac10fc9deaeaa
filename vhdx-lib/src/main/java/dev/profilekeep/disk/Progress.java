package dev.profilekeep.disk;

/** Follows long work, and may end it. Called by the working thread, often: it must return soon. */
@FunctionalInterface
public interface Progress {
    /** Neither looks nor ends. */
    Progress NONE = (done, total) -> true;

    /**
     * @param done bytes dealt with until now
     * @param total bytes to deal with
     * @return false to end the work between two pieces
     */
    boolean at(long done, long total);
}

package dev.profilekeep.compact;

/** Is told how far a compaction is. Called often, by the working thread: it must return soon. */
@FunctionalInterface
public interface CompactionProgress {
    /** Neither looks nor ends. */
    CompactionProgress NONE = (phase, done, total) -> true;

    /** What is being done. */
    enum Phase {
        /** The structures of the old file are checked, and what counts is found. */
        PLANNING,
        /** What counts is copied. */
        COPYING,
        /** The new file is checked, read back, and compared. */
        PROVING,
        /** The names change hands: from now on nothing can be stopped. */
        EXCHANGING
    }

    /**
     * @param done bytes dealt with in this phase
     * @param total bytes to deal with; 0 if not known
     * @return false to stop; nothing is changed then. Not heeded while names change hands
     */
    boolean at(Phase phase, long done, long total);
}

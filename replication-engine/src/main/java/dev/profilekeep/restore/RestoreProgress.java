package dev.profilekeep.restore;

import dev.profilekeep.lease.KeptCopy;

/** Is told how far a restore is. Called often, by the working thread: it must return soon. */
@FunctionalInterface
public interface RestoreProgress {
    /** Neither looks nor ends. */
    RestoreProgress NONE = (phase, done, total) -> true;

    /** What is being done. */
    enum Phase {
        /** The present disk is looked through, for what would be lost. */
        COMPARING,
        /** The present disk is backed up, before it is replaced. */
        BACKING_UP,
        /** The new file is written. */
        WRITING,
        /** The new file is checked and read back. */
        CHECKING,
        /** The names change hands: from now on nothing can be stopped. */
        EXCHANGING
    }

    /**
     * @param done bytes dealt with in this phase
     * @param total bytes to deal with; 0 if not known
     * @return false to stop; nothing is changed then. Not heeded while names change hands
     */
    boolean at(Phase phase, long done, long total);

    /** What copies a whole file, and is told of here. */
    default KeptCopy copying(KeptCopy.Source source) {
        return new KeptCopy(
                source,
                (done, total) -> at(Phase.WRITING, done, total),
                (done, total) -> at(Phase.CHECKING, done, total));
    }
}

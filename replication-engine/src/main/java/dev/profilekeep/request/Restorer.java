package dev.profilekeep.request;

import java.util.Optional;
import java.util.Set;

/** Carries out what was agreed. Safe for several threads. */
public interface Restorer {
    /** What it can do; what is not among it is not offered to anybody. */
    Set<RequestKind> kinds();

    /** Who or what keeps it from beginning now; empty if nothing does. Changes nothing. */
    Optional<Note> heldBy(Request request);

    /**
     * Does it, and returns when it is over. A request that a dead process was at work on may come again: what that one did is found, not done twice.
     *
     * @param progress told often, by the working thread
     */
    Result restore(Request request, Progress progress);

    /** Takes back what {@link Request#act()} names; as {@link #restore}. */
    Result undo(Request request, Progress progress);

    /** Is told how far it is. */
    @FunctionalInterface
    interface Progress {
        /** @return false if it must stop, as long as nothing was changed: another process goes on with it */
        boolean at(String phase, long done, long total);
    }

    /** What became of it. */
    sealed interface Result {
        /**
         * It is done.
         *
         * @param act names it, for the way back; empty if there is none
         * @param note what is worth knowing; may be empty
         * @param where files were put, as people reach it; empty if none were
         */
        record Done(String act, Note note, String where) implements Result {
            public Done(String act, Note note) {
                this(act, note, "");
            }
        }

        /** Nothing was changed, for somebody works with it; it is tried again. */
        record Held(Note holder) implements Result {}

        /** Nothing was changed, for a reason that passes; it is tried again. */
        record Later(Note why) implements Result {}

        /**
         * It cannot be done.
         *
         * @param act names what was done of it, for the way back; empty if nothing was changed
         */
        record Failed(String act, Note why) implements Result {}
    }
}

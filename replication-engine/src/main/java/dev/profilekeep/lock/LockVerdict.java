package dev.profilekeep.lock;

import java.time.Instant;
import java.util.List;

/**
 * Whether a lock is somebody's. Never rounded: what is not proved is UNPROVED. Each names the rule of {@code docs/locks.md}
 * that decided, and carries every observation, also those that had no say.
 */
public sealed interface LockVerdict {
    LockRule rule();

    Holder holder();

    Instant at();

    List<Observation> observations();

    /** A word for tables and JSON: LIVE, STALE, UNPROVED. */
    String word();

    /** Somebody works with the disk. */
    record Live(LockRule rule, Holder holder, Instant at, List<Observation> observations) implements LockVerdict {
        public Live {
            observations = List.copyOf(observations);
        }

        @Override
        public String word() {
            return "LIVE";
        }
    }

    /** Proved: nobody does. */
    record Stale(LockRule rule, Holder holder, Instant at, List<Observation> observations, Remedy remedy)
            implements LockVerdict {
        public Stale {
            observations = List.copyOf(observations);
        }

        @Override
        public String word() {
            return "STALE";
        }
    }

    /** Neither is proved. */
    record Unproved(LockRule rule, Holder holder, Instant at, List<Observation> observations) implements LockVerdict {
        public Unproved {
            observations = List.copyOf(observations);
        }

        @Override
        public String word() {
            return "UNPROVED";
        }
    }

    /** What takes a stale lock away. */
    enum Remedy {
        /** The lock files are removed. */
        REMOVE_LOCK_FILES,
        /** The dead machine's handle is closed at the file server, by two administrators. */
        CLOSE_HANDLES
    }
}

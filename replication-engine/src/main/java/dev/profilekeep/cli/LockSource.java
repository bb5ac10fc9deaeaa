package dev.profilekeep.cli;

import dev.profilekeep.lock.ClearDocument;
import dev.profilekeep.lock.LockDocument;
import java.util.List;
import java.util.Set;

/** Locks as commands ask for them: of the catalog, or of the running portal that has it. */
interface LockSource {
    /**
     * Which are asked for; empty ones do not narrow.
     *
     * @param most of them at most
     */
    record Wanted(Set<String> verdicts, String host, Set<String> sites, int most) {
        public Wanted {
            verdicts = Set.copyOf(verdicts);
            sites = Set.copyOf(sites);
        }
    }

    /** @param total how many there are, of which {@code locks} may be the first */
    record Found(List<LockDocument> locks, long total) {
        public Found {
            locks = List.copyOf(locks);
        }
    }

    /** Whether an inventory has come to its end: without one no container is known. */
    boolean inventoried();

    /** As they were judged last. */
    Found list(Wanted wanted);

    /** Looks at everything that is locked, anew. */
    void judgeAll(Interruption interruption, ProgressLine line);

    /**
     * Looks at one, anew.
     *
     * @throws CliProblem if there is no such container
     */
    LockDocument look(long container);

    /** Somebody's container, to be told from others'. */
    record Owned(long container, String sid, String account) {}

    /** Containers whose account, SID or disk has {@code text} in it. */
    List<Owned> search(String text);

    /** What clearing these would do. */
    ClearDocument.Plan plan(List<Long> containers);

    /** Does what the plan says, and nothing else. */
    ClearDocument.Outcome clear(ClearDocument.Plan plan, String reason, String ticket);
}

package dev.profilekeep.batch.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run of a job, as people see it.
 *
 * @param id of this execution; a restart of a failed run is a new execution
 * @param job name of the job: "inventory"
 * @param startedBy a person's name, or "schedule", "command line", "demo"
 * @param phase what it does now, as a key that the portal translates; empty when ended
 * @param doing what it looks at just now (a person's account name, a location); may be empty
 * @param total things to do; 0 while not known
 * @param perSecond how fast, over the last half minute; null if nothing can be said yet
 * @param remaining estimate; null if nothing can be said
 * @param counts what came out, by key: fresh, changed, unchanged, inUse, unreadable, gone, bytesRead
 * @param failures what failed and why, at most 50
 * @param restartable failed or stopped, and can go on where it was
 */
public record JobRunView(
        long id,
        String job,
        Status status,
        String startedBy,
        Instant startedAt,
        @Nullable Instant endedAt,
        String phase,
        String doing,
        long total,
        long done,
        @Nullable Double perSecond,
        @Nullable Duration remaining,
        Map<String, Long> counts,
        List<Failure> failures,
        boolean restartable) {

    /** How a run stands. */
    public enum Status {
        RUNNING,
        STOPPING,
        DONE,
        /** Ended, but something could not be read or done; see failures and counts. */
        DONE_WITH_FINDINGS,
        FAILED,
        STOPPED
    }

    /** Something that failed: where ("shard 3 of fra-profiles") and why, without stack trace. */
    public record Failure(String where, String reason) {}

    public JobRunView {
        counts = Map.copyOf(counts);
        failures = List.copyOf(failures);
    }
}

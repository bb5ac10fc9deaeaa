package dev.profilekeep.notify;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Tells of runs that made disks smaller. */
public interface CompactionReports {
    /**
     * A run that is over.
     *
     * @param done it came to its end; else somebody may go on with it
     */
    record Ended(long run, Instant at, boolean done) {}

    /** Runs that were to change something and ended since, the oldest first; none of which only looked. */
    List<Ended> ended(Instant since);

    /**
     * What came out.
     *
     * @param sites of containers with a copy at one of these alone; empty for all
     */
    CompactionReport of(long run, Set<String> sites);
}

package dev.profilekeep.config;

import java.time.Duration;

/**
 * How people go to another site, and come back.
 *
 * @param hostsPerBatch hosts started at a time, 1 to 100
 * @param betweenBatches from the start of one batch to that of the next
 * @param hooksToThisMachine whether a plan's hooks may call addresses of the machine that runs ProfileKeep
 */
public record FailoverPolicy(int hostsPerBatch, Duration betweenBatches, boolean hooksToThisMachine) {
    /** What holds where the file says nothing. */
    public static FailoverPolicy standard() {
        return new FailoverPolicy(100, Duration.ofMinutes(10), false);
    }
}

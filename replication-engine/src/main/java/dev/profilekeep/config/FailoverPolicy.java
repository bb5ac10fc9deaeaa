package dev.profilekeep.config;

import java.time.Duration;
import java.time.ZoneId;

/**
 * How people go to another site, and come back.
 *
 * @param cron when the plans' checks are looked at by themselves, Quartz syntax
 * @param zone of that time
 * @param hostsPerBatch hosts started at a time, 1 to 100
 * @param betweenBatches from the start of one batch to that of the next
 * @param hooksToThisMachine whether a plan's hooks may call addresses of the machine that runs ProfileKeep
 */
public record FailoverPolicy(
        String cron, ZoneId zone, int hostsPerBatch, Duration betweenBatches, boolean hooksToThisMachine) {
    /** What holds where the file says nothing. */
    public static FailoverPolicy standard(ZoneId zone) {
        return new FailoverPolicy("0 0 7 * * ?", zone, 100, Duration.ofMinutes(10), false);
    }
}

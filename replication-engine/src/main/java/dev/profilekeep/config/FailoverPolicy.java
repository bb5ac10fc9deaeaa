package dev.profilekeep.config;

import java.time.ZoneId;

/**
 * How people go to another site, and come back.
 *
 * @param cron when it begins by itself, Quartz syntax
 * @param zone of that time
 */
public record FailoverPolicy(String cron, ZoneId zone) {
    /** What holds where the file says nothing. */
    public static FailoverPolicy standard(ZoneId zone) {
        return new FailoverPolicy("0 0 7 * * ?", zone);
    }
}

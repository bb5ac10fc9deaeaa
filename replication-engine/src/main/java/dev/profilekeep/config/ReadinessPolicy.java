package dev.profilekeep.config;

import java.time.ZoneId;

/**
 * When a person counts as ready to work at a further site.
 *
 * @param cron when it begins by itself, Quartz syntax
 * @param zone of that time
 */
public record ReadinessPolicy(String cron, ZoneId zone) {
    /** What holds where the file says nothing. */
    public static ReadinessPolicy standard(ZoneId zone) {
        return new ReadinessPolicy("0 30 6 * * ?", zone);
    }
}

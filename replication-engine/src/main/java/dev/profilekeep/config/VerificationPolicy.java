package dev.profilekeep.config;

import java.time.ZoneId;

/**
 * How copies at further sites are compared with the active site's.
 *
 * @param cron when it begins by itself, Quartz syntax
 * @param zone of that time
 */
public record VerificationPolicy(String cron, ZoneId zone) {
    /** What holds where the file says nothing. */
    public static VerificationPolicy standard(ZoneId zone) {
        return new VerificationPolicy("0 0 2 * * ?", zone);
    }
}

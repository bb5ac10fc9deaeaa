package dev.profilekeep.config;

import java.time.ZoneId;

/**
 * How copies are made at further sites, where ProfileKeep carries them.
 *
 * @param cron when it begins by itself, Quartz syntax
 * @param zone of that time
 */
public record ReplicationPolicy(String cron, ZoneId zone) {
    /** What holds where the file says nothing. */
    public static ReplicationPolicy standard(ZoneId zone) {
        return new ReplicationPolicy("0 0 4 * * ?", zone);
    }
}

package dev.profilekeep.backup.watch;

import java.time.ZoneId;

/**
 * When restore tests begin.
 *
 * @param cron Quartz syntax
 */
public record TestTimes(String cron, ZoneId zone) {}

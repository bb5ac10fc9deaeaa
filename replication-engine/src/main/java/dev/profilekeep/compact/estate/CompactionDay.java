package dev.profilekeep.compact.estate;

import java.time.LocalDate;

/**
 * What a day's runs gave, for a trend.
 *
 * @param containers that became smaller
 * @param freedBytes of all copies
 * @param possibleBytes that the day's last run left
 */
public record CompactionDay(LocalDate day, long containers, long freedBytes, long possibleBytes) {}

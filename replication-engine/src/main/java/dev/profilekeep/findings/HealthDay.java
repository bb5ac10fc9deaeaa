package dev.profilekeep.findings;

import java.time.LocalDate;

/**
 * How healthy a site was on a day, by the last time of that day that all was judged.
 *
 * @param siteId empty for all sites together
 * @param counts found and resolved: since that day began
 */
public record HealthDay(LocalDate day, String siteId, HealthCounts counts) {}

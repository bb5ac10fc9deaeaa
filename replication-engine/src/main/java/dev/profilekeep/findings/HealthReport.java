package dev.profilekeep.findings;

import java.util.List;

/**
 * What the health commands and the REST API answer; the names are those of the JSON.
 *
 * @param health at a glance
 * @param total how many findings the filter has
 * @param findings a page of them
 */
public record HealthReport(HealthOverview health, long total, List<FindingRow> findings) {
    public HealthReport {
        findings = List.copyOf(findings);
    }
}

package dev.profilekeep.findings;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Health at a glance.
 *
 * @param judgedAt when all was judged last; null if it never was
 * @param inventoryAt when the last inventory ended; null if none did
 * @param inventoryBefore when the one before ended
 * @param since what is new or resolved is so since then: the last inventory, or what was asked for; the epoch if there was none
 * @param all all sites together
 * @param sites those of the configuration, the worst first
 * @param locations what is wrong with whole locations, worst first: a banner each
 * @param repositories what is wrong with whole backup repositories, likewise
 */
public record HealthOverview(
        @Nullable Instant judgedAt,
        @Nullable Instant inventoryAt,
        @Nullable Instant inventoryBefore,
        Instant since,
        HealthCounts all,
        List<Site> sites,
        List<FindingRow> locations,
        List<FindingRow> repositories) {
    /** One site. */
    public record Site(String id, String name, HealthCounts counts) {}

    public HealthOverview {
        sites = List.copyOf(sites);
        locations = List.copyOf(locations);
        repositories = List.copyOf(repositories);
    }
}

package dev.profilekeep.readiness;

import java.time.Instant;
import java.util.Optional;

/** Whether a site has hosts for the people of a set, as a desktop broker tells. Safe for several threads. */
@FunctionalInterface
public interface SiteCapacity {
    /** Where no broker tells. */
    SiteCapacity NOT_TOLD = (set, site) -> Optional.empty();

    /** What a broker told. */
    record Told(boolean enough, Instant at) {}

    /** Empty if nobody told; that counts against nobody. */
    Optional<Told> at(String setId, String siteId);
}

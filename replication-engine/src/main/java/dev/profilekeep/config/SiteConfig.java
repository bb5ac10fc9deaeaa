package dev.profilekeep.config;

import java.time.ZoneId;
import java.util.Set;

/**
 * A region or data centre with its own storage and hosts.
 *
 * @param name for people
 * @param zone the zone that its quiet hours are meant in
 * @param residency labels of what holds there, like {@code EU}: data that must stay where they hold may lie there
 */
public record SiteConfig(String id, String name, ZoneId zone, Set<String> residency) {
    public SiteConfig {
        residency = Set.copyOf(residency);
    }
}

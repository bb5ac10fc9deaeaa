package dev.profilekeep.config;

import java.time.ZoneId;

/**
 * A region or data centre with its own storage and hosts.
 *
 * @param name for people
 * @param zone the zone that its quiet hours are meant in
 */
public record SiteConfig(String id, String name, ZoneId zone) {}

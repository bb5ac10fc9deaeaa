package dev.profilekeep.catalog;

import java.time.ZoneId;

/** A site, for filters and headings. */
public record SiteView(String id, String name, ZoneId zone) {}

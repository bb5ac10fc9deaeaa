package dev.profilekeep.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The size of one copy at one time, in bytes. A point is kept only when something changed, and once a day. */
public record GrowthPoint(
        Instant at, String siteId, long fileSize, long virtualSize, @Nullable Long used, @Nullable Long reclaimable) {}

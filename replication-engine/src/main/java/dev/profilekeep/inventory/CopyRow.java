package dev.profilekeep.inventory;

import dev.profilekeep.catalog.CatalogJson;
import dev.profilekeep.catalog.CopyDetail.Presence;
import dev.profilekeep.catalog.CopyDetail.SidecarSeen;
import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.health.Behind;
import dev.profilekeep.health.CopyFacts;
import dev.profilekeep.health.CopyOfSet;
import dev.profilekeep.storage.StoredFile;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A copy as far as its container's summary is made from it. */
record CopyRow(
        long id,
        long containerId,
        String locationId,
        Presence presence,
        boolean unread,
        long size,
        long written,
        long virtualSize,
        long used,
        long free,
        long reclaimable,
        @Nullable Instant seenAt,
        @Nullable Behind behind,
        CopyFacts facts) {

    static final String COLUMNS =
            "p.id, p.behind_since, p.behind_written, p.container_id, p.location_id, p.presence, p.unread, p.size, p.written,"
                    + " p.virtual_size, p.used, p.free, p.reclaimable, p.seen_at, p.info_at, p.problem_kind, p.reason,"
                    + " p.sidecars, p.differences, p.dirty, p.log_open, p.no_file_system, p.difference_disk, p.damage";

    /** @param lockCounts whether a lock file means something at that location */
    static CopyRow read(Row row, Map<String, Boolean> lockCounts) throws SQLException {
        String location = row.text("location_id");
        Presence presence = row.choice("presence", Presence.class);
        long written = row.number("written");
        boolean everRead = row.time("info_at") != null;
        List<SidecarSeen> sidecars = CatalogJson.sidecars(row.text("sidecars"));
        SidecarSeen lock = lockCounts.getOrDefault(location, false) ? Seen.lock(sidecars) : null;
        CopyFacts facts = new CopyFacts(
                location,
                presence == Presence.IN_USE,
                presence == Presence.UNREADABLE,
                row.text("problem_kind").equals("DAMAGED"),
                row.text("reason"),
                lock == null ? null : new CopyFacts.Lock(lock.name(), lock.size(), lock.lastWritten()),
                everRead,
                row.number("size"),
                row.number("used"),
                row.number("free"),
                row.number("reclaimable"),
                row.flag("dirty"),
                row.flag("log_open"),
                row.flag("no_file_system"),
                row.flag("difference_disk"),
                row.text("damage"),
                CatalogJson.texts(row.text("differences")),
                StoredFile.toInstant(written));
        Instant behindSince = row.time("behind_since");
        return new CopyRow(
                row.number("id"),
                row.number("container_id"),
                location,
                presence,
                row.flag("unread"),
                row.number("size"),
                written,
                row.number("virtual_size"),
                row.number("used"),
                row.number("free"),
                row.number("reclaimable"),
                row.time("seen_at"),
                behindSince == null ? null : new Behind(behindSince, row.number("behind_written")),
                facts);
    }

    /** As a look saw it that found the container free, if it is younger than what is known of this copy. */
    CopyRow releasedAt(@Nullable Instant look) {
        if (look == null || seenAt == null || !seenAt.isBefore(look)) {
            return this;
        }
        return new CopyRow(
                id,
                containerId,
                locationId,
                presence,
                unread,
                size,
                written,
                virtualSize,
                used,
                free,
                reclaimable,
                seenAt,
                behind,
                facts.released());
    }

    /** Beside the others of its container. */
    CopyOfSet beside(String siteId, @Nullable Behind behindNow) {
        return new CopyOfSet(
                locationId,
                siteId,
                written,
                virtualSize,
                used,
                !unread && presence != Presence.UNREADABLE && facts.everRead(),
                facts.held() || facts.lock() != null,
                behindNow == null ? null : behindNow.since());
    }

    boolean gone() {
        return presence == Presence.GONE;
    }
}

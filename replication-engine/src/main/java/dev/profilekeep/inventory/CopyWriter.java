package dev.profilekeep.inventory;

import dev.profilekeep.catalog.CatalogJson;
import dev.profilekeep.catalog.CopyDetail.Presence;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Records what came of looking at some disks: copies, items, the run's counts and the containers, in one transaction. */
final class CopyWriter {
    private static final String SEEN = "UPDATE container_copy SET listed_run = ?, presence = COALESCE(?, presence),"
            + " unread = ?, seen_at = ?, checked_at = COALESCE(?, checked_at), problem_kind = ?, reason = ?, size = ?,"
            + " allocated = ?, created = ?, written = ?, changed = ?, file_id = ?, attributes = ?,"
            + " sidecars = ?, differences = ? WHERE id = ?";
    private static final String READ = "UPDATE container_copy SET changed_run = ?, read_size = ?, read_written = ?,"
            + " read_changed = ?, read_file_id = ?, stamp = ?, info_at = ?, virtual_size = ?, used = ?, free = ?,"
            + " reclaimable = ?, dirty = ?, log_open = ?, no_file_system = ?, difference_disk = ?, damage = ? WHERE id = ?";

    private final long runId;
    private final String locationId;
    private final Clock clock;
    private final Summaries summaries;

    CopyWriter(long runId, String locationId, Clock clock, Summaries summaries) {
        this.runId = runId;
        this.locationId = locationId;
        this.clock = clock;
        this.summaries = summaries;
    }

    /** A disk and what came of looking at it. */
    record Done(Item item, Outcome outcome) {}

    Counts write(Session session, List<Done> all) throws SQLException, IOException {
        Instant now = clock.instant();
        List<@Nullable Object[]> seen = new ArrayList<>();
        List<@Nullable Object[]> read = new ArrayList<>();
        List<@Nullable Object[]> oldInfo = new ArrayList<>();
        List<@Nullable Object[]> info = new ArrayList<>();
        List<@Nullable Object[]> items = new ArrayList<>();
        Set<Long> touched = new TreeSet<>();
        Counts counts = Counts.NONE;
        for (Done done : all) {
            Item item = done.item();
            Outcome outcome = done.outcome();
            counts = counts.plus(count(item, outcome));
            items.add(new @Nullable Object[] {name(outcome), runId, locationId, item.part(), item.pathKey()});
            if (outcome instanceof Outcome.Vanished) {
                continue;
            }
            seen.add(seen(item, outcome, now));
            if (!(outcome instanceof Outcome.Unchanged)) {
                touched.add(item.containerId());
            }
            if (outcome instanceof Outcome.Changed changed) {
                read.add(read(item, changed, now));
                oldInfo.add(new @Nullable Object[] {item.copyId()});
                info.add(new @Nullable Object[] {item.copyId(), CatalogJson.write(changed.info())});
            }
            if (outcome instanceof Outcome.Unreadable unreadable) {
                unread(session, item, unreadable.kind(), unreadable.reason(), now);
            } else if (outcome instanceof Outcome.InUse inUse && neverRead(item)) {
                unread(session, item, "BUSY", inUse.reason(), now);
            }
        }
        session.batch(SEEN, seen);
        session.batch(READ, read);
        session.batch("DELETE FROM copy_info WHERE copy_id = ?", oldInfo);
        session.batch("INSERT INTO copy_info (copy_id, info) VALUES (?, ?)", info);
        session.batch(
                "UPDATE inventory_item SET outcome = ? WHERE run_id = ? AND location_id = ? AND part = ? AND path_key = ?",
                items);
        summaries.refresh(session, touched);
        return counts;
    }

    private void unread(Session session, Item item, String kind, String reason, Instant now) throws SQLException {
        UnreadTable.put(session, runId, locationId, item.listed().path(), kind, reason, now, false);
    }

    /** Nothing is known of it yet, so its sizes are missing from every total. */
    private static boolean neverRead(Item item) {
        return item.known().size() < 0;
    }

    private @Nullable Object[] seen(Item item, Outcome outcome, Instant now) {
        Presence presence = null;
        boolean unread = false;
        Instant checked = now;
        String kind = "";
        String reason = "";
        if (outcome instanceof Outcome.Changed || outcome instanceof Outcome.Unchanged) {
            presence = Presence.PRESENT;
        } else if (outcome instanceof Outcome.InUse inUse) {
            presence = Presence.IN_USE;
            unread = neverRead(item);
            kind = "BUSY";
            reason = inUse.reason();
        } else if (outcome instanceof Outcome.Unreadable unreadable) {
            presence = Presence.UNREADABLE;
            unread = true;
            kind = unreadable.kind();
            reason = unreadable.reason();
        } else {
            presence = Presence.PRESENT;
            unread = true;
            checked = null; // listed only
        }
        StoredFile file = outcome instanceof Outcome.Changed changed ? changed.file() : item.listed();
        return new @Nullable Object[] {
            runId,
            presence,
            unread,
            now,
            checked,
            kind,
            Runs.cut(reason, 2000),
            file.size(),
            file.allocated(),
            file.creationTime(),
            file.lastWriteTime(),
            file.changeTime(),
            file.fileId(),
            file.attributes(),
            item.sidecarsJson(),
            item.differencesJson(),
            item.copyId()
        };
    }

    private @Nullable Object[] read(Item item, Outcome.Changed changed, Instant now) {
        DiskFacts facts = DiskFacts.of(changed.info());
        return new @Nullable Object[] {
            runId,
            changed.file().size(),
            changed.file().lastWriteTime(),
            changed.file().changeTime(),
            changed.file().fileId(),
            changed.stamp(),
            now,
            facts.virtualSize(),
            facts.used(),
            facts.free(),
            facts.reclaimable(),
            facts.dirty(),
            facts.logOpen(),
            facts.noFileSystem(),
            facts.difference(),
            Runs.cut(facts.damage(), 2000),
            item.copyId()
        };
    }

    private static Counts count(Item item, Outcome outcome) {
        boolean changed = outcome instanceof Outcome.Changed;
        boolean unreadable = outcome instanceof Outcome.Unreadable || outcome instanceof Outcome.Quiet;
        return new Counts(
                1,
                changed && item.fresh() ? 1 : 0,
                changed && !item.fresh() ? 1 : 0,
                outcome instanceof Outcome.Unchanged ? 1 : 0,
                outcome instanceof Outcome.InUse ? 1 : 0,
                unreadable ? 1 : 0,
                outcome.bytesRead());
    }

    private static String name(Outcome outcome) {
        if (outcome instanceof Outcome.Changed) {
            return "CHANGED";
        }
        if (outcome instanceof Outcome.Unchanged) {
            return "UNCHANGED";
        }
        if (outcome instanceof Outcome.InUse) {
            return "IN_USE";
        }
        if (outcome instanceof Outcome.Vanished) {
            return "VANISHED";
        }
        return outcome instanceof Outcome.Quiet ? "QUIET" : "UNREADABLE";
    }
}

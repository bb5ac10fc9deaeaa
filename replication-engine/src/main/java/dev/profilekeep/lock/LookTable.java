package dev.profilekeep.lock;

import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.lock.PlaceSeen.Probe;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table {@code lock_look}. Also what keeps the probes of all nodes a minute apart. Safe for several threads and nodes. */
final class LookTable {
    private static final Logger LOG = LoggerFactory.getLogger(LookTable.class);
    /** Nobody tries a disk sooner after the last try: its owner may be refused in that very moment. */
    static final Duration PROBE_EVERY = Duration.ofSeconds(60);

    private final Database database;

    LookTable(Database database) {
        this.database = database;
    }

    /**
     * What is remembered, and which disks may be tried now.
     *
     * @param mine copies that whoever asked may try, once
     */
    record Claimed(Map<Long, LookRow> rows, Set<Long> mine) {
        LookRow row(long copyId) {
            return rows.getOrDefault(copyId, LookRow.none(copyId));
        }
    }

    /** @param known what {@link #read} just gave of all of them, and perhaps of others */
    Claimed claim(Collection<Long> copies, Claimed known, Instant now) {
        copies.stream().filter(copy -> !known.rows().containsKey(copy)).forEach(this::make);
        return database.<Claimed, RuntimeException>call(session -> {
            Set<Long> mine = new HashSet<>();
            // in one order, so that no two nodes wait for each other
            for (long copy : copies.stream().sorted().toList()) {
                if (session.update(
                                "UPDATE lock_look SET probe_begun = ? WHERE copy_id = ?"
                                        + " AND (probe_begun IS NULL OR probe_begun <= ? OR probe_begun > ?)",
                                now,
                                copy,
                                now.minus(PROBE_EVERY),
                                now.plus(PROBE_EVERY))
                        > 0) {
                    mine.add(copy);
                }
            }
            return new Claimed(rows(session, copies), mine);
        });
    }

    /** As {@link #claim} where nothing is to be tried. */
    Claimed read(Collection<Long> copies) {
        return database.<Claimed, RuntimeException>call(session -> new Claimed(rows(session, copies), Set.of()));
    }

    private static Map<Long, LookRow> rows(Session session, Collection<Long> copies) throws SQLException {
        Map<Long, LookRow> rows = new HashMap<>();
        if (!copies.isEmpty()) {
            session.each(
                    "SELECT * FROM lock_look WHERE copy_id IN ("
                            + String.join(", ", Collections.nCopies(copies.size(), "?")) + ")",
                    row -> {
                        LookRow look = read(row);
                        rows.put(look.copyId(), look);
                    },
                    copies.toArray());
        }
        return rows;
    }

    /** Somebody met these disks open a moment ago: what was remembered of them as free holds no more. Until they are tried anew nobody can tell. */
    void metOpen(Collection<Long> copies, Instant now) {
        database.<RuntimeException>run(session -> session.batch(
                "UPDATE lock_look SET probed_at = ?, probe = 'CANNOT_TELL', probe_why = ?, free_since = NULL"
                        + " WHERE copy_id = ? AND probe = 'FREE'",
                copies.stream()
                        .sorted()
                        .map(copy -> new @Nullable Object[] {
                            now,
                            "somebody had it open a moment ago; it is tried again a minute after the last try",
                            copy
                        })
                        .toList()));
    }

    /** What held the disks of a container was ours, and is let go: they may be tried anew at once. */
    void letGo(long containerId) {
        database.<RuntimeException>run(session -> session.update(
                "UPDATE lock_look SET probe_begun = NULL WHERE probe = 'HELD'"
                        + " AND copy_id IN (SELECT id FROM container_copy WHERE container_id = ?)",
                containerId));
    }

    boolean wasListed(String locationId) {
        return database.<Long, RuntimeException>call(session -> session.number(
                        "SELECT COUNT(*) FROM location WHERE id = ? AND last_listed IS NOT NULL", locationId))
                > 0;
    }

    /** Whether the last inventory saw a copy at a location. */
    boolean holdsCopies(String locationId) {
        return database.<Long, RuntimeException>call(session -> session.number(
                        "SELECT COUNT(*) FROM (SELECT 1 FROM container_copy WHERE location_id = ? AND presence <> 'GONE' LIMIT 1) seen",
                        locationId))
                > 0;
    }

    private void make(long copy) {
        try {
            database.<Integer, RuntimeException>call(session -> session.update(
                    "INSERT INTO lock_look (copy_id, lock_name, lock_bytes, lock_written, probe, probe_why)"
                            + " SELECT id, '', -1, 0, 'CANNOT_TELL', '' FROM container_copy WHERE id = ?"
                            + " AND NOT EXISTS (SELECT 1 FROM lock_look WHERE copy_id = ?)",
                    copy,
                    copy));
        } catch (CatalogException e) {
            LOG.debug("copy={} another look made its row", copy, e);
        }
    }

    /** Remembers looks, as it stands after them. A look that came second never puts an older answer over a newer one. */
    void keep(Collection<LookRow> rows) {
        List<@Nullable Object[]> looked = new ArrayList<>();
        List<@Nullable Object[]> probed = new ArrayList<>();
        for (LookRow row :
                rows.stream().sorted(Comparator.comparingLong(LookRow::copyId)).toList()) {
            looked.add(new @Nullable Object[] {
                row.lookedAt(),
                cut(row.lockName(), 500),
                row.lockBytes(),
                row.lockWritten(),
                row.unchangedSince(),
                row.renewedAfter(),
                row.renewalSeen(),
                row.ahead() == null ? null : row.ahead().toMillis(),
                kept(row.files()),
                row.copyId(),
                row.lookedAt()
            });
            if (row.probedAt() != null) {
                probed.add(new @Nullable Object[] {
                    row.probedAt(),
                    row.probe(),
                    cut(row.probeWhy(), 2_000),
                    row.freeSince(),
                    row.copyId(),
                    row.probedAt()
                });
            }
        }
        if (!looked.isEmpty()) {
            database.<RuntimeException>run(session -> {
                session.batch(
                        "UPDATE lock_look SET looked_at = ?, lock_name = ?, lock_bytes = ?, lock_written = ?,"
                                + " unchanged_since = ?, renewed_after = ?, renewal_seen = ?, clock_ahead = ?, files = ?"
                                + " WHERE copy_id = ? AND (looked_at IS NULL OR looked_at <= ?)",
                        looked);
                session.batch(
                        "UPDATE lock_look SET probed_at = ?, probe = ?, probe_why = ?, free_since = ?"
                                + " WHERE copy_id = ? AND (probed_at IS NULL OR probed_at <= ?)",
                        probed);
            });
        }
    }

    private static @Nullable String kept(@Nullable List<FileLook> files) {
        String text = files == null ? "" : FileLook.write(files);
        return files == null || text.length() > 20_000 ? null : text;
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }

    private static LookRow read(Row row) throws SQLException {
        Long ahead = row.numberOrNull("clock_ahead");
        String files = row.textOrNull("files");
        return new LookRow(
                row.number("copy_id"),
                row.time("looked_at"),
                row.text("lock_name"),
                row.number("lock_bytes"),
                row.number("lock_written"),
                row.time("unchanged_since"),
                row.time("renewed_after"),
                row.time("renewal_seen"),
                row.time("probe_begun"),
                row.time("probed_at"),
                row.choice("probe", Probe.class),
                row.text("probe_why"),
                row.time("free_since"),
                ahead == null ? null : Duration.ofMillis(ahead),
                files == null ? null : FileLook.read(files));
    }
}

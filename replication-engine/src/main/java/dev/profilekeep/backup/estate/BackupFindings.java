package dev.profilekeep.backup.estate;

import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.config.BackupPolicy;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.SetConfig;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.findings.FindingSource;
import dev.profilekeep.health.Finding;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.site.ActiveNow;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Containers that are to be backed up and were not for too long, backups that a check found damaged, changes that the short way had missed, and containers of which much was rewritten at once. Nothing of sets that name no repository: nobody wants them
 * backed up.
 */
public final class BackupFindings implements FindingSource {
    private static final Set<FindingCode> CODES = Set.of(
            FindingCode.NO_BACKUP, FindingCode.BACKUP_DAMAGED, FindingCode.BACKUP_DIFFERS, FindingCode.MUCH_CHANGED);

    private final ProfileKeepConfig config;
    private final BackupPolicy policy;

    public BackupFindings(ProfileKeepConfig config) {
        this.config = config;
        this.policy = config.backups();
    }

    @Override
    public Set<FindingCode> codes() {
        return CODES;
    }

    @Override
    public void find(Session session, long first, long last, Instant now, BiConsumer<Long, Finding> found)
            throws SQLException {
        Set<String> places = places(ActiveNow.of(session, config));
        if (!places.isEmpty()) {
            Set<Long> had = new HashSet<>();
            session.each(
                    "SELECT c.id, c.set_id, c.kind, c.first_seen, p.location_id, b.repository_id, b.success_at,"
                            + " b.outcome, b.reason, b.in_use_since, b.missed, b.missed_at FROM container c JOIN"
                            + " container_copy p ON p.container_id = c.id AND p.presence <> 'GONE' LEFT JOIN"
                            + " container_backup b ON b.container_key = c.identity_key WHERE c.id BETWEEN ? AND ? AND"
                            + " c.gone_since IS NULL ORDER BY c.id, p.id",
                    row -> {
                        if (places.contains(row.text("location_id")) && had.add(row.number("id"))) {
                            one(row, now, found);
                        }
                    },
                    first,
                    last);
        }
        changed(session, first, last, found);
        session.each(
                "SELECT c.id, COUNT(DISTINCT l.snapshot_id) AS snapshots, MIN(l.made) AS oldest, MAX(l.made) AS newest"
                        + " FROM container c JOIN repository_loss l ON l.container_key = c.identity_key"
                        + " WHERE c.id BETWEEN ? AND ? GROUP BY c.id",
                row -> found.accept(
                        row.number("id"),
                        new Finding(
                                FindingCode.BACKUP_DAMAGED,
                                null,
                                Map.of(
                                        "snapshots", Long.toString(row.number("snapshots")),
                                        "oldest", row.when("oldest").toString(),
                                        "newest", row.when("newest").toString()))),
                first,
                last);
    }

    private static void changed(Session session, long first, long last, BiConsumer<Long, Finding> found)
            throws SQLException {
        session.each(
                "SELECT c.id, a.at, a.why, a.rewritten_bytes, a.live_bytes, a.before_at, a.held FROM container c"
                        + " JOIN container_alarm a ON a.container_key = c.identity_key"
                        + " WHERE c.id BETWEEN ? AND ? AND a.settled_at IS NULL",
                row -> {
                    Map<String, String> facts = new HashMap<>();
                    facts.put("at", row.when("at").toString());
                    facts.put("why", row.text("why"));
                    facts.put("rewrittenBytes", Long.toString(row.number("rewritten_bytes")));
                    facts.put("liveBytes", Long.toString(row.number("live_bytes")));
                    facts.put("held", Boolean.toString(row.flag("held")));
                    Instant before = row.time("before_at");
                    if (before != null) {
                        facts.put("before", before.toString());
                    }
                    found.accept(row.number("id"), new Finding(FindingCode.MUCH_CHANGED, null, facts));
                },
                first,
                last);
    }

    /** Locations whose containers are to be backed up. */
    private Set<String> places(ActiveNow active) {
        Set<String> places = new HashSet<>();
        for (SetConfig set : config.sets()) {
            if (policy.repositoryOf(set.id()).isPresent()) {
                set.locationIds().stream()
                        .filter(id -> config.location(id)
                                .filter(location -> active.isAt(set, location))
                                .isPresent())
                        .forEach(places::add);
            }
        }
        return places;
    }

    private void one(Row row, Instant now, BiConsumer<Long, Finding> found) throws SQLException {
        if (policy.kinds().contains(ContainerKind.valueOf(row.text("kind")))) {
            Instant success = row.time("success_at");
            Instant since = success == null ? row.when("first_seen") : success;
            long days = Duration.between(since, now).toDays();
            if (days >= policy.warnAfterDays()) {
                Map<String, String> facts = new HashMap<>();
                facts.put("days", Long.toString(days));
                facts.put("reason", row.text("reason"));
                facts.put("outcome", row.text("outcome"));
                if (success != null) {
                    facts.put("last", success.toString());
                }
                Instant inUse = row.time("in_use_since");
                if (inUse != null) {
                    facts.put("inUseSince", inUse.toString());
                }
                found.accept(row.number("id"), new Finding(FindingCode.NO_BACKUP, null, facts));
            }
        }
        Instant missed = row.time("missed_at");
        if (row.number("missed") > 0 && missed != null) {
            found.accept(
                    row.number("id"),
                    new Finding(
                            FindingCode.BACKUP_DIFFERS,
                            row.text("location_id"),
                            Map.of("chunks", Long.toString(row.number("missed")), "at", missed.toString())));
        }
    }
}

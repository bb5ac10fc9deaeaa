package dev.profilekeep.backup.estate;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditEntry;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.backup.decision.Decision;
import dev.profilekeep.backup.decision.Standing;
import dev.profilekeep.backup.points.Repositories;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When much of a container was rewritten at once: tells it, pins the last backup before, and puts the container on hold, until a person releases it. What could not
 * be pinned is tried again at the next look. Safe for several threads.
 */
public final class ChangeWatch {
    /** The act of pinning and holding; its evidence says what was seen. */
    public static final String HOLD = "backup.hold.changed";

    private static final Logger LOG = LoggerFactory.getLogger(ChangeWatch.class);
    private static final String WHO = "ProfileKeep";

    private final Database database;
    private final Repositories repositories;
    private final AuditTrail audit;
    private final ZoneId zone;
    private final Clock clock;

    /** @param zone when a day begins */
    public ChangeWatch(Database database, Repositories repositories, AuditTrail audit, ZoneId zone, Clock clock) {
        this.database = database;
        this.repositories = repositories;
        this.audit = audit;
        this.zone = zone;
        this.clock = clock;
    }

    private record Alarm(String key, Instant at, String why, long rewritten, long live, @Nullable UUID before) {
        static Alarm read(Row row) throws SQLException {
            String snapshot = row.text("snapshot_id");
            return new Alarm(
                    row.text("container_key"),
                    row.when("at"),
                    row.text("why"),
                    row.number("rewritten_bytes"),
                    row.number("live_bytes"),
                    snapshot.isEmpty() ? null : UUID.fromString(snapshot));
        }
    }

    /**
     * Looks at containers that are in a snapshot now.
     *
     * @param snapshot that they are in
     * @return keys of those of which something was told
     */
    List<String> look(String repositoryId, Collection<String> keys, UUID snapshot) {
        List<String> told = database.<List<String>, RuntimeException>call(session -> {
            List<String> jumped = new ArrayList<>();
            for (String key : keys) {
                if (look(session, repositoryId, key, snapshot)) {
                    jumped.add(key);
                }
            }
            return jumped;
        });
        protect(repositoryId);
        return told;
    }

    private boolean look(Session session, String repositoryId, String key, UUID snapshot) throws SQLException {
        List<ChangeNight> nights = ChangeNights.of(session, key, repositoryId, zone);
        Optional<ChangeRule.Jump> jump = ChangeRule.of(nights);
        boolean standing = session.number(
                        "SELECT COUNT(*) FROM container_alarm WHERE container_key = ? AND settled_at IS NULL", key)
                > 0;
        if (jump.isEmpty() || standing) { // the first one has the last good backup
            return false;
        }
        record Before(String snapshot, Instant made) {}
        Optional<Before> before = session.first(
                "SELECT snapshot_id, made FROM restore_point WHERE container_key = ? AND repository_id = ?"
                        + " AND snapshot_id <> ? AND (goes_at IS NULL OR goes_at > ?) AND made < (SELECT MIN(n.made)"
                        + " FROM restore_point n WHERE n.repository_id = ? AND n.snapshot_id = ?)"
                        + " ORDER BY made DESC LIMIT 1",
                row -> new Before(row.text("snapshot_id"), row.when("made")),
                key,
                repositoryId,
                snapshot.toString(),
                clock.instant(),
                repositoryId,
                snapshot.toString());
        session.update("DELETE FROM container_alarm WHERE container_key = ?", key);
        session.update(
                "INSERT INTO container_alarm (container_key, repository_id, at, why, rewritten_bytes, live_bytes,"
                        + " snapshot_id, before_at, held, settled_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, FALSE, NULL)",
                key,
                repositoryId,
                clock.instant(),
                jump.get().why(),
                jump.get().rewritten(),
                nights.get(nights.size() - 1).live(),
                before.map(Before::snapshot).orElse(""),
                before.map(Before::made).orElse(null));
        return true;
    }

    /** Pins and holds what is told and was not yet. */
    void protect(String repositoryId) {
        List<Alarm> open = database.<List<Alarm>, RuntimeException>call(session -> session.list(
                "SELECT * FROM container_alarm WHERE repository_id = ? AND held = FALSE AND settled_at IS NULL",
                Alarm::read,
                repositoryId));
        if (open.isEmpty()) {
            return;
        }
        try {
            Repository repository = repositories.open(repositoryId);
            Standing standing = repository.decisions().read().standing();
            for (Alarm alarm : open) {
                protect(repositoryId, repository, standing, alarm);
            }
        } catch (IOException | CatalogException e) {
            LOG.warn("repository={} what was rewritten could not be held yet: {}", repositoryId, e.getMessage());
        }
    }

    /** 0 if it left the list meanwhile. */
    private long id(String key) {
        return database.<Long, RuntimeException>call(session -> session.first(
                        "SELECT id FROM container WHERE identity_key = ?", row -> row.number("id"), key)
                .orElse(0L));
    }

    private void protect(String repositoryId, Repository repository, Standing standing, Alarm alarm)
            throws IOException {
        String reason = "much of it was rewritten at once, noticed at " + alarm.at();
        Map<String, String> evidence = new TreeMap<>();
        evidence.put("repository", repositoryId);
        evidence.put("why", alarm.why());
        evidence.put("rewrittenBytes", Long.toString(alarm.rewritten()));
        evidence.put("liveBytes", Long.toString(alarm.live()));
        UUID before = alarm.before();
        if (before != null) {
            evidence.put("pinned", before.toString());
        }
        audit.append(Actor.SCHEDULE, new AuditEntry(HOLD, "container:" + id(alarm.key()), reason, evidence, "begun"));
        if (before != null && !standing.isPinned(before, alarm.key())) {
            repository.decisions().decide(WHO, reason, new Decision.Pin(before, alarm.key()));
        }
        if (!standing.isHeld(alarm.key())) {
            repository.decisions().decide(WHO, reason, new Decision.Hold(alarm.key()));
        }
        database.<RuntimeException>run(session -> session.update(
                "UPDATE container_alarm SET held = TRUE WHERE container_key = ? AND at = ?", alarm.key(), alarm.at()));
    }
}

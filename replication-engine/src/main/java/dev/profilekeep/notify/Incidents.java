package dev.profilekeep.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.catalog.CatalogJson;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.health.Severity;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The incidents in the catalog. Safe for several threads; several that observe the same source at once must not be. */
public final class Incidents {
    /** One that comes back so soon is the one that was: who was told of it, and not of its end, is not told again. */
    static final Duration SAME = Duration.ofMinutes(15);

    /** How long ended ones are remembered. */
    static final Duration KEPT = Duration.ofDays(400);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> FACTS = new TypeReference<>() {};
    private static final String COLUMNS =
            "SELECT id, kind, severity, site_id, facts, since, opened_at, seen_at, resolved_at FROM incident ";

    private final Database database;

    Incidents(Database database) {
        this.database = database;
    }

    /** Those that last, the worst first, then the oldest. */
    public List<Incident> open() {
        return database.call(Incidents::openIn);
    }

    /** The newest, whether they last or not. */
    public List<Incident> recent(int limit) {
        return database.call(
                session -> session.list(COLUMNS + "ORDER BY opened_at DESC, id DESC LIMIT ?", Incidents::read, limit));
    }

    /** What a source says is wrong now: opens what is new, keeps what is known, ends what it does not name any more. */
    void observe(String source, List<Trouble> troubles, Instant now) {
        database.<RuntimeException>run(session -> {
            Set<String> named = new HashSet<>();
            for (Trouble trouble : troubles) {
                String openKey = source + "\n" + trouble.key();
                if (named.add(openKey)) {
                    keep(session, source, openKey, trouble, now);
                }
            }
            for (String openKey : session.list(
                    "SELECT open_key FROM incident WHERE source = ? AND open_key IS NOT NULL",
                    row -> row.text("open_key"),
                    source)) {
                if (!named.contains(openKey)) {
                    session.update(
                            "UPDATE incident SET open_key = NULL, resolved_at = ? WHERE open_key = ?", now, openKey);
                }
            }
        });
    }

    private static void keep(Session session, String source, String openKey, Trouble trouble, Instant now)
            throws SQLException {
        String facts = CatalogJson.write(trouble.facts());
        Optional<Severity> was = session.first(
                "SELECT severity FROM incident WHERE open_key = ?",
                row -> row.choice("severity", Severity.class),
                openKey);
        if (was.isEmpty()) {
            was = reopened(session, source, openKey, trouble, now);
        }
        if (was.isPresent()) {
            Severity worst = was.get().compareTo(trouble.severity()) < 0 ? trouble.severity() : was.get();
            session.update(
                    "UPDATE incident SET severity = ?, facts = ?, seen_at = ? WHERE open_key = ?",
                    worst,
                    facts,
                    now,
                    openKey);
            return;
        }
        session.insert(
                "INSERT INTO incident (open_key, source, incident_key, kind, severity, site_id, facts, since,"
                        + " opened_at, seen_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                openKey,
                source,
                trouble.key(),
                trouble.kind(),
                trouble.severity(),
                trouble.siteId(),
                facts,
                begin(trouble, now),
                now,
                now);
    }

    /** When what lasts now began; of what was over for a while, when it came back. */
    private static Instant begin(Trouble trouble, Instant now) {
        Instant since = trouble.since();
        return since == null || since.isAfter(now) ? now : since;
    }

    /**
     * Something that comes and goes is one trouble, and one message. Whoever was told already that it is over is told anew: what they
     * heard last must be true.
     */
    private static Optional<Severity> reopened(
            Session session, String source, String openKey, Trouble trouble, Instant now) throws SQLException {
        Optional<Long> before = session.first(
                "SELECT id FROM incident WHERE source = ? AND incident_key = ? AND resolved_at > ?"
                        + " ORDER BY resolved_at DESC LIMIT 1",
                row -> row.number("id"),
                source,
                trouble.key(),
                now.minus(SAME));
        if (before.isEmpty()) {
            return Optional.empty();
        }
        session.update(
                "UPDATE incident SET open_key = ?, resolved_at = NULL, since = ? WHERE id = ?",
                openKey,
                begin(trouble, now),
                before.get());
        session.update(
                "DELETE FROM incident_told WHERE incident_id = ? AND channel_id IN (SELECT channel_id FROM incident_told"
                        + " WHERE incident_id = ? AND what = 'RESOLVED')",
                before.get(),
                before.get());
        return session.first(
                "SELECT severity FROM incident WHERE id = ?",
                row -> row.choice("severity", Severity.class),
                before.get());
    }

    /** Forgets what ended long ago. */
    void forget(Instant now) {
        Instant before = now.minus(KEPT);
        database.<RuntimeException>run(session -> {
            session.update(
                    "DELETE FROM incident_told WHERE incident_id IN (SELECT id FROM incident WHERE resolved_at < ?)",
                    before);
            session.update("DELETE FROM incident WHERE resolved_at < ?", before);
        });
    }

    static List<Incident> openIn(Session session) throws SQLException {
        List<Incident> all = session.list(COLUMNS + "WHERE open_key IS NOT NULL", Incidents::read);
        return all.stream()
                .sorted(Comparator.comparing(Incident::severity)
                        .reversed()
                        .thenComparing(Incident::since)
                        .thenComparing(Incident::id))
                .toList();
    }

    /** Those that nobody told a channel of, as far as they are of its time; and those whose end it was not told. */
    static List<Incident> untoldIn(Session session, String channelId, Told what, Instant after) throws SQLException {
        String untold = "NOT EXISTS (SELECT 1 FROM incident_told t WHERE t.incident_id = incident.id"
                + " AND t.channel_id = ? AND t.what = ?)";
        if (what == Told.OPENED) {
            return session.list(
                    COLUMNS + "WHERE (resolved_at IS NULL OR resolved_at > ?) AND " + untold
                            + " ORDER BY opened_at, id",
                    Incidents::read,
                    after,
                    channelId,
                    what);
        }
        return session.list(
                COLUMNS + "WHERE resolved_at > ? AND EXISTS (SELECT 1 FROM incident_told o WHERE"
                        + " o.incident_id = incident.id AND o.channel_id = ? AND o.what = 'OPENED') AND " + untold
                        + " ORDER BY resolved_at, id",
                Incidents::read,
                after,
                channelId,
                channelId,
                what);
    }

    private static Incident read(Row row) throws SQLException {
        return new Incident(
                row.number("id"),
                row.choice("kind", IncidentKind.class),
                row.choice("severity", Severity.class),
                row.textOrNull("site_id"),
                facts(row.text("facts")),
                row.when("since"),
                row.when("opened_at"),
                row.when("seen_at"),
                row.time("resolved_at"));
    }

    private static Map<String, String> facts(String json) {
        try {
            return JSON.readValue(json, FACTS);
        } catch (JsonProcessingException e) {
            throw new CatalogException("an incident's facts are not readable: " + e.getOriginalMessage(), e);
        }
    }

    /** What a channel is told of an incident. */
    enum Told {
        OPENED,
        RESOLVED
    }
}

package dev.profilekeep.session;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Session;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes what session hosts say about themselves. A report that is not newer than the host's last one changes nothing, so sending one
 * again is harmless. Safe for several threads and processes.
 */
public final class HostReports {
    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final Duration OLDEST = Duration.ofDays(1);
    /** So long may pass between two looks at one clock that is being put right. */
    private static final Duration AHEAD = Duration.ofMinutes(1);
    /** What the column holds. */
    private static final int LARGEST = 1_000_000;

    private final Database database;
    private final Clock clock;
    private final Forgetting forgetting;

    public HostReports(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.forgetting = new Forgetting(clock);
    }

    /** What became of a report. */
    public enum Outcome {
        TAKEN,
        /** The host had already sent this one or a newer one: nothing changed. */
        NOT_NEWER
    }

    /**
     * @param skew how far the host's clock seems to be ahead of ours; negative if behind
     * @param problems what the host could not gather
     */
    public record Answer(Outcome outcome, Duration skew, List<String> problems) {}

    /**
     * The newest report of a host.
     *
     * @param receivedAt by our clock
     * @param actorId who sent it: the account of the token
     * @param actorAddress from where
     */
    public record Latest(HostReport report, Instant receivedAt, String actorId, String actorAddress) {}

    /**
     * Takes a report. Its facts count from when it was gathered; where the clocks differ, from the earlier of the two ways to put it,
     * so that a fact seems rather too old than too fresh.
     *
     * @throws HostReportRefusedException if the host's name is none, or the report is more than a day old when it arrives, or
     *     was gathered after it was sent
     * @throws CatalogException if it could not be kept
     */
    public Answer accept(HostReport report, Actor actor) throws HostReportRefusedException {
        Instant now = FactWriter.kept(clock.instant());
        String host = HostName.shown(report.host());
        if (host.isEmpty()) {
            throw new HostReportRefusedException("'" + report.host() + "' is no computer's name");
        }
        if (report.time().isAfter(report.sentAt().plus(AHEAD))) {
            throw new HostReportRefusedException("the report was gathered at " + report.time()
                    + ", which is after it was sent (" + report.sentAt() + "): no fact is of the future");
        }
        Duration skew = Duration.between(now, report.sentAt());
        ReportFacts facts = ReportFacts.of(report, host, skew, now);
        if (facts.facts().at().isBefore(now.minus(OLDEST))) {
            throw new HostReportRefusedException("the report was gathered at " + report.time()
                    + ", more than a day before it arrived (" + now + "): is the clock of " + host
                    + " right, and does its scheduled task run?");
        }
        String json = HostReportJson.write(report);
        if (json.length() > LARGEST) {
            throw new HostReportRefusedException("the report takes more than " + LARGEST
                    + " characters; have the script send fewer events (-MaxEvents)");
        }
        return database.<Answer, RuntimeException>call(session -> {
            FactWriter writer = new FactWriter(session);
            if (!isNewer(session, report, host, now)) {
                return new Answer(Outcome.NOT_NEWER, skew, report.problems());
            }
            String key = HostName.key(host);
            writer.hosts(facts.facts());
            session.update("UPDATE session_host SET clock_skew = ? WHERE host_key = ?", skew.toMillis(), key);
            writer.sessions(facts.facts(), report.sessionsComplete() ? List.of(key) : List.of(), Set.of());
            writer.listings(facts.facts());
            new ObservationWriter(session).write(facts);
            keep(session, report, json, key, actor, now);
            if (forgetting.isDue()) {
                writer.forget(forgetting.limit());
            }
            return new Answer(Outcome.TAKEN, skew, report.problems());
        });
    }

    /** What the host said last, if that is less than 30 days ago. */
    public Optional<Latest> latest(String host) {
        return database.<Optional<Latest>, RuntimeException>call(session -> session.first(
                "SELECT report, received_at, actor_id, actor_address FROM host_report WHERE host_key = ?",
                row -> new Latest(
                        parse(row.text("report")),
                        row.when("received_at"),
                        row.text("actor_id"),
                        row.text("actor_address")),
                HostName.key(host)));
    }

    private static HostReport parse(String json) {
        try {
            return HostReportJson.parse(json);
        } catch (HostReportRefusedException | IOException e) {
            throw new CatalogException("a host's report in the catalog cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean isNewer(Session session, HostReport report, String host, Instant now) throws SQLException {
        Optional<Instant> last = session.first(
                "SELECT reported_at FROM host_report WHERE host_key = ?",
                row -> row.when("reported_at"),
                HostName.key(host));
        if (last.isEmpty() || FactWriter.kept(report.time()).isAfter(last.get())) {
            return true;
        }
        // A host whose clock was ahead and was put right is not to be silent until that time comes. An old report sent
        // again
        // does not pass here: by our clock it is not fresh.
        return last.get().isAfter(now.plus(FRESH))
                && Duration.between(report.time(), now).abs().compareTo(FRESH) <= 0;
    }

    private static void keep(Session session, HostReport report, String json, String key, Actor actor, Instant now)
            throws SQLException {
        session.update("DELETE FROM host_report WHERE host_key = ?", key);
        session.update(
                "INSERT INTO host_report (host_key, report_id, reported_at, received_at, actor_id, actor_address, report)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                key,
                report.reportId().length() > 100 ? report.reportId().substring(0, 100) : report.reportId(),
                FactWriter.kept(report.time()),
                now,
                actor.id(),
                actor.address(),
                json);
    }
}

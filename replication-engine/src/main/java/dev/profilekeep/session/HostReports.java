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
import org.jspecify.annotations.Nullable;

/**
 * Takes what session hosts say about themselves. A report that is not newer than the host's last one changes nothing, so sending one
 * again is harmless. Safe for several threads and processes.
 */
public final class HostReports {
    private static final Duration OLDEST = Duration.ofDays(1);
    /** So long may pass between two looks at one clock that is being put right. */
    private static final Duration AHEAD = Duration.ofMinutes(1);
    /** So far may the clocks of our nodes differ. */
    private static final Duration NODES = Duration.ofSeconds(15);
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

    /** Our time, as a host is told it before it gathers ({@link HostReport#serverTime()}). */
    public Instant now() {
        return clock.instant();
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
     * Takes a report. Its facts count as of our own time in it. Without that they count from when it was gathered, put to our clock by the most
     * that the host's was ahead lately: a fact seems rather too old than too fresh.
     *
     * @throws HostReportRefusedException if the host's name is none, or the report is more than a day old when it arrives, or
     *     was gathered after it was sent, or has a time of ours that is yet to come
     * @throws CatalogException if it could not be kept
     */
    public Answer accept(HostReport report, Actor actor) throws HostReportRefusedException {
        Instant now = FactWriter.kept(clock.instant());
        String host = HostName.shown(report.host());
        if (host.isEmpty()) {
            throw new HostReportRefusedException("'" + report.host() + "' is no computer's name");
        }
        requirePast(report, now);
        String json = HostReportJson.write(report);
        if (json.length() > LARGEST) {
            throw new HostReportRefusedException("the report takes more than " + LARGEST
                    + " characters; have the script send fewer events (-MaxEvents)");
        }
        Optional<Answer> answer = database.<Optional<Answer>, RuntimeException>call(
                session -> take(session, report, host, json, actor, now));
        if (answer.isEmpty()) {
            throw new HostReportRefusedException("the report was gathered at " + report.time()
                    + ", more than a day before it arrived (" + now + "): is the clock of " + host
                    + " right, and does its scheduled task run?");
        }
        return answer.get();
    }

    private static void requirePast(HostReport report, Instant now) throws HostReportRefusedException {
        if (report.time().isAfter(report.sentAt().plus(AHEAD))) {
            throw new HostReportRefusedException("the report was gathered at " + report.time()
                    + ", which is after it was sent (" + report.sentAt() + "): no fact is of the future");
        }
        Instant server = report.serverTime();
        if (server != null && server.isAfter(now.plus(NODES))) {
            throw new HostReportRefusedException("the report says that ProfileKeep's own time was " + server
                    + ", which is yet to come (it is " + now + "): its serverTime must be what ProfileKeep answered");
        }
    }

    /** @return empty if it is too old; what it measures of the host's clock is kept all the same */
    private Optional<Answer> take(
            Session session, HostReport report, String host, String json, Actor actor, Instant now)
            throws SQLException {
        FactWriter writer = new FactWriter(session);
        String key = HostName.key(host);
        Duration skew = Duration.between(now, report.sentAt());
        Optional<HostClock> known = HostClock.read(session, key);
        HostClock ahead = known.orElse(HostClock.UNKNOWN)
                .measured(atLeast(report, skew), lastMeasured(session, key), now)
                .asToldBy(report);
        ahead.write(session, key);
        keepMeasure(session, key, skew);
        HostTimes times = HostTimes.of(report, ahead, now);
        if (!isNewer(session, report, key, times, ahead)) {
            return Optional.of(new Answer(Outcome.NOT_NEWER, skew, report.problems()));
        }
        if (times.asOf().isBefore(now.minus(OLDEST))) {
            return Optional.empty();
        }
        // A first report without our time may have been long on its way from a clock that is ahead: it only adds.
        boolean listing = report.sessionsComplete() && (times.told() || known.isPresent());
        ReportFacts facts = ReportFacts.of(report, host, times, listing);
        writer.hosts(facts.facts());
        keepMeasure(session, key, skew); // a host that was not known has a row only now
        writer.sessions(facts.facts(), listing ? List.of(key) : List.of(), Set.of());
        writer.listings(facts.facts());
        new ObservationWriter(session).write(facts);
        keep(session, report, json, key, actor, times);
        if (forgetting.isDue()) {
            writer.forget(forgetting.limit());
        }
        return Optional.of(new Answer(Outcome.TAKEN, skew, report.problems()));
    }

    /** Of every report, also of one that is not taken. */
    private static void keepMeasure(Session session, String key, Duration skew) throws SQLException {
        session.update("UPDATE session_host SET clock_skew = ? WHERE host_key = ?", skew.toMillis(), key);
    }

    /** What the report before showed of the host's clock; zero if there is none. */
    private static Duration lastMeasured(Session session, String key) throws SQLException {
        return session.first(
                        "SELECT clock_skew FROM session_host WHERE host_key = ?",
                        row -> {
                            Long millis = row.numberOrNull("clock_skew");
                            return Duration.ofMillis(millis == null ? 0 : millis);
                        },
                        key)
                .orElse(Duration.ZERO);
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

    /** How far the host's clock is ahead: our own time in the report shows rather too much, how it arrived rather too little. */
    private static Duration atLeast(HostReport report, Duration skew) {
        Instant server = report.serverTime();
        Duration told = server == null ? skew : Duration.between(server, report.time());
        return told.compareTo(skew) > 0 ? told : skew;
    }

    private static boolean isNewer(Session session, HostReport report, String key, HostTimes times, HostClock ahead)
            throws SQLException {
        Optional<Before> last = session.first(
                "SELECT reported_at, received_at, as_of FROM host_report WHERE host_key = ?",
                row -> new Before(row.when("reported_at"), row.when("received_at"), row.time("as_of")),
                key);
        if (last.isEmpty()) {
            return true;
        }
        Before before = last.get();
        Instant asOf = FactWriter.kept(times.asOf());
        if (before.asOf() != null && !asOf.isAfter(before.asOf())) {
            return false;
        }
        if (FactWriter.kept(report.time()).isAfter(before.reported())) {
            return true;
        }
        // Or the host's clock was put back. Then it is newer if it was begun after the last one arrived; without our
        // time in it only once
        // the clock is known to be behind what it was.
        return times.told()
                ? asOf.isAfter(before.received())
                : before.reported().minus(ahead.ahead()).isAfter(times.now().plus(AHEAD));
    }

    /**
     * The last report.
     *
     * @param reported when it was gathered, by the host's clock
     * @param asOf the same by ours; null if that is not known
     */
    private record Before(Instant reported, Instant received, @Nullable Instant asOf) {}

    private static void keep(Session session, HostReport report, String json, String key, Actor actor, HostTimes times)
            throws SQLException {
        session.update("DELETE FROM host_report WHERE host_key = ?", key);
        session.update(
                "INSERT INTO host_report (host_key, report_id, reported_at, received_at, actor_id, actor_address, report, as_of)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                key,
                report.reportId().length() > 100 ? report.reportId().substring(0, 100) : report.reportId(),
                FactWriter.kept(report.time()),
                times.now(),
                actor.id(),
                actor.address(),
                json,
                FactWriter.kept(times.asOf()));
    }
}

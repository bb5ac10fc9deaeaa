package dev.profilekeep.portal.demo;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.lock.JudgeProgress;
import dev.profilekeep.session.HostReport;
import dev.profilekeep.session.HostReportRefusedException;
import dev.profilekeep.storage.Initiator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the demo's session hosts say, as the reports of real ones would: one crashed under three people and came back, one has
 * Emma on it. Then every lock is judged, by the same rules as anywhere.
 */
final class DemoHosts {
    private static final Logger LOG = LoggerFactory.getLogger(DemoHosts.class);
    private static final Actor HOST = new Actor("demo", "the demo's session hosts", List.of(), "");
    private static final String CRASHED = "AVD-12";
    private static final String EMMAS = "AVD-03";
    private static final long GB = 1L << 30;

    private final Engine engine;
    private final Clock clock;
    private final Instant laidOut;

    /** @param laidOut when the estate was: what hosts tell of the past is told from there, as the times of its files are */
    DemoHosts(Engine engine, Clock clock, Instant laidOut) {
        this.engine = engine;
        this.clock = clock;
        this.laidOut = laidOut;
    }

    /** @return what all locks were judged then */
    JudgeProgress tell() throws HostReportRefusedException {
        Instant now = clock.instant();
        Instant signedIn = laidOut.minus(Duration.ofHours(DemoPeople.CRASHED_HOURS));
        List<HostReport.Session> before = DemoPeople.CRASHED.entrySet().stream()
                .map(person -> session(person.getValue(), person.getKey(), signedIn))
                .toList();
        report(CRASHED, "office", signedIn.plus(Duration.ofMinutes(10)), null, before);
        report(CRASHED, "office", now.minusSeconds(30), signedIn.plus(Duration.ofMinutes(28)), List.of());
        report(
                EMMAS,
                "office",
                now.minusSeconds(30),
                laidOut.minus(Duration.ofDays(3)),
                List.of(session(
                        DemoPeople.EMMA, "emma.lindqvist", laidOut.minus(Duration.ofHours(DemoPeople.EMMAS_HOURS)))));
        JudgeProgress judged = engine.locks().judgeAll(Initiator.JOB, () -> false, progress -> {});
        LOG.info("demo=locks stale={} live={} unproved={}", judged.stale(), judged.live(), judged.unproved());
        return judged;
    }

    private static HostReport.Session session(String sid, String account, Instant since) {
        return new HostReport.Session(sid, "CONTOSO\\" + account, "Active", since);
    }

    private void report(
            String host, String pool, Instant time, @Nullable Instant boot, List<HostReport.Session> sessions)
            throws HostReportRefusedException {
        engine.hostReports()
                .accept(
                        new HostReport(
                                HostReport.VERSION,
                                host + "-" + time.getEpochSecond(),
                                host,
                                "CONTOSO",
                                pool,
                                time,
                                clock.instant(),
                                time,
                                boot,
                                "W. Europe Standard Time",
                                60,
                                "1.0",
                                "",
                                "",
                                List.of(),
                                List.of(),
                                sessions,
                                true,
                                List.of(),
                                new HostReport.CacheDisk(
                                        "C:\\ProgramData\\FSLogix\\Cache",
                                        128 * GB,
                                        127 * GB,
                                        sessions.isEmpty() ? 0L : GB),
                                List.of(),
                                List.of(),
                                List.of()),
                        HOST);
    }
}

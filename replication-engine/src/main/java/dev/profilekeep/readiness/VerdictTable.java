package dev.profilekeep.readiness;

import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.readiness.People.Member;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the table {@code readiness}, and the numbers of days. */
final class VerdictTable {
    private VerdictTable() {}

    /**
     * A verdict to keep.
     *
     * @param containerId the profile that it was given for
     */
    record Given(
            Member member, String activeSite, String siteId, long containerId, Readiness verdict, boolean oneCopy) {}

    static void put(Session session, List<Given> all, Instant now) throws SQLException {
        List<@Nullable Object[]> old = new ArrayList<>();
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Given given : all) {
            Readiness verdict = given.verdict();
            String set = given.member().setId();
            String key = given.member().key();
            old.add(new @Nullable Object[] {set, given.siteId(), key});
            Duration loss = verdict.loss();
            rows.add(new @Nullable Object[] {
                set,
                given.activeSite(),
                given.siteId(),
                key,
                given.containerId(),
                verdict.word(),
                rank(verdict.word()),
                verdict.reason().map(check -> check.fact().name()).orElse(""),
                loss == null ? -1 : loss.toSeconds(),
                given.oneCopy(),
                verdict.diverged(),
                EvidenceJson.write(verdict.checks()),
                now,
                verdict.asOf()
            });
        }
        session.batch("DELETE FROM readiness WHERE set_id = ? AND site_id = ? AND person_key = ?", old);
        session.batch(
                "INSERT INTO readiness (set_id, active_site, site_id, person_key, container_id, word, word_rank, reason,"
                        + " loss_seconds, one_copy, diverged, evidence, judged_at, as_of)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                rows);
    }

    /** What was judged before {@code limit} is not known any more, whether or not a run came since. */
    static void age(Session session, Instant limit) throws SQLException {
        session.update(
                "UPDATE readiness SET word = ?, word_rank = ?, reason = ?, loss_seconds = -1"
                        + " WHERE judged_at < ? AND word_rank <> ?",
                ReadyWord.UNKNOWN,
                rank(ReadyWord.UNKNOWN),
                Fact.TOO_OLD.name(),
                limit,
                rank(ReadyWord.UNKNOWN));
    }

    static int rank(ReadyWord word) {
        return switch (word) {
            case NOT_READY -> 0;
            case UNKNOWN -> 1;
            case DEGRADED -> 2;
            case READY -> 3;
        };
    }

    /** Forgets people, sets and sites that were not judged since. */
    static void forgetBefore(Session session, Instant begun) throws SQLException {
        session.update("DELETE FROM readiness WHERE judged_at < ?", begun);
    }

    static void day(Session session, LocalDate day, List<SiteReadiness> all) throws SQLException {
        session.update("DELETE FROM readiness_day WHERE on_day = ?", day);
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (SiteReadiness one : all) {
            rows.add(new @Nullable Object[] {
                day,
                one.activeSite(),
                one.siteId(),
                one.ready(),
                one.degraded(),
                one.notReady(),
                one.unknown(),
                seconds(one.medianLoss()),
                seconds(one.worstLoss()),
                one.oneCopy(),
                one.diverged()
            });
        }
        session.batch("INSERT INTO readiness_day VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows);
    }

    private static long seconds(@Nullable Duration time) {
        return time == null ? -1 : time.toSeconds();
    }
}

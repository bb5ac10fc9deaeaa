package dev.profilekeep.portal.rest;

import dev.profilekeep.readiness.Check;
import dev.profilekeep.readiness.ReadinessDay;
import dev.profilekeep.readiness.ReadinessRun;
import dev.profilekeep.readiness.ReadyPerson;
import dev.profilekeep.readiness.SiteReadiness;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who could work at another site if theirs is lost now. Losses in seconds, null where nobody knows.
 *
 * @param run the look at everybody that was begun last; null if there was none
 * @param sites one for each pair of a site that may be lost and another one
 * @param days the oldest first; empty for who is held to a part of the estate
 */
record ReadinessDocument(@Nullable Run run, long targetLossSeconds, List<Pair> sites, List<Day> days) {
    record Run(
            long id, String phase, Instant startedAt, @Nullable Instant endedAt, long total, long done, String reason) {
        static Run of(ReadinessRun run) {
            return new Run(
                    run.id(),
                    run.phase().name(),
                    run.startedAt(),
                    run.endedAt(),
                    run.total(),
                    run.done(),
                    run.reason());
        }
    }

    record Pair(
            String lost,
            String site,
            long people,
            long ready,
            long degraded,
            long notReady,
            long unknown,
            @Nullable Long medianLossSeconds,
            @Nullable Long worstLossSeconds,
            long oneCopy,
            long diverged,
            @Nullable Instant unknownSince,
            Instant judgedAt) {
        static Pair of(SiteReadiness one) {
            return new Pair(
                    one.activeSite(),
                    one.siteId(),
                    one.people(),
                    one.ready(),
                    one.degraded(),
                    one.notReady(),
                    one.unknown(),
                    seconds(one.medianLoss()),
                    seconds(one.worstLoss()),
                    one.oneCopy(),
                    one.diverged(),
                    one.unknownSince(),
                    one.judgedAt());
        }
    }

    record Day(
            String day,
            String lost,
            String site,
            long ready,
            long degraded,
            long notReady,
            long unknown,
            @Nullable Long medianLossSeconds,
            @Nullable Long worstLossSeconds,
            long oneCopy,
            long diverged) {
        static Day of(ReadinessDay one) {
            return new Day(
                    one.day().toString(),
                    one.activeSite(),
                    one.siteId(),
                    one.ready(),
                    one.degraded(),
                    one.notReady(),
                    one.unknown(),
                    seconds(one.medianLoss()),
                    seconds(one.worstLoss()),
                    one.oneCopy(),
                    one.diverged());
        }
    }

    record Seen(
            String check, String result, String fact, String value, String source, @Nullable Instant at, boolean old) {
        static Seen of(Check check) {
            return new Seen(
                    check.kind().name(),
                    check.result().name(),
                    check.fact().name(),
                    check.value(),
                    check.source().name(),
                    check.at(),
                    check.old());
        }
    }

    record PersonAt(
            long container,
            String set,
            String account,
            String sid,
            String lost,
            String site,
            String verdict,
            String reason,
            @Nullable Long lossSeconds,
            boolean oneCopy,
            boolean diverged,
            Instant judgedAt,
            @Nullable Instant asOf,
            List<Seen> checks) {
        static PersonAt of(ReadyPerson one) {
            return new PersonAt(
                    one.containerId(),
                    one.setId(),
                    one.account(),
                    one.sid(),
                    one.activeSite(),
                    one.siteId(),
                    one.word().name(),
                    one.reason(),
                    seconds(one.loss()),
                    one.oneCopy(),
                    one.diverged(),
                    one.judgedAt(),
                    one.asOf(),
                    one.checks().stream().map(Seen::of).toList());
        }
    }

    static ReadinessDocument of(
            @Nullable ReadinessRun run, Duration target, List<SiteReadiness> sites, List<ReadinessDay> days) {
        return new ReadinessDocument(
                run == null ? null : Run.of(run),
                target.toSeconds(),
                sites.stream().map(Pair::of).toList(),
                days.stream().map(Day::of).toList());
    }

    private static @Nullable Long seconds(@Nullable Duration time) {
        return time == null ? null : Long.valueOf(time.toSeconds());
    }
}

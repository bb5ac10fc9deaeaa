package dev.profilekeep.session;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The times of a report by our clock, rather too early than too late.
 *
 * @param shift from our clock to the host's, at least
 * @param asOf of what the report says is so
 * @param now nothing is told as of later
 * @param told whether the shift is known from our own time in the report
 */
record HostTimes(Duration shift, Instant asOf, Instant now, boolean told) {

    /**
     * With our own time in the report neither its way nor the host's clock matters. Without it a clock that is ahead is put right, and one that
     * seems behind is believed, as what seems so may be the report's time on its way.
     */
    static HostTimes of(HostReport report, HostClock clock, Instant now) {
        Instant server = report.serverTime();
        Duration shift = server == null ? clock.ahead() : Duration.between(server, report.time());
        return new HostTimes(shift, earlier(report.time().minus(shift), now), now, server != null);
    }

    Instant ours(Instant theirs) {
        return earlier(theirs.minus(shift), now);
    }

    /** As the host says it where the shift is only guessed: it must not be another with each report. */
    @Nullable
    Instant began(@Nullable Instant theirs) {
        return theirs == null || !told ? theirs : ours(theirs);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isAfter(other) ? other : one;
    }
}

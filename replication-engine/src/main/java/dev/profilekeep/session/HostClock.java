package dev.profilekeep.session;

import dev.profilekeep.catalog.sql.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a host's clock is ahead of ours: the most that its reports measured lately. One that was long on its way measures less, so
 * less is believed only when every report has measured it for an hour.
 *
 * @param ahead never negative
 * @param lessSince since when all reports measure a minute less, or more than that; null if the last did not
 * @param told whether the last report had our own time in it: then its times are known by our clock
 */
record HostClock(Duration ahead, @Nullable Instant lessSince, boolean told) {
    /** So long must a clock have been less ahead. */
    static final Duration BELIEVED_AFTER = Duration.ofHours(1);

    private static final Duration ALIKE = Duration.ofMinutes(1);

    /** Of a host that never reported before. */
    static final HostClock UNKNOWN = new HostClock(Duration.ZERO, null, false);

    /**
     * @param skew from our clock to the host's, as one report has it that arrives now
     * @param before the same of the report before: of two the larger is nearer to what is so
     */
    HostClock measured(Duration skew, Duration before, Instant now) {
        if (skew.compareTo(ahead) >= 0) {
            return new HostClock(skew, null, told);
        }
        if (skew.compareTo(ahead.minus(ALIKE)) >= 0) {
            return new HostClock(ahead, null, told);
        }
        if (lessSince == null) {
            return new HostClock(ahead, now, told);
        }
        if (now.isBefore(lessSince.plus(BELIEVED_AFTER))) {
            return this;
        }
        Duration most = skew.compareTo(before) > 0 ? skew : before;
        return new HostClock(most.isNegative() ? Duration.ZERO : most, null, told);
    }

    HostClock asToldBy(HostReport report) {
        return new HostClock(ahead, lessSince, report.serverTime() != null);
    }

    /** Within the caller's transaction. */
    static Optional<HostClock> read(Session session, String host) throws SQLException {
        return session.first(
                "SELECT ahead, less_since, told FROM host_clock WHERE host_key = ?",
                row -> new HostClock(Duration.ofMillis(row.number("ahead")), row.time("less_since"), row.flag("told")),
                host);
    }

    /** Within the caller's transaction. */
    void write(Session session, String host) throws SQLException {
        session.update("DELETE FROM host_clock WHERE host_key = ?", host);
        session.update(
                "INSERT INTO host_clock (host_key, ahead, less_since, told) VALUES (?, ?, ?, ?)",
                host,
                ahead.plusNanos(999_999).toMillis(), // rather too far ahead
                lessSince,
                told);
    }
}

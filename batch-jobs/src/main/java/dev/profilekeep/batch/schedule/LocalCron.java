package dev.profilekeep.batch.schedule;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import org.quartz.CronExpression;

/**
 * The times of a cron expression on the wall clock of a zone.
 *
 * <p>Quartz alone leaves out a day on which the wall clock skips the time (02:30 in Europe/Berlin on the last Sunday of
 * March), and a weekly job a whole week. Here the expression is computed on a clock that never jumps, and each time is then
 * looked up in the zone: in the gap of spring it is the first moment after the gap, in the doubled hour of autumn the first of
 * the two. Times that fall on the same moment are one.
 */
final class LocalCron {
    private final CronExpression onTheWall;
    private final ZoneId zone;

    /** @throws ParseException in Quartz's words; see {@link CronText} for those of people */
    LocalCron(String cron, ZoneId zone) throws ParseException {
        this.onTheWall = new CronExpression(cron);
        this.onTheWall.setTimeZone(TimeZone.getTimeZone("UTC"));
        this.zone = zone;
    }

    /** The first time after this one; empty if there is none any more. */
    Optional<Instant> after(Instant instant) {
        // in the second pass of a doubled hour the wall shows times that have been: those are left behind one by one
        Date wall = Date.from(LocalDateTime.ofInstant(instant, zone).toInstant(ZoneOffset.UTC));
        while (true) {
            wall = onTheWall.getNextValidTimeAfter(wall);
            if (wall == null) {
                return Optional.empty();
            }
            Instant candidate = moment(LocalDateTime.ofInstant(wall.toInstant(), ZoneOffset.UTC));
            if (candidate.isAfter(instant)) {
                return Optional.of(candidate);
            }
        }
    }

    private Instant moment(LocalDateTime wall) {
        ZoneOffsetTransition transition = zone.getRules().getTransition(wall);
        boolean skipped = transition != null && transition.isGap();
        return skipped ? transition.getInstant() : wall.atZone(zone).toInstant();
    }

    List<Instant> next(Instant from, int n) {
        List<Instant> times = new ArrayList<>();
        Optional<Instant> time = after(from);
        while (times.size() < n && time.isPresent()) {
            times.add(time.get());
            time = after(time.get());
        }
        return times;
    }

    /** The last time that is not after this one, as far as two years back. */
    Optional<Instant> atOrBefore(Instant instant) {
        for (Duration back = Duration.ofMinutes(2); back.toDays() <= 730; back = back.multipliedBy(4)) {
            Optional<Instant> last = Optional.empty();
            Optional<Instant> time = after(instant.minus(back));
            while (time.isPresent() && !time.get().isAfter(instant)) {
                last = time;
                time = after(time.get());
            }
            if (last.isPresent()) {
                return last;
            }
        }
        return Optional.empty();
    }
}

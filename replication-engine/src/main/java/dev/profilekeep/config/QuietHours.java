package dev.profilekeep.config;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A time of day in which jobs leave a location alone, such as {@code 07:30-09:30}. May run past midnight ({@code
 * 22:00-02:00}).
 *
 * @param from first minute that is quiet
 * @param to first minute that is not
 */
public record QuietHours(LocalTime from, LocalTime to) {
    public QuietHours {
        if (from.equals(to)) {
            throw new IllegalArgumentException("quiet hours begin and end at the same time: " + from);
        }
    }

    /** @throws IllegalArgumentException if {@code text} is not of the form {@code 07:30-09:30} */
    public static QuietHours parse(String text) {
        int dash = text.indexOf('-');
        try {
            if (dash > 0) {
                return new QuietHours(
                        LocalTime.parse(text.substring(0, dash).strip()),
                        LocalTime.parse(text.substring(dash + 1).strip()));
            }
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("not a time of day: '" + e.getParsedString() + "'", e);
        }
        throw new IllegalArgumentException("not of the form 07:30-09:30: '" + text + "'");
    }

    /** So many minutes of a day begin in none of them. */
    static int minutesLeft(List<QuietHours> quiet) {
        return (int) IntStream.range(0, 24 * 60)
                .mapToObj(minute -> LocalTime.of(minute / 60, minute % 60))
                .filter(time -> quiet.stream().noneMatch(one -> one.contain(time)))
                .count();
    }

    /** Whether {@code now} lies in them, by the clock on the wall in {@code zone}. */
    public boolean contain(Instant now, ZoneId zone) {
        return contain(now.atZone(zone).toLocalTime());
    }

    private boolean contain(LocalTime time) {
        return from.isBefore(to)
                ? !time.isBefore(from) && time.isBefore(to)
                : !time.isBefore(from) || time.isBefore(to);
    }

    @Override
    public String toString() {
        return from + "-" + to;
    }
}

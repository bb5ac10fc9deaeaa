package dev.profilekeep.portal.jobs;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Schedules that people say in words, and the Quartz cron that each of them is. */
public sealed interface CronPreset {
    /** The six fields: second, minute, hour, day of month, month, day of week. */
    String cron();

    record Daily(LocalTime at) implements CronPreset {
        @Override
        public String cron() {
            return "0 " + at.getMinute() + " " + at.getHour() + " * * ?";
        }
    }

    /** Monday to Friday. */
    record Workdays(LocalTime at) implements CronPreset {
        @Override
        public String cron() {
            return "0 " + at.getMinute() + " " + at.getHour() + " ? * MON-FRI";
        }
    }

    record Weekly(DayOfWeek day, LocalTime at) implements CronPreset {
        @Override
        public String cron() {
            return "0 " + at.getMinute() + " " + at.getHour() + " ? * "
                    + day.name().substring(0, 3);
        }
    }

    /** @param hours divides 24, so that the distance is the same over midnight */
    record EveryHours(int hours, int minute) implements CronPreset {
        public EveryHours {
            if (hours < 1 || hours > 12 || 24 % hours != 0) {
                throw new IllegalArgumentException("hours must divide 24: " + hours);
            }
        }

        @Override
        public String cron() {
            return hours == 1 ? "0 " + minute + " * * * ?" : "0 " + minute + " 0/" + hours + " * * ?";
        }
    }

    /** The preset that {@code cron} is; empty if it can only be said as cron. */
    static Optional<CronPreset> of(String cron) {
        Matcher hourly = Patterns.HOURLY.matcher(cron.strip());
        if (hourly.matches()) {
            int hours = hourly.group(2) == null ? 1 : Integer.parseInt(hourly.group(2));
            int minute = Integer.parseInt(hourly.group(1));
            return minute > 59 || hours < 1 || hours > 12 || 24 % hours != 0
                    ? Optional.empty()
                    : Optional.of(new EveryHours(hours, minute));
        }
        Matcher fixed = Patterns.FIXED.matcher(cron.strip());
        if (!fixed.matches()) {
            return Optional.empty();
        }
        int minute = Integer.parseInt(fixed.group(1));
        int hour = Integer.parseInt(fixed.group(2));
        if (minute > 59 || hour > 23) {
            return Optional.empty();
        }
        LocalTime at = LocalTime.of(hour, minute);
        String days = fixed.group(3).toUpperCase(Locale.ROOT);
        if (days.equals("*") || days.equals("?")) {
            return Optional.of(new Daily(at));
        }
        if (days.equals("MON-FRI")) {
            return Optional.of(new Workdays(at));
        }
        for (DayOfWeek day : DayOfWeek.values()) {
            if (day.name().substring(0, 3).equals(days)) {
                return Optional.of(new Weekly(day, at));
            }
        }
        return Optional.empty();
    }

    /** What the presets look like as cron. */
    final class Patterns {
        private static final Pattern HOURLY =
                Pattern.compile("0 (\\d{1,2}) (?:\\*|(?:0|\\*)/(\\d{1,2})) [*?] \\* [*?]");
        private static final Pattern FIXED =
                Pattern.compile("0 (\\d{1,2}) (\\d{1,2}) [*?] \\* ([*?]|[A-Za-z]{3}(?:-[A-Za-z]{3})?)");

        private Patterns() {}
    }
}

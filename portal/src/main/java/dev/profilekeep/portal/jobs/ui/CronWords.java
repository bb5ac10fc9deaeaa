package dev.profilekeep.portal.jobs.ui;

import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.jobs.CronPreset;
import dev.profilekeep.portal.text.Formats;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A schedule in words. */
final class CronWords {
    /** Second, minute, hour, any day, months by their numbers, the n-th of a weekday. */
    private static final Pattern NTH =
            Pattern.compile("0 (\\d{1,2}) (\\d{1,2}) \\? (\\*|\\d{1,2}(?:,\\d{1,2})*) ([A-Za-z]{3})#([1-5])");

    private CronWords() {}

    static String of(String cron, Words words) {
        return CronPreset.of(cron).map(preset -> of(preset, words)).orElseGet(() -> nth(cron, words));
    }

    private static String of(CronPreset preset, Words words) {
        if (preset instanceof CronPreset.Daily daily) {
            return words.get("cron.daily", time(daily.at(), words));
        }
        if (preset instanceof CronPreset.Workdays workdays) {
            return words.get("cron.workdays", time(workdays.at(), words));
        }
        if (preset instanceof CronPreset.Weekly weekly) {
            return words.get("cron.weekly", day(weekly.day(), words), time(weekly.at(), words));
        }
        CronPreset.EveryHours hours = (CronPreset.EveryHours) preset;
        return words.get("cron.hours", hours.hours(), String.format("%02d", hours.minute()));
    }

    /** The first Saturday of some months; what is none of that stays as it was written. */
    private static String nth(String cron, Words words) {
        Matcher said = NTH.matcher(cron.strip());
        if (!said.matches()) {
            return words.get("cron.custom", cron);
        }
        int minute = Integer.parseInt(said.group(1));
        int hour = Integer.parseInt(said.group(2));
        Optional<DayOfWeek> day = Arrays.stream(DayOfWeek.values())
                .filter(one -> one.name().startsWith(said.group(4).toUpperCase(Locale.ROOT)))
                .findFirst();
        boolean every = said.group(3).equals("*");
        List<Integer> months = every
                ? List.of()
                : Arrays.stream(said.group(3).split(",")).map(Integer::valueOf).toList();
        boolean known = minute < 60
                && hour < 24
                && day.isPresent()
                && months.stream().allMatch(month -> month >= 1 && month <= 12);
        if (!known) {
            return words.get("cron.custom", cron);
        }
        String when = every
                ? words.get("cron.nth.everyMonth")
                : words.get(
                        "cron.nth.months",
                        words.texts()
                                .list(months.stream()
                                        .map(month -> Month.of(month)
                                                .getDisplayName(
                                                        TextStyle.FULL_STANDALONE,
                                                        words.texts().locale()))
                                        .toList()));
        return words.get(
                "cron.nth",
                Integer.parseInt(said.group(5)),
                day(day.get(), words),
                when,
                time(LocalTime.of(hour, minute), words));
    }

    static String day(DayOfWeek day, Words words) {
        return day.getDisplayName(TextStyle.FULL, words.texts().locale());
    }

    /**
     * A time of a schedule as the clocks of its own zone show it. Where the person's clock shows another one, both stand there,
     * with the names of their zones.
     */
    static String time(Instant at, ZoneId schedule, Words words) {
        ZoneId own = words.formats().zone();
        String time = new Formats(words.formats().locale(), schedule).weekdayTime(at);
        boolean same = own.getRules().getOffset(at).equals(schedule.getRules().getOffset(at));
        return same
                ? time
                : time + " (" + name(schedule) + ") · " + words.formats().weekdayTime(at) + " (" + name(own) + ")";
    }

    private static String name(ZoneId zone) {
        return zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
    }

    private static String time(LocalTime at, Words words) {
        return DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT)
                .withLocale(words.texts().locale())
                .format(at);
    }
}

package dev.profilekeep.portal.jobs.ui;

import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.jobs.CronPreset;
import dev.profilekeep.portal.text.Formats;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;

/** A schedule in words. */
final class CronWords {
    private CronWords() {}

    static String of(String cron, Words words) {
        return CronPreset.of(cron).map(preset -> of(preset, words)).orElseGet(() -> words.get("cron.custom", cron));
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

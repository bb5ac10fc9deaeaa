package dev.profilekeep.portal.backups.ui;

import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.backup.store.StorageClock;
import dev.profilekeep.portal.backups.RestoreMoment;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.text.Formats;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Moments of backups as one says them: "last night 01:14", "yesterday 13:02". */
public final class MomentWords {
    private static final int MORNING = 6;

    private MomentWords() {}

    public static String of(Instant moment, Instant now, Words words) {
        return of(moment, now, words, false);
    }

    /** How each of a list is said: to the second where two of them would read the same. */
    public static Function<Instant, String> among(Collection<Instant> moments, Instant now, Words words) {
        Map<String, Long> alike = moments.stream()
                .distinct()
                .collect(Collectors.groupingBy(moment -> of(moment, now, words), Collectors.counting()));
        return moment -> {
            String said = of(moment, now, words);
            return alike.getOrDefault(said, 1L) > 1 ? of(moment, now, words, true) : said;
        };
    }

    /** What stands behind a moment that is dated ahead, as a clock was wrong when it was made; empty behind others. */
    public static String ahead(Instant moment, Instant now, Words words) {
        return StorageClock.isAhead(moment, now) ? " · " + words.get("moments.ahead") : "";
    }

    /** Which backup is the newest whose time has come, as a sentence; where there is none, the newest, and that it is dated ahead. */
    public static String newest(List<KnownPoint> points, Instant now, Words words) {
        return RestoreMoment.newest(points, now)
                .map(KnownPoint::moment)
                .map(moment -> words.get("my.backups.newest", of(moment, now, words) + ahead(moment, now, words)))
                .orElse("");
    }

    private static String of(Instant moment, Instant now, Words words, boolean toSecond) {
        LocalDate today = now.atZone(words.formats().zone()).toLocalDate();
        var at = moment.atZone(words.formats().zone());
        Formats formats = words.formats();
        String time = toSecond ? formats.timeToSecond(moment) : formats.time(moment);
        if (at.toLocalDate().equals(today)) {
            return words.get(at.getHour() < MORNING ? "moment.night" : "moment.today", time);
        }
        if (at.toLocalDate().equals(today.minusDays(1))) {
            return words.get("moment.yesterday", time);
        }
        return toSecond ? formats.weekdayTimeToSecond(moment) : formats.weekdayTime(moment);
    }
}

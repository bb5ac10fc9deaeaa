package dev.profilekeep.portal.backups.ui;

import dev.profilekeep.portal.base.ui.Words;
import java.time.Instant;
import java.time.LocalDate;

/** Moments of backups as one says them: "last night 01:14", "yesterday 13:02". */
public final class MomentWords {
    private static final int MORNING = 6;

    private MomentWords() {}

    public static String of(Instant moment, Instant now, Words words) {
        LocalDate today = now.atZone(words.formats().zone()).toLocalDate();
        var at = moment.atZone(words.formats().zone());
        String time = words.formats().time(moment);
        if (at.toLocalDate().equals(today)) {
            return words.get(at.getHour() < MORNING ? "moment.night" : "moment.today", time);
        }
        if (at.toLocalDate().equals(today.minusDays(1))) {
            return words.get("moment.yesterday", time);
        }
        return words.formats().weekdayTime(moment);
    }
}

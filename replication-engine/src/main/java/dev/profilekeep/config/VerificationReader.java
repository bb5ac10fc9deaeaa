package dev.profilekeep.config;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Reads {@code policies.verification}. Stateless. */
final class VerificationReader {
    private VerificationReader() {}

    static VerificationPolicy read(Section section, ZoneId siteZone) {
        VerificationPolicy standard = VerificationPolicy.standard(siteZone);
        ZoneId zone = ConfigReader.zone(section, "zone", siteZone);
        String cron = section.text("cron", standard.cron());
        try {
            Cron.check(cron, LocalDate.now(zone));
        } catch (IllegalArgumentException e) {
            section.problem("cron", String.valueOf(e.getMessage()), "write it as in \"" + standard.cron() + "\"");
        }
        LocalTime until = BackupsReader.until(section, standard.until());
        checkNight(section, cron, until);
        int days = (int) section.number("fullEveryDays", standard.fullEveryDays(), 1, 365);
        section.close();
        return new VerificationPolicy(cron, zone, until, days);
    }

    /** A start whose end lies too far ahead is taken for one that came when its night was over. */
    private static void checkNight(Section section, String cron, @Nullable LocalTime until) {
        if (until == null) {
            return;
        }
        for (LocalTime start : Cron.timesOfDay(cron)) {
            Duration night = Duration.between(start, until);
            if (night.isNegative() || night.isZero()) {
                night = night.plusDays(1);
            }
            if (night.compareTo(VerificationPolicy.LONGEST_NIGHT) > 0) {
                section.problem(
                        "until",
                        "a run that begins at " + start + " and ends at " + until + " would take more than "
                                + VerificationPolicy.LONGEST_NIGHT.toHours()
                                + " hours: it is taken for one that came too late for its night, and compares nothing",
                        "write a time of day that is nearer to each start of 'cron', or until: never");
                return;
            }
        }
    }
}

package dev.profilekeep.config;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;

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
        Night.check(section, cron, until, "and compares nothing");
        int days = (int) section.number("fullEveryDays", standard.fullEveryDays(), 1, 365);
        section.close();
        return new VerificationPolicy(cron, zone, until, days);
    }
}

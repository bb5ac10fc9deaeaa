package dev.profilekeep.config;

import java.time.LocalDate;
import java.time.ZoneId;

/** Reads {@code policies.failover}. Stateless. */
final class FailoverReader {
    private FailoverReader() {}

    static FailoverPolicy read(Section section, ZoneId siteZone) {
        FailoverPolicy standard = FailoverPolicy.standard(siteZone);
        ZoneId zone = ConfigReader.zone(section, "zone", siteZone);
        String cron = section.text("cron", standard.cron());
        try {
            Cron.check(cron, LocalDate.now(zone));
        } catch (IllegalArgumentException e) {
            section.problem("cron", String.valueOf(e.getMessage()), "write it as in \"" + standard.cron() + "\"");
        }
        section.close();
        return new FailoverPolicy(cron, zone);
    }
}

package dev.profilekeep.config;

import java.time.LocalDate;
import java.time.ZoneId;

/** Reads {@code policies.replication}. Stateless. */
final class ReplicationReader {
    private ReplicationReader() {}

    static ReplicationPolicy read(Section section, ZoneId siteZone) {
        ReplicationPolicy standard = ReplicationPolicy.standard(siteZone);
        ZoneId zone = ConfigReader.zone(section, "zone", siteZone);
        String cron = section.text("cron", standard.cron());
        try {
            Cron.check(cron, LocalDate.now(zone));
        } catch (IllegalArgumentException e) {
            section.problem("cron", String.valueOf(e.getMessage()), "write it as in \"" + standard.cron() + "\"");
        }
        section.close();
        return new ReplicationPolicy(cron, zone);
    }
}

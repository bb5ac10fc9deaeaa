package dev.profilekeep.config;

import java.time.Duration;
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
        int batch = (int) section.number("hostsPerBatch", standard.hostsPerBatch(), 1, 100);
        long minutes = section.number("minutesBetweenBatches", standard.betweenBatches().toMinutes(), 1, 120);
        boolean hooks = section.flag("hooksToThisMachine", standard.hooksToThisMachine());
        section.close();
        return new FailoverPolicy(cron, zone, batch, Duration.ofMinutes(minutes), hooks);
    }
}

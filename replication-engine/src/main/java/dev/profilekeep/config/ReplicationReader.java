package dev.profilekeep.config;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Reads {@code policies.replication}. Stateless. */
final class ReplicationReader {
    private static final String LIMIT = "bytesPerSecond";

    private ReplicationReader() {}

    static ReplicationPolicy read(Section section, ZoneId siteZone) {
        ReplicationPolicy standard = ReplicationPolicy.standard(siteZone);
        ZoneId zone = ConfigReader.zone(section, "zone", siteZone);
        String cron = section.text("cron", standard.cron());
        @Nullable LocalTime until = BackupsReader.until(section, standard.until());
        try {
            Cron.check(cron, LocalDate.now(zone));
            Night.check(section, cron, until, "and carries nothing");
        } catch (IllegalArgumentException e) {
            section.problem("cron", String.valueOf(e.getMessage()), "write it as in \"" + standard.cron() + "\"");
        }
        long limit = limit(section, standard);
        boolean here = section.flag("copyFromHere", standard.copyFromHere());
        int full = (int) section.number("fullEveryDays", standard.fullEveryDays(), 1, 365);
        int free = (int) section.number("keepFreePercent", standard.keepFreePercent(), 0, 90);
        section.close();
        return new ReplicationPolicy(cron, zone, until, limit, here, full, free);
    }

    private static long limit(Section section, ReplicationPolicy standard) {
        long limit = section.size(LIMIT, standard.bytesPerSecond());
        if (limit != 0 && limit < ReplicationPolicy.LEAST_BYTES_PER_SECOND) {
            section.problem(
                    LIMIT,
                    limit + " bytes a second would not get one profile over in a night",
                    "write at least 64 KiB, like 25 MiB, or leave it out for no limit");
        }
        return limit;
    }
}

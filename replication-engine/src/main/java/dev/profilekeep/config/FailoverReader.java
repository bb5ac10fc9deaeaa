package dev.profilekeep.config;

import java.time.Duration;

/** Reads {@code policies.failover}. Stateless. */
final class FailoverReader {
    private FailoverReader() {}

    static FailoverPolicy read(Section section) {
        FailoverPolicy standard = FailoverPolicy.standard();
        int batch = (int) section.number("hostsPerBatch", standard.hostsPerBatch(), 1, 100);
        long minutes = section.number(
                "minutesBetweenBatches", standard.betweenBatches().toMinutes(), 1, 120);
        boolean hooks = section.flag("hooksToThisMachine", standard.hooksToThisMachine());
        section.close();
        return new FailoverPolicy(batch, Duration.ofMinutes(minutes), hooks);
    }
}

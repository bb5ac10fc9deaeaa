package dev.profilekeep.config;

import dev.profilekeep.config.SetConfig.Replication;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code policies.compaction}, and what a set says of it. Stateless. */
final class CompactionsReader {
    private static final long LEAST_BLOCK = 1L << 20;
    private static final long MOST_BLOCK = 256L << 20;
    private static final String CLOUD_CACHE = "cloudCache";

    private CompactionsReader() {}

    static CompactionPolicy read(Section section, Map<String, CompactionPolicy.OfSet> ofSet, ZoneId siteZone) {
        CompactionPolicy standard = CompactionPolicy.standard(siteZone);
        boolean enabled = section.flag("enabled", standard.enabled());
        ZoneId zone = ConfigReader.zone(section, "zone", siteZone);
        String cron = section.text("cron", standard.cron());
        try {
            Cron.check(cron, LocalDate.now(zone));
        } catch (IllegalArgumentException e) {
            section.problem("cron", String.valueOf(e.getMessage()), "write it as in \"" + standard.cron() + "\"");
        }
        LocalTime until = BackupsReader.until(section, standard.until());
        Night.check(section, cron, until, "and makes nothing smaller");
        int percent = (int) section.number("minimumPercent", standard.minimumPercent(), 0, 100);
        long bytes = section.size("minimumBytes", standard.minimumBytes());
        Integer block = blockSize(section);
        int keepFree = (int) section.number("keepFreePercent", standard.keepFreePercent(), 0, 90);
        int parallel = (int) section.number("parallel", standard.parallel(), 1, 64);
        int canaries = (int) section.number("canaries", standard.canaries(), 0, 1_000);
        int clean = (int) section.number("canariesClean", Math.min(standard.canariesClean(), canaries), 0, 1_000);
        if (clean > canaries) {
            section.problem(
                    "canariesClean",
                    clean + " is more than the " + canaries + " that go first: the others would wait for ever",
                    "write " + canaries + " or less");
        }
        int stopPercent = (int) section.number("stopAtPercent", standard.stopAtPercent(), 1, 100);
        int stopFailures = (int) section.number("stopAtFailures", standard.stopAtFailures(), 1, 100_000);
        section.close();
        return new CompactionPolicy(
                enabled,
                ofSet,
                cron,
                zone,
                until,
                percent,
                bytes,
                block,
                keepFree,
                parallel,
                canaries,
                clean,
                stopPercent,
                stopFailures);
    }

    /** The group {@code compaction} of a set; null if there is none. */
    static CompactionPolicy.@Nullable OfSet ofSet(Section set, Replication replication) {
        if (!set.has("compaction")) {
            return null;
        }
        Section section = set.section("compaction");
        Boolean enabled = section.has("enabled") ? Boolean.valueOf(section.flag("enabled", true)) : null;
        Integer block = blockSize(section);
        boolean dynamic = section.flag("dynamic", false);
        boolean cloudCache = section.flag(CLOUD_CACHE, false);
        if (cloudCache && replication != Replication.CLOUD_CACHE) {
            section.problem(
                    CLOUD_CACHE,
                    "is only for sets with replication CLOUD_CACHE, not " + replication,
                    "remove it: the disks of this set are made smaller without it");
        } else if (cloudCache && !set.has(CloudCacheChangesReader.KEY)) {
            section.problem(
                    CLOUD_CACHE,
                    "needs somebody who vouches that whole disks of this set may be replaced",
                    "try it first, as docs/restore.md tells, then add " + CloudCacheChangesReader.KEY
                            + " to the set, or remove this");
        }
        section.close();
        return new CompactionPolicy.OfSet(enabled, block, cloudCache, dynamic);
    }

    private static @Nullable Integer blockSize(Section section) {
        if (!section.has("blockSize")) {
            return null;
        }
        long size = section.size("blockSize", LEAST_BLOCK);
        if (size < LEAST_BLOCK || size > MOST_BLOCK || Long.bitCount(size) != 1) {
            section.problem(
                    "blockSize",
                    size + " bytes are no block size of a VHDX",
                    "write a power of two from 1 MiB to 256 MiB, like 2 MiB");
            return null;
        }
        return (int) size;
    }
}

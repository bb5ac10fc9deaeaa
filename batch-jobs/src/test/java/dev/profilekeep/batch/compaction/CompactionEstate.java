package dev.profilekeep.batch.compaction;

import dev.profilekeep.batch.EngineNode;
import dev.profilekeep.config.ProfileKeepConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** People's disks in a folder that is ours alone, with the jobs and the real engine upon them. */
final class CompactionEstate extends EngineNode {
    private CompactionEstate(Path folder, double operationsPerSecond) {
        super(folder, operationsPerSecond, ProfileKeepConfig::inDemo);
    }

    /** Lays disks out in which much does not count, and takes an inventory. */
    static CompactionEstate layOut(Path folder, int people) throws Exception {
        byte[] disk = StaleDisk.bytes();
        for (int i = 0; i < people; i++) {
            StaleDisk.lay(disk(folder, "user" + i), disk);
        }
        configure(folder, "minimumPercent: 0, minimumBytes: 0, canaries: 0, until: never");
        CompactionEstate estate = open(folder);
        estate.inventory();
        return estate;
    }

    /** @param compaction keys of the policy */
    static void configure(Path folder, String compaction) throws IOException {
        Files.createDirectories(folder.resolve("fra"));
        Files.writeString(
                folder.resolve("profilekeep.yml"),
                """
                dataDirectory: data
                sites: [{id: fra, name: Frankfurt, zone: UTC}]
                locations: [{id: fra-profiles, site: fra, address: fra, mode: ACT}]
                sets: [{id: pool, replication: ENGINE, activeSite: fra, locations: [fra-profiles]}]
                inventory: {cron: "0 0 3 1 1 ?"}
                policies: {compaction: {keepFreePercent: 0, %s}}
                """
                        .formatted(compaction));
    }

    static CompactionEstate open(Path folder) {
        return new CompactionEstate(folder, Double.POSITIVE_INFINITY);
    }

    static CompactionEstate open(Path folder, double operationsPerSecond) {
        return new CompactionEstate(folder, operationsPerSecond);
    }

    static long size(Path folder, String who) throws IOException {
        return Files.size(disk(folder, who));
    }
}

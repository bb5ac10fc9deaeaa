package dev.profilekeep.config;

import java.time.ZoneId;

/**
 * When containers are looked at, and from when on something is worth a word. Sizes in bytes.
 *
 * @param cron six or seven fields, Quartz syntax
 * @param shardSize containers that one worker reads in one go, at most {@link #MAX_SHARD}
 * @param parallel shards read in the same moment by one process
 * @param nearlyFullFreeBytes less than this left inside a volume is a finding, if also…
 * @param nearlyFullPercent …at least this share of it is in use
 * @param bloatedMinBytes at least this much to be won is a finding, if it is also…
 * @param bloatedPercent …at least this share of the file
 * @param notUsedAfterDays not written for so long is a finding
 * @param forgetGoneAfterDays a container that vanished everywhere is kept in the list so long
 * @param keepGrowthDays how long sizes are remembered, and findings that are no more
 * @param health from when on what else is worth a word
 */
public record InventoryPolicy(
        String cron,
        ZoneId zone,
        int shardSize,
        int parallel,
        long nearlyFullFreeBytes,
        int nearlyFullPercent,
        long bloatedMinBytes,
        int bloatedPercent,
        int notUsedAfterDays,
        int forgetGoneAfterDays,
        int keepGrowthDays,
        HealthPolicy health) {

    public static final int MAX_SHARD = 200;
    private static final long MIB = 1024 * 1024;

    /** What holds where the file says nothing. */
    public static InventoryPolicy standard(ZoneId zone) {
        return new InventoryPolicy(
                "0 30 0 * * ?",
                zone,
                MAX_SHARD,
                4,
                1024 * 1024 * MIB,
                85,
                1024 * MIB,
                25,
                90,
                90,
                400,
                HealthPolicy.STANDARD);
    }
}

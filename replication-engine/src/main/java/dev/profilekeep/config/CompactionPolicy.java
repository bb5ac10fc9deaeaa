package dev.profilekeep.config;

import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which disks are made smaller at night, when, and how carefully. Sizes in bytes.
 *
 * @param enabled whether sets that say nothing else are compacted
 * @param ofSet what sets say of themselves, by id
 * @param cron when the nightly run begins, Quartz syntax
 * @param until when it begins no further container, in {@code zone}; null if it has no end
 * @param minimumPercent of a file's length, below which a gain is not worth the work
 * @param minimumBytes below which a gain is not worth the work
 * @param blockSize of new disks, where a set says nothing else; null for that of the old one
 * @param keepFreePercent of a share's volume that stay free: a new file is made only beside that, for old files stay for days, and the disks of others grow meanwhile
 * @param parallel locations that one process works at in the same moment; at each, one container after the other
 * @param canaries of a set and version of FSLogix, that go before all others
 * @param canariesClean so many of these people must have signed in and out, before the others follow
 * @param stopAtPercent a run ends when so many percent of those that it tried have failed
 * @param stopAtFailures a run ends when so many have failed
 */
public record CompactionPolicy(
        boolean enabled,
        Map<String, OfSet> ofSet,
        String cron,
        ZoneId zone,
        @Nullable LocalTime until,
        int minimumPercent,
        long minimumBytes,
        @Nullable Integer blockSize,
        int keepFreePercent,
        int parallel,
        int canaries,
        int canariesClean,
        int stopAtPercent,
        int stopAtFailures) {
    /** Percent are counted from so many tries on: of a handful, one failure would be too much. */
    public static final int PERCENT_FROM = 150;

    /**
     * What a set says of itself; null for what holds for all.
     *
     * @param cloudCache whether its disks are made smaller though Cloud Cache carries them; only where somebody vouches that whole disks may be replaced
     * @param dynamic whether a fixed disk becomes a dynamic one
     */
    public record OfSet(@Nullable Boolean enabled, @Nullable Integer blockSize, boolean cloudCache, boolean dynamic) {}

    public CompactionPolicy {
        ofSet = Map.copyOf(ofSet);
    }

    /** What holds where the file says nothing. */
    public static CompactionPolicy standard(ZoneId zone) {
        return new CompactionPolicy(
                true, Map.of(), "0 0 3 * * ?", zone, LocalTime.of(6, 0), 5, 256L << 20, null, 15, 1, 5, 3, 2, 3);
    }

    /** Whether the disks of a set are made smaller. */
    public boolean isEnabled(String setId) {
        OfSet own = ofSet.get(setId);
        return own == null || own.enabled() == null ? enabled : own.enabled();
    }

    /** Whether the disks of a set under Cloud Cache are made smaller from outside: never, unless the set says so. */
    public boolean isUnderCloudCache(String setId) {
        OfSet own = ofSet.get(setId);
        return own != null && own.cloudCache();
    }

    /** Whether fixed disks of a set become dynamic ones: never, unless the set says so. */
    public boolean isDynamic(String setId) {
        OfSet own = ofSet.get(setId);
        return own != null && own.dynamic();
    }

    /** Of new disks of a set; empty for that of the old one. */
    public Optional<Integer> blockSizeOf(String setId) {
        OfSet own = ofSet.get(setId);
        return Optional.ofNullable(own == null || own.blockSize() == null ? blockSize : own.blockSize());
    }

    /** Whether so many failures among so many that were tried end a run. */
    public boolean isTooMuch(long failed, long tried) {
        return failed >= stopAtFailures || tried >= PERCENT_FROM && failed * 100 >= stopAtPercent * tried;
    }

    /** When a run of the schedule begins no further container. */
    public Night night() {
        return new Night(zone, until);
    }
}

package dev.profilekeep.config;

import java.time.LocalTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * How ProfileKeep carries copies to further sites, of the sets with replication ENGINE.
 *
 * @param cron when it begins by itself, Quartz syntax: once a night, or every so many minutes
 * @param zone of these times
 * @param until when it begins no further copy, in {@code zone}; null if it has no end
 * @param bytesPerSecond so much is written at other sites by this process, all copies together; 0 for no limit
 * @param copyFromHere whether the old copy is read and written from here where its server does not copy by itself
 * @param fullEveryDays a copy of which both files were last read whole longer ago is read whole when it changed
 * @param keepFreePercent of the target's volume that stay free beside a new file, 0 to 90
 */
public record ReplicationPolicy(
        String cron,
        ZoneId zone,
        @Nullable LocalTime until,
        long bytesPerSecond,
        boolean copyFromHere,
        int fullEveryDays,
        int keepFreePercent) {
    /** A line slower than this would not get a profile over in a night. */
    static final long LEAST_BYTES_PER_SECOND = 64L << 10;

    /** What holds where the file says nothing. */
    public static ReplicationPolicy standard(ZoneId zone) {
        return new ReplicationPolicy("0 30 23 * * ?", zone, LocalTime.of(6, 0), 0, true, 30, 15);
    }

    /** When a run of the schedule begins no further copy. */
    public Night night() {
        return new Night(zone, until);
    }
}

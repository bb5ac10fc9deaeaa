package dev.profilekeep.replicate;

import java.time.Duration;

/**
 * How copies are carried.
 *
 * @param copyFromHere whether the old copy is read and written from here where its server does not copy
 * @param fullEvery a copy of which both files were last read whole longer ago is read whole when it changed
 * @param keepFreePercent of the target's volume that stay free beside a new file
 */
public record ReplicationSettings(boolean copyFromHere, Duration fullEvery, int keepFreePercent) {
    public static final ReplicationSettings STANDARD = new ReplicationSettings(true, Duration.ofDays(30), 15);
}

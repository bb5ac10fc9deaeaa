package dev.profilekeep.lock;

import dev.profilekeep.lock.PlaceSeen.Probe;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of looks at one copy.
 *
 * @param lookedAt null if nobody looked yet
 * @param lockBytes -1 if there was no lock file
 * @param lockWritten FILETIME
 * @param unchangedSince since when every look saw the same lock file, or none
 * @param probeBegun when the disk was last about to be tried
 * @param probedAt when that was last answered
 */
record LookRow(
        long copyId,
        @Nullable Instant lookedAt,
        String lockName,
        long lockBytes,
        long lockWritten,
        @Nullable Instant unchangedSince,
        @Nullable Instant renewedAfter,
        @Nullable Instant renewalSeen,
        @Nullable Instant probeBegun,
        @Nullable Instant probedAt,
        Probe probe,
        String probeWhy,
        @Nullable Instant freeSince) {

    static LookRow none(long copyId) {
        return new LookRow(copyId, null, "", -1, 0, null, null, null, null, null, Probe.CANNOT_TELL, "", null);
    }

    boolean hadLock() {
        return lockBytes >= 0;
    }

    /** With what another look met when it tried the disk. */
    LookRow answeredBy(PlaceSeen place) {
        return new LookRow(
                copyId,
                lookedAt,
                lockName,
                lockBytes,
                lockWritten,
                unchangedSince,
                renewedAfter,
                renewalSeen,
                probeBegun,
                place.probedAt(),
                place.probe(),
                place.reason(),
                place.freeSince());
    }

    /** Whether whoever was about to try it has looked, with or without an answer. */
    boolean isOver() {
        return answered() || probeBegun == null || lookedAt != null && !lookedAt.isBefore(probeBegun);
    }

    /** Whether the answer is that of the last try. */
    boolean answered() {
        return probedAt != null && probeBegun != null && !probedAt.isBefore(probeBegun);
    }
}

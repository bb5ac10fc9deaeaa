package dev.profilekeep.lock;

import dev.profilekeep.lock.PlaceSeen.Probe;
import dev.profilekeep.storage.StoredFile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of looks at one copy.
 *
 * @param lookedAt null if nobody looked yet
 * @param lockBytes -1 if there was no lock file
 * @param lockWritten FILETIME
 * @param unchangedSince since when every look saw the same lock file, or none
 * @param ahead how far the server's clock was ahead of ours when it was last known; null if it never was
 * @param files that were there at the last look; null if none has kept them
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
        @Nullable Instant freeSince,
        @Nullable Duration ahead,
        @Nullable List<FileLook> files) {
    LookRow {
        files = files == null ? null : List.copyOf(files);
    }

    static LookRow none(long copyId) {
        return new LookRow(
                copyId, null, "", -1, 0, null, null, null, null, null, Probe.CANNOT_TELL, "", null, null, null);
    }

    boolean hadLock() {
        return lockBytes >= 0;
    }

    /** The file as the last look saw it, if it is the same still; null if it is another, or was not there. */
    @Nullable
    FileLook same(StoredFile file) {
        return files == null
                ? null
                : files.stream().filter(one -> one.is(file)).findFirst().orElse(null);
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
                place.freeSince(),
                ahead,
                files);
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

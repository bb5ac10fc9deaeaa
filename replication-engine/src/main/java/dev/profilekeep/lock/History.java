package dev.profilekeep.lock;

import dev.profilekeep.lock.PlaceSeen.Asked;
import dev.profilekeep.lock.PlaceSeen.Probe;
import dev.profilekeep.storage.StoredFile;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Joins a look with the looks before: since when it has been so. Pure. */
final class History {
    private History() {}

    /** The row as it is after a look that met an answer. */
    static LookRow after(LookRow before, Sight sight) {
        PlaceSeen place = sight.place();
        Instant now = place.at();
        StoredFile lock = sight.lockFiles().isEmpty() ? null : sight.lockFiles().get(0);
        boolean sameFile = lock != null
                && before.hadLock()
                && lock.size() == before.lockBytes()
                && lock.lastWriteTime() == before.lockWritten()
                && lock.name().equalsIgnoreCase(before.lockName());
        boolean renewed = lock != null && before.hadLock() && !sameFile;
        boolean same = sameFile || lock == null && before.lookedAt() != null && !before.hadLock();
        Instant probed = place.probedAt();
        Instant last = before.probedAt();
        Instant fresh = probed != null && (last == null || probed.isAfter(last)) ? probed : null;
        boolean again = fresh != null;
        return new LookRow(
                before.copyId(),
                now,
                lock == null ? "" : lock.name(),
                lock == null ? -1 : lock.size(),
                lock == null ? 0 : lock.lastWriteTime(),
                same && before.unchangedSince() != null ? before.unchangedSince() : now,
                renewed ? before.lookedAt() : before.renewedAfter(),
                renewed ? now : before.renewalSeen(),
                before.probeBegun(),
                again ? fresh : last,
                again ? place.probe() : before.probe(),
                again ? place.reason() : before.probeWhy(),
                fresh == null ? before.freeSince() : freeSince(before, place.probe(), fresh, place.diskWritten()));
    }

    private static @Nullable Instant freeSince(LookRow before, Probe now, Instant at, @Nullable Instant written) {
        Instant last = before.probedAt();
        if (now != Probe.FREE) {
            return null;
        }
        // Between two looks somebody may have come and gone, but not without writing.
        boolean untouched = last != null && written != null && written.isBefore(last);
        return untouched && before.probe() == Probe.FREE && before.freeSince() != null ? before.freeSince() : at;
    }

    /** What a look met, with what was so since. */
    static PlaceSeen told(PlaceSeen place, LookRow before, LookRow after) {
        if (place.asked() != Asked.ANSWERED) {
            return place;
        }
        Instant renewal = after.renewalSeen();
        boolean justRenewed = renewal != null && renewal.isAfter(place.at().minus(CloudCacheRules.QUIET_FOR));
        return new PlaceSeen(
                place.locationId(),
                place.siteId(),
                place.at(),
                place.asked(),
                place.reason(),
                place.probe(),
                place.probedAt(),
                place.locks(),
                place.metas(),
                place.handles(),
                place.handlesHidden(),
                place.diskWritten(),
                place.probe() == Probe.FREE ? after.freeSince() : null,
                before.lookedAt() == null ? null : after.unchangedSince(),
                justRenewed ? after.renewedAfter() : null,
                place.fencedBy());
    }
}

package dev.profilekeep.lock;

import dev.profilekeep.lock.PlaceSeen.Asked;
import dev.profilekeep.lock.PlaceSeen.Probe;
import dev.profilekeep.storage.StoredFile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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
        List<FileLook> files = files(before, sight);
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
                fresh == null
                        ? before.freeSince()
                        : freeSince(before, place.probe(), fresh, named(files, sight.disk())),
                measured(before, sight.clock()),
                files);
    }

    private static @Nullable Instant freeSince(LookRow before, Probe now, Instant at, @Nullable FileLook disk) {
        Instant last = before.probedAt();
        if (now != Probe.FREE) {
            return null;
        }
        // Between two looks somebody may have come and gone, but not without writing.
        boolean untouched = last != null && disk != null && !disk.since().isAfter(last);
        return untouched && before.probe() == Probe.FREE && before.freeSince() != null ? before.freeSince() : at;
    }

    private static @Nullable Duration measured(LookRow before, ServerClock theirs) {
        return theirs.isKnown() ? theirs.ahead() : before.ahead();
    }

    private static List<FileLook> files(LookRow before, Sight sight) {
        List<FileLook> files = new ArrayList<>();
        Stream.of(Stream.ofNullable(sight.disk()), sight.lockFiles().stream(), sight.metaFiles().stream())
                .flatMap(found -> found)
                .forEach(file -> {
                    FileLook same = before.same(file);
                    Instant after = before.files() == null ? null : before.lookedAt();
                    FileLook one = same == null
                            ? FileLook.of(file, after, sight.listedAt(), before.probe() == Probe.HELD)
                            : same.called(file.name());
                    files.add(one.at(sight.clock(), before.ahead()));
                });
        return files;
    }

    private static @Nullable FileLook named(List<FileLook> files, @Nullable StoredFile file) {
        return files.stream()
                .filter(one -> file != null && one.is(file))
                .findFirst()
                .orElse(null);
    }

    /** What a look met, with what was so since. */
    static PlaceSeen told(Sight sight, LookRow before, LookRow after) {
        PlaceSeen place = sight.place();
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
                new PlaceSeen.Times(place.times().hidden(), changes(sight, after)),
                place.fencedBy());
    }

    private static List<PlaceSeen.Change> changes(Sight sight, LookRow after) {
        List<FileLook> files = after.files() == null ? List.of() : after.files();
        FileLook disk = named(files, sight.disk());
        return files.stream()
                .map(file -> file.change(file == disk ? "" : file.name()))
                .toList();
    }
}

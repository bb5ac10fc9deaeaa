package dev.profilekeep.portal.backups;

import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.backup.points.StoragePoint;
import dev.profilekeep.backup.store.StorageClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A moment that a container can go back to, whoever keeps it. */
public sealed interface RestoreMoment {
    Instant moment();

    /** Tells it from the other moments of the container. */
    String id();

    /** Whether its time has not come yet, as it was made while a clock ran ahead. */
    default boolean isAhead(Instant now) {
        return StorageClock.isAhead(moment(), now);
    }

    /** The newest whose time has come; where there is none, the newest. Empty if there are no points. */
    static Optional<KnownPoint> newest(List<KnownPoint> points, Instant now) {
        Instant latest = StorageClock.latest(now);
        return points.stream()
                .max(Comparator.comparing((KnownPoint point) -> !point.moment().isAfter(latest))
                        .thenComparing(KnownPoint::moment));
    }

    /**
     * In backups.
     *
     * @param points of this moment, one for each repository that has it; not empty
     */
    record OfBackup(List<KnownPoint> points) implements RestoreMoment {
        public OfBackup {
            points = List.copyOf(points);
        }

        public KnownPoint point() {
            return points.get(0);
        }

        @Override
        public Instant moment() {
            return point().moment();
        }

        @Override
        public String id() {
            return "backup-" + moment();
        }

        /** From when on no repository has it any more, if that is decided for each. */
        public Optional<Instant> goesAt() {
            return points.stream().allMatch(point -> point.goesAt().isPresent())
                    ? points.stream().flatMap(point -> point.goesAt().stream()).max(Comparator.naturalOrder())
                    : Optional.empty();
        }

        /** Whether somebody wants it to stay, in one repository at least. */
        public boolean isPinned() {
            return points.stream().anyMatch(KnownPoint::pinned);
        }
    }

    /** The file server keeps it by itself, and as long as it likes. */
    record OfServer(StoragePoint version) implements RestoreMoment {
        @Override
        public Instant moment() {
            return version.moment();
        }

        @Override
        public String id() {
            return "server-" + moment();
        }
    }

    /** Each moment once, the newest first: of what a backup has, nothing is said that the server has it too. */
    static List<RestoreMoment> of(List<KnownPoint> points, List<StoragePoint> versions) {
        Map<Instant, List<KnownPoint>> byMoment = new LinkedHashMap<>();
        points.forEach(point -> byMoment.computeIfAbsent(point.moment(), moment -> new ArrayList<>())
                .add(point));
        List<RestoreMoment> all = new ArrayList<>();
        byMoment.values().forEach(same -> all.add(new OfBackup(same)));
        versions.stream()
                .filter(version -> !byMoment.containsKey(version.moment()))
                .forEach(version -> all.add(new OfServer(version)));
        all.sort(Comparator.comparing(RestoreMoment::moment).reversed());
        return List.copyOf(all);
    }
}

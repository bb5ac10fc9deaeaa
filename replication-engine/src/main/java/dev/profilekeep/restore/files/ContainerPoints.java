package dev.profilekeep.restore.files;

import dev.profilekeep.backup.decision.Standing;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.snapshot.ContainerFacts;
import dev.profilekeep.backup.snapshot.OpenSnapshot;
import dev.profilekeep.backup.snapshot.Snapshots;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.restore.SnapshotPoint;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * The snapshots that have a container, the newest first.
 *
 * @param damaged sentences about snapshots that cannot be read
 */
public record ContainerPoints(List<Point> points, List<String> damaged) {
    /**
     * One of them.
     *
     * @param taken when the snapshot was made, by the storage's clock
     * @param facts of the container's file then
     */
    public record Point(SnapshotPoint point, Instant taken, ContainerFacts facts) {}

    public ContainerPoints {
        points = List.copyOf(points);
        damaged = List.copyOf(damaged);
    }

    /** Reads the tables of all snapshots; those that are forgotten are left out. */
    public static ContainerPoints of(Repository repository, ContainerIdentity container) throws IOException {
        Standing standing = repository.decisions().read().standing();
        Instant now = repository.decisions().nowForReading();
        List<Point> points = new ArrayList<>();
        List<String> damaged = new ArrayList<>();
        repository.snapshots().forEach(new Snapshots.Visitor() {
            @Override
            public void snapshot(OpenSnapshot snapshot) {
                UUID id = snapshot.head().id();
                List<ContainerFacts> all = snapshot.containers();
                for (int i = 0; i < all.size(); i++) {
                    String key = all.get(i).identity().key();
                    if (key.equals(container.key()) && !standing.isForgotten(id, key, now)) {
                        points.add(new Point(
                                new SnapshotPoint(id, i), snapshot.head().made(), all.get(i)));
                    }
                }
            }

            @Override
            public void damaged(UUID id, IOException why) {
                damaged.add(String.valueOf(why.getMessage()));
            }
        });
        points.sort(Comparator.comparing(Point::taken).reversed());
        return new ContainerPoints(points, damaged);
    }
}

package dev.profilekeep.backup.copy;

import dev.profilekeep.backup.decision.Standing;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.snapshot.ContainerFacts;
import dev.profilekeep.backup.snapshot.OpenSnapshot;
import dev.profilekeep.backup.snapshot.SnapshotHead;
import dev.profilekeep.backup.snapshot.SnapshotOrigin;
import dev.profilekeep.backup.snapshot.Snapshots;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What a repository has, by where it was backed up first. Some 200 bytes for each backup. One thread. */
final class Copies {
    /** The backup of a container that all copies of it go back to. */
    record First(UUID repository, UUID snapshot, String container) {}

    /**
     * Where it lies here.
     *
     * @param container its place in the snapshot
     */
    record Here(First first, UUID snapshot, int container, Instant made) {}

    private final Repository repository;
    private final Set<UUID> seen = new HashSet<>();
    private final Set<First> firsts = new HashSet<>();
    /** Those that are not forgotten, by container. */
    private final Map<String, List<Here>> usable = new HashMap<>();

    private Copies(Repository repository) {
        this.repository = repository;
    }

    /** To rest a new map on what it finds, the session must have begun before. */
    static Copies read(Repository repository) throws IOException {
        Copies copies = new Copies(repository);
        copies.refresh();
        return copies;
    }

    /** Takes in snapshots that came since. */
    void refresh() throws IOException {
        List<UUID> fresh = repository.snapshots().list().stream()
                .filter(id -> !seen.contains(id))
                .toList();
        if (fresh.isEmpty()) {
            return;
        }
        var decisions = repository.decisions().read();
        Standing standing = decisions.standing();
        Instant now = repository.decisions().now();
        repository.snapshots().forEach(fresh, new Snapshots.Visitor() {
            @Override
            public void snapshot(OpenSnapshot snapshot) {
                SnapshotHead head = snapshot.head();
                List<ContainerFacts> containers = snapshot.containers();
                for (int i = 0; i < containers.size(); i++) {
                    String key = containers.get(i).identity().key();
                    Here here = new Here(first(repository.id(), head, key), head.id(), i, head.made());
                    firsts.add(here.first());
                    // What is forgotten is not copied again, and nothing rests on it; while a decision cannot be read,
                    // nobody knows what is.
                    if (decisions.damaged().isEmpty() && !standing.isForgotten(head.id(), key, now)) {
                        usable.computeIfAbsent(key, any -> new ArrayList<>()).add(here);
                    }
                }
                seen.add(head.id());
            }

            @Override
            public void damaged(UUID id, IOException why) {
                seen.add(id); // the check tells of it; what it has is copied again
            }
        });
    }

    static First first(UUID repository, SnapshotHead head, String container) {
        SnapshotOrigin origin = head.origin();
        return origin == null
                ? new First(repository, head.id(), container)
                : new First(origin.repository(), origin.snapshot(), container);
    }

    boolean has(First first) {
        return firsts.contains(first);
    }

    /** The backup of a container that is nearest in time. */
    Optional<Here> nearest(String container, Instant moment) {
        return usable.getOrDefault(container, List.of()).stream()
                .min(Comparator.comparing(
                        here -> Duration.between(here.made(), moment).abs()));
    }
}

package dev.profilekeep.backup.copy;

import dev.profilekeep.backup.decision.Standing;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.seal.SealException;
import dev.profilekeep.backup.snapshot.ContainerFacts;
import dev.profilekeep.backup.snapshot.OpenSnapshot;
import dev.profilekeep.backup.snapshot.SnapshotHead;
import dev.profilekeep.backup.snapshot.Snapshots;
import dev.profilekeep.content.MapDamagedException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** Finds out which backups a second repository lacks. Only reads. */
public final class CopyPlanner {
    private final Repository source;
    private final Repository target;

    /** @throws IllegalArgumentException if they are one */
    public CopyPlanner(Repository source, Repository target) {
        if (source.id().equals(target.id())) {
            throw new IllegalArgumentException(
                    "both are the same repository: copy into one of its own at the other site, that 'backup init' made there");
        }
        this.source = source;
        this.target = target;
    }

    /**
     * What the second one lacks of all that is not forgotten. What it has, or had and was decided to forget there as long as its snapshot is there, is not copied again; neither is what was copied the other
     * way.
     */
    public CopyPlan plan(CopySelection selection) throws IOException {
        Copies there = Copies.read(target);
        Standing standing = source.decisions().read().standing();
        Instant now = source.decisions().nowForReading();
        List<CopyPlan.Part> parts = new ArrayList<>();
        List<String> damaged = new ArrayList<>();
        int[] had = {0};
        source.snapshots().forEach(new Snapshots.Visitor() {
            @Override
            public void snapshot(OpenSnapshot snapshot) throws IOException {
                SnapshotHead head = snapshot.head();
                List<ContainerFacts> containers = snapshot.containers();
                List<Integer> lacking = new ArrayList<>();
                long bytes = 0;
                for (int i = 0; i < containers.size(); i++) {
                    ContainerFacts facts = containers.get(i);
                    String key = facts.identity().key();
                    if (standing.isForgotten(head.id(), key, now) || !selection.wants(head, facts)) {
                        continue;
                    }
                    if (there.has(Copies.first(source.id(), head, key))) {
                        had[0]++;
                        continue;
                    }
                    lacking.add(i);
                    bytes += bytes(snapshot, i);
                }
                if (!lacking.isEmpty()) {
                    parts.add(new CopyPlan.Part(head, lacking, bytes));
                }
            }

            @Override
            public void damaged(UUID id, IOException why) {
                damaged.add(String.valueOf(why.getMessage()));
            }
        });
        parts.sort(Comparator.comparing((CopyPlan.Part part) -> part.snapshot().made())
                .reversed());
        return new CopyPlan(parts, had[0], damaged);
    }

    /** Of a map that cannot be read none: the run tells of it. */
    private static long bytes(OpenSnapshot snapshot, int container) throws IOException {
        try {
            return snapshot.map(container).chunkBytes();
        } catch (SealException | MapDamagedException e) {
            return 0;
        }
    }
}

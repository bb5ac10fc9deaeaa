package dev.profilekeep.backup.live;

import dev.profilekeep.backup.decision.Standing;
import dev.profilekeep.backup.seal.SealException;
import dev.profilekeep.backup.snapshot.ContainerFacts;
import dev.profilekeep.backup.snapshot.OpenSnapshot;
import dev.profilekeep.backup.snapshot.SnapshotHead;
import dev.profilekeep.backup.snapshot.Snapshots;
import dev.profilekeep.content.ContentMap;
import dev.profilekeep.content.MapDamagedException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Goes over the maps of all containers that are not forgotten, snapshot by snapshot. */
public final class SnapshotMaps {
    private final Snapshots snapshots;
    private final List<UUID> ids;
    private final Standing standing;
    private final Instant now;

    /**
     * @param ids which of them
     * @param now what is forgotten then is passed over
     */
    public SnapshotMaps(Snapshots snapshots, List<UUID> ids, Standing standing, Instant now) {
        this.snapshots = snapshots;
        this.ids = List.copyOf(ids);
        this.standing = standing;
        this.now = now;
    }

    /** Is told of them. */
    public interface Visitor {
        void map(SnapshotHead snapshot, ContainerFacts container, ContentMap map) throws IOException;

        /** @param why names the file; what the snapshot, or one container in it, needs cannot be known */
        void damaged(UUID snapshot, IOException why) throws IOException;

        /** The snapshot was gone through. */
        default void done(SnapshotHead snapshot) throws IOException {}
    }

    public void forEach(Visitor visitor) throws IOException {
        snapshots.forEach(ids, new Snapshots.Visitor() {
            @Override
            public void snapshot(OpenSnapshot snapshot) throws IOException {
                SnapshotHead head = snapshot.head();
                List<ContainerFacts> containers = snapshot.containers();
                for (int i = 0; i < containers.size(); i++) {
                    ContainerFacts facts = containers.get(i);
                    if (!standing.isForgotten(head.id(), facts.identity().key(), now)) {
                        ContentMap map;
                        try {
                            map = snapshot.map(i);
                        } catch (SealException | MapDamagedException e) {
                            visitor.damaged(head.id(), e);
                            continue;
                        }
                        visitor.map(head, facts, map);
                    }
                }
                visitor.done(head);
            }

            @Override
            public void damaged(UUID id, IOException why) throws IOException {
                visitor.damaged(id, why);
            }
        });
    }
}

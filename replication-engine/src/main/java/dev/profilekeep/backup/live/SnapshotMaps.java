package dev.profilekeep.backup.live;

import dev.profilekeep.backup.decision.Standing;
import dev.profilekeep.backup.seal.SealException;
import dev.profilekeep.backup.snapshot.ContainerFacts;
import dev.profilekeep.backup.snapshot.OpenSnapshot;
import dev.profilekeep.backup.snapshot.SnapshotHead;
import dev.profilekeep.backup.snapshot.Snapshots;
import dev.profilekeep.backup.store.StorageClock;
import dev.profilekeep.content.ContentMap;
import dev.profilekeep.content.MapDamagedException;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Goes over the maps of all containers that are not forgotten: some containers at a time, those snapshot by snapshot. Maps of one container share most of their nodes, those of two none; so whoever remembers
 * nodes can forget them after each group, and needs no more memory for ten thousand people than for some hundred.
 */
public final class SnapshotMaps {
    /** Containers of a group: each further group costs a look at the tables of all snapshots. */
    private static final int GROUP = 500;

    private final Snapshots snapshots;
    private final List<UUID> ids;
    private final Standing standing;
    private final Instant now;
    private final int group;

    /**
     * @param ids which of them
     * @param now what is forgotten then is passed over
     */
    public SnapshotMaps(Snapshots snapshots, List<UUID> ids, Standing standing, Instant now) {
        this(snapshots, ids, standing, now, GROUP);
    }

    SnapshotMaps(Snapshots snapshots, List<UUID> ids, Standing standing, Instant now, int group) {
        this.group = group;
        this.snapshots = snapshots;
        this.ids = List.copyOf(ids);
        this.standing = standing;
        this.now = now;
    }

    /** Is told of them. */
    public interface Visitor {
        void map(SnapshotHead snapshot, ContainerFacts container, ContentMap map) throws IOException;

        /**
         * May be told several times.
         *
         * @param why names the file; what the snapshot, or one container in it, needs cannot be known
         */
        void damaged(UUID snapshot, IOException why) throws IOException;

        /** The head of a map cannot be read. */
        default void damaged(SnapshotHead snapshot, ContainerFacts container, IOException why) throws IOException {
            damaged(snapshot.id(), why);
        }

        /** The snapshot was gone through, for all groups. */
        default void done(SnapshotHead snapshot) throws IOException {}

        /** All maps of some containers were told: no node of theirs is in any other map. */
        default void groupEnded() throws IOException {}
    }

    /** Whether what cannot be read of a container is given up. */
    public boolean isGivenUp(SnapshotHead snapshot, ContainerFacts container) {
        return standing.isGivenUp(snapshot.id(), container.identity().key());
    }

    /** Whether it bears a time that has not come yet. */
    public boolean isAhead(SnapshotHead snapshot) {
        return StorageClock.isAhead(snapshot.made(), now);
    }

    public void forEach(Visitor visitor) throws IOException {
        int groups = Math.max(1, (containers() + group - 1) / group);
        for (int number = 0; number < groups; number++) {
            int one = number;
            forEach(visitor, key -> Math.floorMod(key.hashCode(), groups) == one, number == groups - 1);
            visitor.groupEnded();
        }
    }

    /** How many there are, about: that decides nothing but how many groups there are. */
    private int containers() throws IOException {
        Set<String> keys = new HashSet<>();
        snapshots.forEach(ids, new Snapshots.Visitor() {
            @Override
            public void snapshot(OpenSnapshot snapshot) {
                snapshot.containers().forEach(facts -> keys.add(facts.identity().key()));
            }

            @Override
            public void damaged(UUID id, IOException why) {}
        });
        return keys.size();
    }

    private void forEach(Visitor visitor, Predicate<String> wanted, boolean last) throws IOException {
        snapshots.forEach(ids, new Snapshots.Visitor() {
            @Override
            public void snapshot(OpenSnapshot snapshot) throws IOException {
                SnapshotHead head = snapshot.head();
                List<ContainerFacts> containers = snapshot.containers();
                for (int i = 0; i < containers.size(); i++) {
                    ContainerFacts facts = containers.get(i);
                    String key = facts.identity().key();
                    if (wanted.test(key) && !standing.isForgotten(head.id(), key, now)) {
                        ContentMap map;
                        try {
                            map = snapshot.map(i);
                        } catch (SealException | MapDamagedException e) {
                            visitor.damaged(head, facts, e);
                            continue;
                        }
                        visitor.map(head, facts, map);
                    }
                }
                if (last) {
                    visitor.done(head);
                }
            }

            @Override
            public void damaged(UUID id, IOException why) throws IOException {
                visitor.damaged(id, why);
            }
        });
    }
}

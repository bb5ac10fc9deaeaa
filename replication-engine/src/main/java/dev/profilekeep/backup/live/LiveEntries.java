package dev.profilekeep.backup.live;

import dev.profilekeep.backup.index.IndexEntry;
import dev.profilekeep.backup.snapshot.ContainerFacts;
import dev.profilekeep.backup.snapshot.SnapshotHead;
import dev.profilekeep.content.ChunkId;
import dev.profilekeep.content.ContentMap;
import dev.profilekeep.content.MapDamagedException;
import dev.profilekeep.content.MapEntry;
import dev.profilekeep.content.MapWalk;
import dev.profilekeep.content.NodeRef;
import dev.profilekeep.content.NodeStore;
import dev.profilekeep.content.Place;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.disk.Progress;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Which entries of all indexes snapshots need. Two bits of memory for each entry, some 20 bytes for each node of the maps of some hundred containers, 16 for each of four million ids at a
 * time. One thread.
 */
public final class LiveEntries {
    private final MergedIndex index;
    private final Predicate<UUID> there;
    private final BitSet content = new BitSet();
    private final BitSet nodes = new BitSet();
    private boolean complete = true;

    private LiveEntries(MergedIndex index, Predicate<UUID> there) {
        this.index = index;
        this.there = there;
    }

    /**
     * Goes through all maps.
     *
     * @param index opened after the maps were listed
     * @param there whether a pack is there, as far as a listing tells
     * @param store of their nodes
     * @param name of a chunk with that digest
     * @throws IOException if a snapshot or a map cannot be read, so that nobody knows what it needs; a sentence
     */
    public static LiveEntries find(
            MergedIndex index,
            Predicate<UUID> there,
            SnapshotMaps maps,
            NodeStore store,
            Function<Sha256, ChunkId> name,
            SecureRandom random,
            Progress progress)
            throws IOException {
        LiveEntries live = new LiveEntries(index, there);
        Finding finding = new Finding(
                maps,
                new NeededIds(keys -> live.mark(keys, live.content)),
                new NeededIds(keys -> live.mark(keys, live.nodes)),
                new MapWalk(store),
                name,
                random,
                progress);
        maps.forEach(finding);
        finding.ofContent.end();
        finding.ofNodes.end();
        return live;
    }

    private void mark(NeededIds.Keys keys, BitSet marks) throws IOException {
        BitSet found = new BitSet(keys.count());
        index.forEach((number, entry) -> {
            int key = keys.find(entry);
            if (key >= 0) {
                marks.set(number);
                if (there.test(entry.pack())) {
                    found.set(key);
                }
            }
        });
        complete &= found.cardinality() == keys.count();
    }

    /** Whether an index lists all that is needed, in packs that are there; if not, it may lie in a pack that no index lists. */
    public boolean isComplete() {
        return complete;
    }

    private static final class Finding implements SnapshotMaps.Visitor, MapWalk.Visitor {
        private final SnapshotMaps maps;
        private final NeededIds ofContent;
        private final NeededIds ofNodes;
        private final MapWalk walk;
        private final Function<Sha256, ChunkId> name;
        private final SecureRandom random;
        private final Progress progress;
        /** Of maps that are given up; whoever else has them is asked again. */
        private final Set<Place> broken = new HashSet<>();

        private NodeSet seen;
        private boolean givenUp;

        Finding(
                SnapshotMaps maps,
                NeededIds ofContent,
                NeededIds ofNodes,
                MapWalk walk,
                Function<Sha256, ChunkId> name,
                SecureRandom random,
                Progress progress) {
            this.maps = maps;
            this.ofContent = ofContent;
            this.ofNodes = ofNodes;
            this.walk = walk;
            this.name = name;
            this.random = random;
            this.seen = new NodeSet(random);
            this.progress = progress;
        }

        @Override
        public void map(SnapshotHead snapshot, ContainerFacts container, ContentMap map) throws IOException {
            if (!progress.at(0, 0)) {
                throw new CancellationException("the prune was ended");
            }
            givenUp = maps.isGivenUp(snapshot, container);
            walk.walk(map, this);
        }

        @Override
        public void damaged(UUID snapshot, IOException why) throws IOException {
            throw new IOException(
                    "nothing is removed, as nobody knows what a damaged snapshot needs; check the repository: "
                            + why.getMessage(),
                    why);
        }

        @Override
        public void damaged(SnapshotHead snapshot, ContainerFacts container, IOException why) throws IOException {
            if (!maps.isGivenUp(snapshot, container)) {
                throw damagedMap(why);
            }
        }

        @Override
        public void groupEnded() {
            seen = new NodeSet(random);
            broken.clear();
        }

        @Override
        public boolean enter(NodeRef node) throws IOException {
            ofNodes.add(node.place().bundle());
            return seen.add(node.place()) || broken.contains(node.place());
        }

        @Override
        public boolean entries(List<MapEntry> entries) throws IOException {
            for (MapEntry entry : entries) {
                Place place = entry.place();
                ofContent.add(place == null ? name.apply(entry.digest()) : place.bundle());
            }
            return true;
        }

        @Override
        public void broken(NodeRef node, MapDamagedException why) throws IOException {
            if (!givenUp) {
                throw damagedMap(why);
            }
            broken.add(node.place());
        }

        private static IOException damagedMap(IOException why) {
            return new IOException(
                    "nothing is removed, as nobody knows what a damaged map needs; 'backup check --repair' mends it, or gives up what is lost of it: "
                            + why.getMessage(),
                    why);
        }

        @Override
        public void sound(NodeRef node) {}
    }

    /**
     * What of a pack is needed.
     *
     * @param chunks that stay there
     * @param bytes of them, as stored
     */
    public record Use(long chunks, long bytes) {
        static final Use NONE = new Use(0, 0);

        Use and(IndexEntry entry) {
            return new Use(chunks + 1, bytes + entry.length());
        }
    }

    /**
     * Of each chunk that is needed, the one entry that stays; several where it cannot be had from any.
     *
     * @param uses of all packs that are listed, and of others in which something stays
     * @param unsound places for which the proof did not hold, of chunks for which it holds elsewhere
     */
    public record Choice(BitSet stays, BitSet nodes, Map<UUID, Use> uses, Set<IndexEntry> unsound) {}

    /**
     * Chooses, of the places of each chunk in packs that are there: the newest of those that do not go, if there are any. Where a place is given up by that, only one for which the
     * proof holds is chosen; all stay where it holds for none.
     *
     * @param there whether a pack is
     * @param goes whether a pack is to go, unless something in it has no other place
     * @param proof that a chunk can be had from a place
     * @param unlisted what lies in packs that no index lists, and that are to go, in the order of the chunks
     */
    public Choice choose(Predicate<UUID> there, Predicate<UUID> goes, Proof proof, List<IndexEntry> unlisted)
            throws IOException {
        Choosing choosing = new Choosing(goes, proof, unlisted);
        index.forEach((number, entry) -> {
            if ((content.get(number) || nodes.get(number)) && there.test(entry.pack())) {
                choosing.add(number, entry);
            }
        });
        choosing.decide();
        Map<UUID, Use> uses = new HashMap<>(choosing.unlistedUses());
        index.forEach((number, entry) -> {
            Use use = uses.getOrDefault(entry.pack(), Use.NONE);
            uses.put(entry.pack(), choosing.stays().get(number) ? use.and(entry) : use);
        });
        return new Choice(choosing.stays(), nodes, uses, choosing.unsound());
    }
}

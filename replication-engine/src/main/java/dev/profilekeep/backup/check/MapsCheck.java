package dev.profilekeep.backup.check;

import dev.profilekeep.backup.chunk.ChunkMissingException;
import dev.profilekeep.backup.chunk.ChunkStore;
import dev.profilekeep.backup.chunk.MapContent;
import dev.profilekeep.backup.index.IndexEntry;
import dev.profilekeep.backup.live.LongSet;
import dev.profilekeep.backup.live.MergedIndex;
import dev.profilekeep.backup.live.NeededIds;
import dev.profilekeep.backup.live.NodeSet;
import dev.profilekeep.backup.live.SnapshotMaps;
import dev.profilekeep.backup.pack.PackDamagedException;
import dev.profilekeep.backup.seal.SealException;
import dev.profilekeep.backup.snapshot.ContainerFacts;
import dev.profilekeep.backup.snapshot.SnapshotHead;
import dev.profilekeep.content.ChunkId;
import dev.profilekeep.content.ContentMap;
import dev.profilekeep.content.MapDamagedException;
import dev.profilekeep.content.MapEntry;
import dev.profilekeep.content.MapReader;
import dev.profilekeep.content.MapWalk;
import dev.profilekeep.content.NodeRef;
import dev.profilekeep.content.Place;
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

/**
 * Goes through the maps of all snapshots: first each node once, to learn whether anything is missing; if so again, passing over what is sound, to learn who
 * misses it. Some 20 bytes of memory for each node of the maps of some hundred containers. One thread.
 */
final class MapsCheck {
    /** Causes that are told apart; what is missing beyond is named as being nowhere. */
    private static final int MOST_CAUSES = 1_000_000;

    private final MergedIndex index;
    private final PacksCheck packs;
    private final Problems problems;
    private final CheckExtent extent;
    private final Progress progress;
    private final ChunkStore store;
    private final MapContent content;
    private final MapWalk walk;
    private final MapReader reader;
    private final SecureRandom random;
    private final NeededIds needed;
    /** Of ids that are nowhere. */
    private final LongSet missing = new LongSet();

    private final Map<Long, Problems.Cause> causes = new HashMap<>();
    private final Set<IndexEntry> unlistedChunks = new HashSet<>();
    /** Of small chunks that are not what was on the disk. */
    private final NodeSet wrong;

    private boolean broken;
    private boolean unread;
    private final Set<CheckReport.BrokenMap> brokenMaps = new HashSet<>();
    private final Set<ChunkId> brokenBundles = new HashSet<>();
    private final Set<String> verified = new HashSet<>();
    private final Set<UUID> snapshots = new HashSet<>();
    private long maps;

    MapsCheck(
            MergedIndex index,
            PacksCheck packs,
            Problems problems,
            CheckExtent extent,
            Progress progress,
            ChunkStore store,
            SecureRandom random) {
        this.index = index;
        this.packs = packs;
        this.problems = problems;
        this.extent = extent;
        this.progress = progress;
        this.store = store;
        this.content = new MapContent(store);
        this.walk = new MapWalk(content);
        this.reader = new MapReader(content);
        this.random = random;
        this.needed = new NeededIds(this::look);
        this.wrong = new NodeSet(random);
    }

    void run(SnapshotMaps all) throws IOException {
        First first = new First(all);
        all.forEach(first);
        needed.end();
        if (broken || !missing.isEmpty() || !wrong.isEmpty()) {
            findCauses();
            all.forEach(new Second());
            if (!brokenBundles.isEmpty()) {
                index.forEach((number, entry) -> {
                    if (brokenBundles.contains(entry.id())) {
                        packs.lose(entry);
                    }
                });
            }
        }
    }

    private void look(NeededIds.Keys keys) throws IOException {
        BitSet found = new BitSet(keys.count());
        index.forEach((number, entry) -> {
            int key = keys.find(entry);
            if (key >= 0 && packs.isUsable(entry)) {
                found.set(key);
            }
        });
        for (int key = found.nextClearBit(0); key < keys.count(); key = found.nextClearBit(key + 1)) {
            missing.add(keys.key(key));
        }
    }

    private void findCauses() throws IOException {
        if (missing.isEmpty()) {
            return;
        }
        index.forEach((number, entry) -> {
            long key = NeededIds.key(entry.id());
            if (missing.contains(key) && causes.size() < MOST_CAUSES && !packs.isUsable(entry)) {
                causes.putIfAbsent(key, packs.cause(entry));
            }
        });
        for (UUID pack : packs.unlisted()) {
            Problems.Cause cause = new Problems.Cause(ProblemKind.PACK_UNLISTED, PacksCheck.where(pack));
            packs.tellOf(pack).forEach(entry -> {
                long key = NeededIds.key(entry.id());
                if (missing.contains(key) && causes.size() < MOST_CAUSES) {
                    causes.put(key, cause);
                }
            });
        }
        if (causes.size() < missing.size()) {
            findUnlisted();
        }
    }

    /** An earlier repair took out of the indexes what could not be read then: perhaps it can be now. */
    private void findUnlisted() throws IOException {
        for (UUID pack : packs.listed()) {
            for (IndexEntry entry : packs.tellOf(pack)) {
                long key = NeededIds.key(entry.id());
                if (missing.contains(key)
                        && !causes.containsKey(key)
                        && unlistedChunks.size() < MOST_CAUSES
                        && packs.canBeRead(entry)) {
                    unlistedChunks.add(entry);
                }
            }
        }
    }

    /** Chunks that somebody needs, and that no index lists although a pack has them. */
    Set<IndexEntry> unlistedChunks() {
        return unlistedChunks;
    }

    /** The chunk that holds an entry. */
    private ChunkId chunk(MapEntry entry) {
        Place place = entry.place();
        return place == null ? store.name(entry.digest()) : place.bundle();
    }

    /** Whether all maps were gone through, so that what is needed is known. */
    boolean isComplete() {
        return !unread && brokenMaps.isEmpty();
    }

    /** Whether something that is needed is nowhere. */
    boolean misses() {
        return !missing.isEmpty();
    }

    /** Whether that chunk is needed, and nowhere. */
    boolean misses(ChunkId id) {
        return missing.contains(NeededIds.key(id));
    }

    private void damaged(UUID snapshot, IOException why) {
        unread = true;
        problems.add(ProblemKind.SNAPSHOT, "snapshots/" + snapshot, FilesCheck.message(why));
    }

    private void requireGoOn() {
        if (!progress.at(packs.bytesRead(), packs.bytesRead())) {
            throw new CancellationException("the check was ended");
        }
    }

    /** Those of which a node, or the head, cannot be read. */
    Set<CheckReport.BrokenMap> broken() {
        return brokenMaps;
    }

    private void broken(SnapshotHead snapshot, ContainerFacts container) {
        brokenMaps.add(
                new CheckReport.BrokenMap(snapshot.id(), container.identity().key()));
    }

    int snapshots() {
        return snapshots.size();
    }

    long maps() {
        return maps;
    }

    /** Learns whether anything is missing. */
    private final class First implements SnapshotMaps.Visitor, MapWalk.Visitor {
        private final SnapshotMaps all;

        First(SnapshotMaps all) {
            this.all = all;
        }

        private NodeSet sound = new NodeSet(random);

        @Override
        public void groupEnded() {
            sound = new NodeSet(random);
        }

        @Override
        public void map(SnapshotHead snapshot, ContainerFacts container, ContentMap map) throws IOException {
            requireGoOn();
            maps++;
            boolean whole = walk.walk(map, this);
            if (whole && verified.add(container.identity().key())) {
                try {
                    reader.verify(map);
                } catch (MapDamagedException e) {
                    problems.affects(
                            new Problems.Cause(ProblemKind.MAP, "snapshots/" + snapshot.id()),
                            FilesCheck.message(e),
                            snapshot,
                            container.identity());
                }
            }
        }

        @Override
        public void damaged(UUID snapshot, IOException why) {
            MapsCheck.this.damaged(snapshot, why);
        }

        @Override
        public void damaged(SnapshotHead snapshot, ContainerFacts container, IOException why) {
            MapsCheck.this.damaged(snapshot.id(), why);
            MapsCheck.this.broken(snapshot, container);
        }

        @Override
        public void done(SnapshotHead snapshot) {
            snapshots.add(snapshot.id());
            if (all.isAhead(snapshot)) {
                problems.add(
                        ProblemKind.SNAPSHOT_AHEAD,
                        "snapshots/" + snapshot.id(),
                        "it is dated ahead of the storage's clock: " + snapshot.made());
            }
        }

        @Override
        public boolean enter(NodeRef node) throws IOException {
            if (sound.contains(node.place())) {
                return false;
            }
            needed.add(node.place().bundle());
            return true;
        }

        @Override
        public boolean entries(List<MapEntry> entries) throws IOException {
            for (MapEntry entry : entries) {
                Place place = entry.place();
                ChunkId id = chunk(entry);
                needed.add(id);
                if (place == null && packs.isUnnamed(NeededIds.key(id))) {
                    missing.add(NeededIds.key(id));
                }
                if (place != null && extent.reads(place.bundle().middle()) && !isRight(entry)) {
                    wrong.add(place);
                }
            }
            return true; // that nodes share what is missing is told apart the second time
        }

        private boolean isRight(MapEntry entry) throws IOException {
            try {
                content.bytes(entry);
                return true;
            } catch (MapDamagedException e) {
                return false;
            } catch (ChunkMissingException | SealException | PackDamagedException e) {
                broken = true;
                brokenBundles.add(chunk(entry));
                return true; // so far as is known: it is not there to be compared
            }
        }

        @Override
        public void broken(NodeRef node, MapDamagedException why) {
            broken = true;
        }

        @Override
        public void sound(NodeRef node) {
            sound.add(node.place());
        }
    }

    /** Learns who misses something. */
    private final class Second implements SnapshotMaps.Visitor {
        private NodeSet sound = new NodeSet(random);

        @Override
        public void groupEnded() {
            sound = new NodeSet(random);
        }

        @Override
        public void map(SnapshotHead snapshot, ContainerFacts container, ContentMap map) throws IOException {
            requireGoOn();
            walk.walk(map, new Finding(snapshot, container));
        }

        @Override
        public void damaged(UUID snapshot, IOException why) {
            MapsCheck.this.damaged(snapshot, why);
        }

        private final class Finding implements MapWalk.Visitor {
            private final SnapshotHead snapshot;
            private final ContainerFacts container;

            Finding(SnapshotHead snapshot, ContainerFacts container) {
                this.snapshot = snapshot;
                this.container = container;
            }

            @Override
            public boolean enter(NodeRef node) {
                return !sound.contains(node.place());
            }

            @Override
            public boolean entries(List<MapEntry> entries) {
                boolean all = true;
                for (MapEntry entry : entries) {
                    Place place = entry.place();
                    ChunkId id = chunk(entry);
                    if (missing.contains(NeededIds.key(id))) {
                        affects(missed(id), "what lies there is needed, and cannot be read");
                        all = false;
                    } else if (brokenBundles.contains(id)) {
                        affects(new Problems.Cause(ProblemKind.CHUNK, "chunk " + id), "it cannot be read");
                        all = false;
                    } else if (place != null && wrong.contains(place)) {
                        affects(
                                new Problems.Cause(ProblemKind.CONTENT, "bundle " + id),
                                "what is stored is not what was on the disk");
                        all = false;
                    }
                }
                return all;
            }

            @Override
            public void broken(NodeRef node, MapDamagedException why) {
                ChunkId bundle = node.place().bundle();
                MapsCheck.this.broken(snapshot, container);
                if (missing.contains(NeededIds.key(bundle))) {
                    affects(missed(bundle), "what lies there is needed, and cannot be read");
                } else {
                    brokenBundles.add(bundle);
                    affects(new Problems.Cause(ProblemKind.MAP, "bundle " + bundle), FilesCheck.message(why));
                }
            }

            private Problems.Cause missed(ChunkId id) {
                Problems.Cause cause = causes.get(NeededIds.key(id));
                return cause == null ? new Problems.Cause(ProblemKind.CHUNK_MISSING, "chunk " + id) : cause;
            }

            private void affects(Problems.Cause cause, String why) {
                problems.affects(cause, why, snapshot, container.identity());
            }

            @Override
            public void sound(NodeRef node) {
                sound.add(node.place());
            }
        }
    }
}

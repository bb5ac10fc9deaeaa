package dev.profilekeep.backup.sweep;

import dev.profilekeep.backup.chunk.ChunkStore;
import dev.profilekeep.backup.live.LongSet;
import dev.profilekeep.backup.live.NeededIds;
import dev.profilekeep.backup.live.NodeSet;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.content.ChunkId;
import dev.profilekeep.content.ContentMap;
import dev.profilekeep.content.MapDamagedException;
import dev.profilekeep.content.MapEntry;
import dev.profilekeep.content.MapWalk;
import dev.profilekeep.content.NodeRef;
import dev.profilekeep.content.Place;
import java.io.Closeable;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;

/**
 * Whether maps are whole, and need what came back from the trash: first all of them are looked at, then each is judged. Some 20 bytes of memory for each of their nodes. One thread.
 */
final class ReturnedMaps implements Closeable {
    /**
     * @param whole whether all that it needs is there
     * @param fromTrash whether some of it lay in the trash alone
     */
    record Verdict(boolean whole, boolean fromTrash) {}

    private final ChunkStore store;
    private final MapWalk walk;
    private final LongSet fromTrash;
    private final MissingIds needed;
    private final Looking looking;
    private final NodeSet plain;
    private LongSet missing = new LongSet();

    /** @param fromTrash what lay there alone */
    ReturnedMaps(Repository repository, LongSet fromTrash) throws IOException {
        this.store = repository.chunks();
        this.walk = new MapWalk(repository.content());
        this.fromTrash = fromTrash;
        this.needed = new MissingIds(repository.files());
        SecureRandom random = new SecureRandom();
        this.looking = new Looking(new NodeSet(random));
        this.plain = new NodeSet(random);
    }

    void look(ContentMap map) throws IOException {
        walk.walk(map, looking);
    }

    /** All were looked at. */
    void looked() throws IOException {
        missing = needed.end();
    }

    Verdict verdict(ContentMap map) throws IOException {
        Judging judging = new Judging();
        boolean sound = walk.walk(map, judging);
        return new Verdict(sound && !judging.misses, judging.hasFromTrash);
    }

    private ChunkId chunk(MapEntry entry) {
        Place place = entry.place();
        return place == null ? store.name(entry.digest()) : place.bundle();
    }

    @Override
    public void close() throws IOException {
        needed.close();
    }

    private final class Looking implements MapWalk.Visitor {
        private final NodeSet seen;

        Looking(NodeSet seen) {
            this.seen = seen;
        }

        @Override
        public boolean enter(NodeRef node) throws IOException {
            needed.add(node.place().bundle());
            return seen.add(node.place());
        }

        @Override
        public boolean entries(List<MapEntry> entries) throws IOException {
            for (MapEntry entry : entries) {
                needed.add(chunk(entry));
            }
            return true;
        }

        @Override
        public void broken(NodeRef node, MapDamagedException why) {}

        @Override
        public void sound(NodeRef node) {}
    }

    private final class Judging implements MapWalk.Visitor {
        private boolean misses;
        private boolean hasFromTrash;

        private void judge(ChunkId id) {
            long key = NeededIds.key(id);
            misses |= missing.contains(key);
            hasFromTrash |= fromTrash.contains(key);
        }

        @Override
        public boolean enter(NodeRef node) {
            if (plain.contains(node.place())) {
                return false;
            }
            judge(node.place().bundle());
            return true;
        }

        @Override
        public boolean entries(List<MapEntry> entries) {
            entries.forEach(entry -> judge(chunk(entry)));
            return true;
        }

        @Override
        public void broken(NodeRef node, MapDamagedException why) {}

        /** As long as nothing was found, nothing was found below it. */
        @Override
        public void sound(NodeRef node) {
            if (!misses && !hasFromTrash) {
                plain.add(node.place());
            }
        }
    }
}

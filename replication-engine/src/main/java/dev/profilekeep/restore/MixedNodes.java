package dev.profilekeep.restore;

import dev.profilekeep.backup.chunk.MapContent;
import dev.profilekeep.content.ChunkId;
import dev.profilekeep.content.NodeStore;
import dev.profilekeep.content.Place;
import dev.profilekeep.content.TemporaryNodes;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Nodes of a repository, and beside them new ones in a file of this machine. Does not own either. */
final class MixedNodes implements NodeStore {
    private final MapContent stored;
    private final TemporaryNodes added;
    private final Set<ChunkId> ours = ConcurrentHashMap.newKeySet();

    MixedNodes(MapContent stored, TemporaryNodes added) {
        this.stored = stored;
        this.added = added;
    }

    @Override
    public Place add(byte[] node) throws IOException {
        Place place = added.add(node);
        ours.add(place.bundle());
        return place;
    }

    @Override
    public byte[] get(Place place) throws IOException {
        return ours.contains(place.bundle()) ? added.get(place) : stored.get(place);
    }
}

package dev.profilekeep.replica;

import dev.profilekeep.content.ChunkId;
import dev.profilekeep.content.MapDamagedException;
import dev.profilekeep.content.NodeStore;
import dev.profilekeep.content.Place;
import dev.profilekeep.content.TemporaryNodes;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Nodes of an earlier map, which are only read, and new ones in a temporary file. Safe for several threads that read. */
final class PairNodes implements NodeStore, Closeable {
    /** Marks places of new nodes. */
    private static final long NEW = 1;

    private final @Nullable NodeStore earlier;
    private final TemporaryNodes fresh;

    PairNodes(@Nullable NodeStore earlier) throws IOException {
        this.earlier = earlier;
        this.fresh = TemporaryNodes.open();
    }

    @Override
    public Place add(byte[] node) throws IOException {
        Place place = fresh.add(node);
        return new Place(new ChunkId(NEW, place.bundle().middle(), 0), place.offset(), place.length());
    }

    @Override
    public byte[] get(Place place) throws IOException {
        if (place.bundle().high() == NEW) {
            return fresh.get(place);
        }
        if (earlier == null) {
            throw new MapDamagedException("there is no node at " + place);
        }
        return earlier.get(place);
    }

    @Override
    public void close() throws IOException {
        fresh.close();
    }
}

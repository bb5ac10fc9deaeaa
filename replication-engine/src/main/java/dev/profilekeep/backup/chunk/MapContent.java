package dev.profilekeep.backup.chunk;

import dev.profilekeep.content.MapDamagedException;
import dev.profilekeep.content.MapEntry;
import dev.profilekeep.content.NodeStore;
import dev.profilekeep.content.Place;
import dev.profilekeep.content.Sha256;
import java.io.IOException;

/** Gives back what maps name: their nodes, and the bytes of their entries. Takes up to 16 MiB of memory. Safe for several threads. */
public final class MapContent implements NodeStore {
    private final ChunkStore store;
    private final BundleCache bundles;

    public MapContent(ChunkStore store) {
        this.store = store;
        this.bundles = new BundleCache(store);
    }

    /** There is nothing to add to. */
    @Override
    public Place add(byte[] node) {
        throw new UnsupportedOperationException("this is for reading");
    }

    @Override
    public byte[] get(Place place) throws IOException {
        return bundles.node(place);
    }

    /**
     * The bytes of an entry, piece after piece.
     *
     * @throws ChunkMissingException if they are nowhere
     * @throws MapDamagedException if they are not those that were on the disk
     */
    public byte[] bytes(MapEntry entry) throws IOException {
        Place place = entry.place();
        byte[] bytes = place == null ? store.get(store.name(entry.digest())) : bundles.get(place);
        if (bytes.length != entry.length() || !Sha256.of(bytes).equals(entry.digest())) {
            throw new MapDamagedException(
                    "what is stored for byte " + entry.diskOffset() + " of the disk is not what was there");
        }
        return bytes;
    }
}

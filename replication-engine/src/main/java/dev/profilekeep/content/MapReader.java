package dev.profilekeep.content;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads a map. Stateless. */
public final class MapReader {
    private final NodeStore store;

    /** @param store that has the nodes of the maps to be read */
    public MapReader(NodeStore store) {
        this.store = store;
    }

    /** Its entries, in the order of the disk. */
    public EntryCursor entries(ContentMap map) {
        return new EntryCursor(store, map.entries());
    }

    /** All nodes of it, of which several may lie in one bundle; reads the branches and leaves. */
    public void forEachNode(ContentMap map, Consumer<NodeRef> each) throws IOException {
        NodeRef entries = map.entries();
        if (entries != null) {
            TreeReader.forEachNode(store, entries, each);
        }
        for (Optional<NodeRef> records : map.records()) {
            if (records.isPresent()) {
                TreeReader.forEachNode(store, records.get(), each);
            }
        }
    }

    /**
     * Computes the root from the entries.
     *
     * @throws MapDamagedException if it is not the map's
     */
    public void verify(ContentMap map) throws IOException {
        RootDigest root = new RootDigest(map.kind(), map.sizes(), map.virtualSize(), map.logicalSectorSize());
        EntryCursor entries = entries(map);
        for (MapEntry entry = entries.next(); entry != null; entry = entries.next()) {
            root.chunk(entry.pieces(), entry.digest());
        }
        Sha256 computed = root.end();
        if (!computed.equals(map.root())) {
            throw new MapDamagedException("the entries of a content map give " + computed + ", not " + map.root());
        }
    }
}

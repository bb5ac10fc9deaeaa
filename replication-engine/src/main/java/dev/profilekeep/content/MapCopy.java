package dev.profilekeep.content;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a map anew in another store, where things have other places. What it says of the disk is the same, and is compared with its root while it is read. Takes
 * some 150 bytes for each node of the known map, and two leaves. One thread.
 */
public final class MapCopy {
    private static final Logger LOG = LoggerFactory.getLogger(MapCopy.class);

    /** Has the content of entries there. */
    public interface Content {
        /**
         * Has one there.
         *
         * @param entry as the map to be copied has it
         * @param known of the same bytes at the same place of the disk, as the other store has it; null if there is none
         * @return where it lies there; null if it is kept under its own name
         */
        @Nullable
        Place keep(MapEntry entry, @Nullable MapEntry known) throws IOException;
    }

    private final NodeStore from;
    private final NodeStore to;
    private final Content content;

    /**
     * @param from has the nodes of maps to be copied
     * @param to gets those of the copies
     */
    public MapCopy(NodeStore from, NodeStore to, Content content) {
        this.from = from;
        this.to = to;
        this.content = content;
    }

    /**
     * Copies a map.
     *
     * @param known of the same container in the other store, with which the copy shares what is the same; null if there is none. One that cannot be read
     *     does no harm
     * @throws MapDamagedException if the map cannot be read, or is not what was written
     */
    public ContentMap copy(ContentMap map, @Nullable ContentMap known) throws IOException {
        var shared = new Known(known);
        NodeRef entries = entries(map, shared).orElse(null);
        List<Optional<NodeRef>> records = new ArrayList<>();
        for (Optional<NodeRef> tree : map.records()) {
            records.add(records(tree.orElse(null), shared.nodes));
        }
        return new ContentMap(
                map.rawReasons(),
                map.sizes(),
                map.virtualSize(),
                map.logicalSectorSize(),
                map.physicalSectorSize(),
                map.root(),
                map.made(),
                map.countedBytes(),
                map.chunkBytes(),
                map.chunks(),
                entries,
                records,
                map.signatures(),
                map.signaturesComplete());
    }

    private Optional<NodeRef> entries(ContentMap map, Known shared) throws IOException {
        EntryWriter writer = new EntryWriter(new TreeWriter(to, shared.nodes));
        RootDigest root = new RootDigest(map.kind(), map.sizes(), map.virtualSize(), map.logicalSectorSize());
        EntryCursor cursor = new EntryCursor(from, map.entries());
        for (MapEntry entry = cursor.next(); entry != null; entry = cursor.next()) {
            root.chunk(entry.pieces(), entry.digest());
            Place place = content.keep(entry, shared.same(entry));
            writer.add(new MapEntry(entry.owner(), entry.pieces(), entry.digest(), place));
        }
        Sha256 computed = root.end();
        if (!computed.equals(map.root())) {
            throw new MapDamagedException("the entries of a content map give " + computed + ", not " + map.root());
        }
        return writer.finish();
    }

    private Optional<NodeRef> records(@Nullable NodeRef root, KnownNodes nodes) throws IOException {
        TreeReader leaves = new TreeReader(from, root);
        TreeWriter writer = new TreeWriter(to, nodes);
        for (Optional<TreeReader.Leaf> leaf = leaves.next(); leaf.isPresent(); leaf = leaves.next()) {
            NodeRef ref = leaf.get().ref();
            writer.leaf(ref.key(), ref.count(), leaf.get().node());
        }
        return writer.finish();
    }

    /** What the other store has of the container. */
    private final class Known {
        final KnownNodes nodes;
        private @Nullable EntryCursor entries;

        Known(@Nullable ContentMap map) throws IOException {
            KnownNodes found = KnownNodes.none();
            if (map != null) {
                try {
                    found.add(to, map.entries());
                    for (Optional<NodeRef> tree : map.records()) {
                        found.add(to, tree.orElse(null));
                    }
                    entries = new EntryCursor(to, map.entries());
                } catch (MapDamagedException e) {
                    LOG.warn("A copy shares nothing with an earlier map that cannot be read: {}", e.getMessage());
                    found = KnownNodes.none();
                }
            }
            this.nodes = found;
        }

        @Nullable
        MapEntry same(MapEntry entry) throws IOException {
            if (entries == null) {
                return null;
            }
            try {
                MapEntry there = entries.at(entry.diskOffset());
                return there != null && there.digest().equals(entry.digest()) && there.length() == entry.length()
                        ? there
                        : null;
            } catch (MapDamagedException e) {
                entries = null;
                return null;
            }
        }
    }
}

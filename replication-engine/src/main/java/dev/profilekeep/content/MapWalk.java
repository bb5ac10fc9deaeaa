package dev.profilekeep.content;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Goes over all nodes of maps, and can pass over those that it came by before: maps of one container share most of them. Stateless. */
public final class MapWalk {
    /** More than any tree has: 2⁶⁴ leaves two by two. */
    private static final int MOST_LEVELS = 64;

    private final NodeStore store;

    /** @param store that has the nodes */
    public MapWalk(NodeStore store) {
        this.store = store;
    }

    /** Is told what there is. */
    public interface Visitor {
        /**
         * Before a node is read.
         *
         * @return false to pass over it and all below it, as being sound
         */
        boolean enter(NodeRef node) throws IOException;

        /**
         * What a leaf holds.
         *
         * @return whether that is sound
         */
        boolean entries(List<MapEntry> entries) throws IOException;

        /** A node cannot be read, or is not what was written; what is below it is not known. */
        void broken(NodeRef node, MapDamagedException why) throws IOException;

        /** All of a node and of what is below it was sound. */
        void sound(NodeRef node);
    }

    /**
     * Goes over a map; what is broken stops nothing.
     *
     * @return whether all was sound
     */
    public boolean walk(ContentMap map, Visitor visitor) throws IOException {
        boolean sound = tree(map.entries(), visitor);
        for (Optional<NodeRef> records : map.records()) {
            sound &= tree(records.orElse(null), visitor);
        }
        return sound;
    }

    private boolean tree(@Nullable NodeRef root, Visitor visitor) throws IOException {
        return root == null || node(root, visitor, MOST_LEVELS);
    }

    private boolean node(NodeRef ref, Visitor visitor, int levels) throws IOException {
        if (!visitor.enter(ref)) {
            return true;
        }
        List<NodeRef> below = List.of();
        List<MapEntry> entries = List.of();
        try {
            byte[] node = TreeReader.read(store, ref);
            if (Branch.is(node)) {
                if (levels == 0) {
                    throw new MapDamagedException("a content map has more than " + MOST_LEVELS + " levels");
                }
                below = Branch.decode(node);
            } else if (node[0] == NodeKind.RECORDS.code()) {
                RecordPage.decode(node);
            } else {
                entries = EntryLeaf.decode(node);
            }
        } catch (MapDamagedException e) {
            visitor.broken(ref, e);
            return false;
        }
        boolean sound = entries.isEmpty() || visitor.entries(entries);
        for (NodeRef child : below) {
            sound &= node(child, visitor, levels - 1);
        }
        if (sound) {
            visitor.sound(ref);
        }
        return sound;
    }
}

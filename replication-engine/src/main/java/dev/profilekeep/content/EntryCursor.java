package dev.profilekeep.content;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Walks over the entries of a map in the order of the disk. One thread. */
public final class EntryCursor {
    private final TreeReader tree;
    private List<MapEntry> leaf = List.of();
    private int next;
    private long last = -1;

    EntryCursor(NodeStore store, @Nullable NodeRef root) {
        this.tree = new TreeReader(store, root);
    }

    /** The next entry, which stays the next; null behind the last. */
    public @Nullable MapEntry peek() throws IOException {
        while (next == leaf.size()) {
            Optional<TreeReader.Leaf> more = tree.next();
            if (more.isEmpty()) {
                return null;
            }
            leaf = EntryLeaf.decode(more.get().node());
            next = 0;
        }
        return leaf.get(next);
    }

    /** The next entry; null behind the last. */
    public @Nullable MapEntry next() throws IOException {
        MapEntry entry = peek();
        if (entry != null) {
            if (entry.diskOffset() <= last) {
                throw new MapDamagedException("the entries of a content map are not in order at " + entry.diskOffset());
            }
            last = entry.diskOffset();
            next++;
        }
        return entry;
    }

    /** Passes over what begins before {@code diskOffset}; the entry that begins there, or null. */
    public @Nullable MapEntry at(long diskOffset) throws IOException {
        MapEntry entry = peek();
        while (entry != null && entry.diskOffset() < diskOffset) {
            next();
            entry = peek();
        }
        return entry != null && entry.diskOffset() == diskOffset ? entry : null;
    }
}

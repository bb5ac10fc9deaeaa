package dev.profilekeep.content;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Builds a tree from its leaves, in the order of their keys. Where one branch ends and the next begins follows from what the children
 * are, so that two trees that differ in a few leaves share all branches but those above them. One thread.
 */
final class TreeWriter {
    /** A branch ends behind a child whose digest ends so: on average every 64th. */
    private static final long CUT = 0x3f;

    private static final int MOST_CHILDREN = 256;

    private final NodeStore store;
    private final KnownNodes known;
    private final List<List<NodeRef>> levels = new ArrayList<>();

    TreeWriter(NodeStore store, KnownNodes known) {
        this.store = store;
        this.known = known;
    }

    void leaf(long key, long count, byte[] node) throws IOException {
        add(0, ref(key, count, node));
    }

    private NodeRef ref(long key, long count, byte[] node) throws IOException {
        Sha256 digest = Sha256.of(node);
        Optional<Place> place = known.find(digest);
        return new NodeRef(key, count, digest, place.isPresent() ? place.get() : store.add(node));
    }

    private void add(int level, NodeRef child) throws IOException {
        if (level == levels.size()) {
            levels.add(new ArrayList<>());
        }
        List<NodeRef> children = levels.get(level);
        children.add(child);
        // Two at least, or a tree could grow without end.
        boolean cut = (child.digest().d() & CUT) == 0 && children.size() > 1;
        if (cut || children.size() == MOST_CHILDREN) {
            flush(level);
        }
    }

    private void flush(int level) throws IOException {
        List<NodeRef> children = List.copyOf(levels.get(level));
        levels.get(level).clear();
        long count = children.stream().mapToLong(NodeRef::count).sum();
        add(level + 1, ref(children.get(0).key(), count, Branch.encode(children)));
    }

    /** The root; empty if there are no leaves. */
    Optional<NodeRef> finish() throws IOException {
        for (int level = 0; level < levels.size(); level++) {
            List<NodeRef> children = levels.get(level);
            if (level == levels.size() - 1 && children.size() == 1) {
                return Optional.of(children.get(0));
            }
            if (!children.isEmpty()) {
                flush(level);
            }
        }
        return Optional.empty();
    }
}

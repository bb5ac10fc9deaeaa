package dev.profilekeep.content;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Gives the leaves of a tree in their order. One thread. */
final class TreeReader {
    /** A leaf and what its branch says of it. */
    record Leaf(NodeRef ref, byte[] node) {}

    /** More than any tree has: 2⁶⁴ leaves two by two. */
    private static final int MOST_LEVELS = 64;

    private final NodeStore store;
    private final Deque<Iterator<NodeRef>> open = new ArrayDeque<>();

    /** @param root null for a tree without leaves */
    TreeReader(NodeStore store, @Nullable NodeRef root) {
        this.store = store;
        if (root != null) {
            open.push(List.of(root).iterator());
        }
    }

    /** The next leaf; empty behind the last. */
    Optional<Leaf> next() throws IOException {
        while (!open.isEmpty()) {
            Iterator<NodeRef> children = open.element();
            if (!children.hasNext()) {
                open.pop();
                continue;
            }
            NodeRef ref = children.next();
            byte[] node = read(store, ref);
            if (!Branch.is(node)) {
                return Optional.of(new Leaf(ref, node));
            }
            if (open.size() == MOST_LEVELS) {
                throw new MapDamagedException("a content map has more than " + MOST_LEVELS + " levels");
            }
            open.push(Branch.decode(node).iterator());
        }
        return Optional.empty();
    }

    static byte[] read(NodeStore store, NodeRef ref) throws IOException {
        byte[] node = store.get(ref.place());
        if (node.length == 0 || !Sha256.of(node).equals(ref.digest())) {
            throw new MapDamagedException("a node of a content map is not the one that was written: " + ref.digest());
        }
        return node;
    }

    /** All nodes of a tree, each before those below it, without their bytes; reads all of them. */
    static void forEachNode(NodeStore store, NodeRef root, Consumer<NodeRef> each) throws IOException {
        Deque<NodeRef> rest = new ArrayDeque<>();
        rest.push(root);
        while (!rest.isEmpty()) {
            NodeRef ref = rest.pop();
            each.accept(ref);
            byte[] node = read(store, ref);
            if (Branch.is(node)) {
                Branch.decode(node).forEach(rest::push);
            }
        }
    }
}

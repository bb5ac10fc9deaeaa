package dev.profilekeep.content;

import java.util.ArrayList;
import java.util.List;

/** A node that names other nodes: its kind, how many, and each. */
final class Branch {
    private Branch() {}

    static boolean is(byte[] node) {
        return node[0] == NodeKind.BRANCH.code();
    }

    static byte[] encode(List<NodeRef> children) {
        NodeWriter node = new NodeWriter().raw(new byte[] {NodeKind.BRANCH.code()});
        node.number(children.size());
        children.forEach(child -> child.write(node));
        return node.toBytes();
    }

    static List<NodeRef> decode(byte[] node) throws MapDamagedException {
        NodeScanner from = new NodeScanner("a branch of a content map", node);
        from.raw(1);
        int count = from.count(NodeRef.LEAST);
        List<NodeRef> children = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            children.add(NodeRef.read(from));
        }
        from.end();
        return children;
    }
}

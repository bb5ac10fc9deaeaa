package dev.profilekeep.content;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The entries of a map by their number; remembers where leaves are, and keeps the leaves that were used last. Safe for several threads. */
final class EntryTable {
    private static final int KEPT = 64;

    private final NodeStore store;
    private final List<NodeRef> leaves = new ArrayList<>();
    private final int[] firsts;
    private final Map<Integer, List<MapEntry>> kept = new LinkedHashMap<>(KEPT, 0.75f, true);

    EntryTable(NodeStore store, ContentMap map) throws IOException {
        this.store = store;
        TreeReader tree = new TreeReader(store, map.entries());
        int[] counts = new int[1024];
        int entries = 0;
        for (Optional<TreeReader.Leaf> leaf = tree.next(); leaf.isPresent(); leaf = tree.next()) {
            if (leaves.size() == counts.length) {
                counts = Arrays.copyOf(counts, 2 * counts.length);
            }
            counts[leaves.size()] = entries;
            leaves.add(leaf.get().ref());
            entries += EntryLeaf.decode(leaf.get().node()).size();
        }
        this.firsts = Arrays.copyOf(counts, leaves.size());
    }

    MapEntry entry(int number) throws IOException {
        int found = Arrays.binarySearch(firsts, number);
        int leaf = found >= 0 ? found : -found - 2;
        return leaf(leaf).get(number - firsts[leaf]);
    }

    private synchronized List<MapEntry> leaf(int number) throws IOException {
        List<MapEntry> leaf = kept.get(number);
        if (leaf == null) {
            leaf = EntryLeaf.decode(TreeReader.read(store, leaves.get(number)));
            kept.put(number, leaf);
            if (kept.size() > KEPT) {
                kept.remove(kept.keySet().iterator().next());
            }
        }
        return leaf;
    }
}

package dev.profilekeep.content;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the tree of entries, which come in the order of the disk. A leaf ends where the entries themselves say. One thread. */
final class EntryWriter {
    /** A leaf ends behind an entry whose digest ends so: on average every 32nd. */
    private static final long CUT = 0x1f;

    private static final int MOST_ENTRIES = 256;
    /** One entry can name 4,096 pieces or more, of up to 20 bytes. */
    private static final int MOST_PIECES = 100_000;

    private final TreeWriter tree;
    private final List<MapEntry> entries = new ArrayList<>();
    private int pieces;

    EntryWriter(TreeWriter tree) {
        this.tree = tree;
    }

    void add(MapEntry entry) throws IOException {
        entries.add(entry);
        pieces += entry.pieces().size();
        if ((entry.digest().d() & CUT) == 0 || entries.size() == MOST_ENTRIES || pieces >= MOST_PIECES) {
            flush();
        }
    }

    private void flush() throws IOException {
        if (!entries.isEmpty()) {
            tree.leaf(entries.get(0).diskOffset(), entries.size(), EntryLeaf.encode(entries));
            entries.clear();
            pieces = 0;
        }
    }

    Optional<NodeRef> finish() throws IOException {
        flush();
        return tree.finish();
    }
}

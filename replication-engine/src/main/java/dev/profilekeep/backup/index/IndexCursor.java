package dev.profilekeep.backup.index;

import dev.profilekeep.content.ChunkId;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goes through an index in order, with a page of it in memory. One thread. */
final class IndexCursor implements AutoCloseable {
    private final IndexReader index;
    private int page;
    private int at;
    private List<IndexEntry> entries = List.of();
    private @Nullable ChunkId last;

    IndexCursor(IndexReader index) {
        this.index = index;
    }

    /** Null after the last. */
    @Nullable
    IndexEntry next() throws IOException {
        while (at == entries.size()) {
            if (page == index.pages()) {
                return null;
            }
            entries = index.entriesOf(page++);
            at = 0;
        }
        IndexEntry entry = entries.get(at++);
        if (last != null && last.compareTo(entry.id()) >= 0) {
            throw new IndexDamagedException(index + " is not in order at chunk " + entry.id());
        }
        last = entry.id();
        return entry;
    }

    @Override
    public void close() {}
}

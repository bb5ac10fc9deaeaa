package dev.profilekeep.backup.index;

import dev.profilekeep.backup.seal.SealedWriter;
import dev.profilekeep.content.ChunkId;
import java.io.IOException;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes one index of several. */
public final class IndexMerge {
    private IndexMerge() {}

    private static final class Source implements Comparable<Source> {
        private final IndexCursor cursor;
        private final int rank;
        private @Nullable IndexEntry head;

        Source(IndexCursor cursor, int rank) throws IOException {
            this.cursor = cursor;
            this.rank = rank;
            this.head = cursor.next();
        }

        IndexEntry head() {
            if (head == null) {
                throw new IllegalStateException("this source is at its end");
            }
            return head;
        }

        @Override
        public int compareTo(Source other) {
            int order = head().compareTo(other.head());
            return order == 0 ? Integer.compare(rank, other.rank) : order;
        }
    }

    /**
     * Writes all entries that are to be kept; of a chunk that several list, the entry of the first of them that is kept. Memory: a page of each source, and what the
     * writer takes for the sum of their entries.
     */
    public static void write(List<IndexReader> sources, Predicate<IndexEntry> keep, SealedWriter target)
            throws IOException {
        long most = 0;
        PriorityQueue<Source> queue = new PriorityQueue<>(Math.max(1, sources.size()));
        for (int rank = 0; rank < sources.size(); rank++) {
            most += sources.get(rank).entries();
            Source source = new Source(sources.get(rank).cursor(), rank);
            if (source.head != null) {
                queue.add(source);
            }
        }
        IndexWriter writer = new IndexWriter(target, most);
        ChunkId written = null;
        for (Source source = queue.poll(); source != null; source = queue.poll()) {
            IndexEntry entry = source.head();
            if (!entry.id().equals(written) && keep.test(entry)) {
                writer.add(entry);
                written = entry.id();
            }
            source.head = source.cursor.next();
            if (source.head != null) {
                queue.add(source);
            }
        }
        writer.finish();
    }
}

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
        for (IndexReader source : sources) {
            most += source.entries();
        }
        IndexWriter writer = new IndexWriter(target, most);
        walk(sources, new IndexReader.Sink() {
            private @Nullable ChunkId written;

            @Override
            public void accept(IndexEntry entry) throws IOException {
                if (!entry.id().equals(written) && keep.test(entry)) {
                    writer.add(entry);
                    written = entry.id();
                }
            }
        });
        writer.finish();
    }

    /** Goes through all entries in the order of their ids; of a chunk that several list, in the order of the sources. Memory: a page of each source. */
    public static void walk(List<IndexReader> sources, IndexReader.Sink each) throws IOException {
        PriorityQueue<Source> queue = new PriorityQueue<>(Math.max(1, sources.size()));
        for (int rank = 0; rank < sources.size(); rank++) {
            Source source = new Source(sources.get(rank).cursor(), rank);
            if (source.head != null) {
                queue.add(source);
            }
        }
        for (Source source = queue.poll(); source != null; source = queue.poll()) {
            each.accept(source.head());
            source.head = source.cursor.next();
            if (source.head != null) {
                queue.add(source);
            }
        }
    }
}

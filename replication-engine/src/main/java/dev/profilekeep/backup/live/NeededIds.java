package dev.profilekeep.backup.live;

import dev.profilekeep.backup.index.IndexEntry;
import dev.profilekeep.content.ChunkId;
import java.io.IOException;
import java.util.Arrays;

/**
 * Ids that something needs, on their way to be looked for in all indexes at once: a batch at a time, sorted, so that each page of an index is read once for it. Of an id its
 * first 64 bits count. One thread.
 */
public final class NeededIds {
    /** Ids of a batch, 8 bytes each: ten billion needs are some thousand passes at most, those of one night a few. */
    private static final int BATCH = 4 << 20;

    private static final int RECENT = 1 << 14;

    /** Looks for a batch. */
    public interface Pass {
        /** @param keys sorted, each once */
        void look(Keys keys) throws IOException;
    }

    /** A batch, sorted. */
    public static final class Keys {
        private final long[] keys;
        private final int count;
        private int at;

        private Keys(long[] keys, int count) {
            this.keys = keys;
            this.count = count;
        }

        public int count() {
            return count;
        }

        public long key(int number) {
            return keys[number];
        }

        /**
         * Asked of entries in the order of their ids.
         *
         * @return the number of the entry's key; -1 if it is not needed
         */
        public int find(IndexEntry entry) {
            long key = NeededIds.key(entry.id());
            while (at < count && keys[at] < key) {
                at++;
            }
            return at < count && keys[at] == key ? at : -1;
        }
    }

    private final Pass pass;
    private final long[] recent = new long[RECENT];
    private long[] batch = new long[1024];
    private int count;

    public NeededIds(Pass pass) {
        this.pass = pass;
    }

    /** By which ids are told apart here; in the order of the ids. */
    public static long key(ChunkId id) {
        return id.high() ^ Long.MIN_VALUE;
    }

    public void add(ChunkId id) throws IOException {
        long key = key(id);
        int slot = (int) (key >>> 32) & RECENT - 1;
        if (recent[slot] == key && key != 0) {
            return;
        }
        recent[slot] = key;
        if (count == batch.length) {
            if (count == BATCH) {
                end();
            } else {
                batch = Arrays.copyOf(batch, Math.min(BATCH, 2 * count));
            }
        }
        batch[count++] = key;
    }

    /** Looks for what was added last. */
    public void end() throws IOException {
        if (count == 0) {
            return;
        }
        Arrays.sort(batch, 0, count);
        int distinct = 0;
        for (int i = 0; i < count; i++) {
            if (i == 0 || batch[i] != batch[i - 1]) {
                batch[distinct++] = batch[i];
            }
        }
        count = 0;
        Arrays.fill(recent, 0);
        pass.look(new Keys(batch, distinct));
    }
}

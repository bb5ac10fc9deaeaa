package dev.profilekeep.backup.index;

import dev.profilekeep.backup.seal.SealedWriter;
import dev.profilekeep.content.ChunkId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes an index, entry by entry in the order of their ids. Takes 1.5 bytes of memory for each that is expected. One thread. */
public final class IndexWriter {
    private final SealedWriter target;
    private final long most;
    private final ChunkFilter filter;
    private final ByteBuffer page = ByteBuffer.allocate(IndexFormat.PAGE);
    private final Map<UUID, Integer> packs = new HashMap<>();
    private final List<UUID> inOrder = new ArrayList<>();
    private long[] fences = new long[16];
    private long entries;
    private @Nullable ChunkId last;

    /** @param atMost entries that come; more would make the filter worse, and are refused */
    public IndexWriter(SealedWriter target, long atMost) {
        if (atMost < 0 || atMost > IndexFormat.MOST_ENTRIES) {
            throw new IllegalArgumentException(
                    "an index has 0 to " + IndexFormat.MOST_ENTRIES + " entries, not " + atMost);
        }
        this.target = target;
        this.most = atMost;
        this.filter = ChunkFilter.forChunks(atMost);
    }

    /** @throws IllegalArgumentException if its id is not after that of the one before */
    public void add(IndexEntry entry) throws IOException {
        if (last != null && last.compareTo(entry.id()) >= 0) {
            throw new IllegalArgumentException("entries come in the order of their ids, each once: " + entry.id());
        }
        if (entries == most) {
            throw new IllegalArgumentException("more than the " + most + " entries that were expected");
        }
        last = entry.id();
        if (entries % IndexFormat.PAGE_ENTRIES == 0) {
            int number = (int) (entries / IndexFormat.PAGE_ENTRIES);
            if (number == fences.length) {
                fences = Arrays.copyOf(fences, number * 2);
            }
            fences[number] = entry.id().high();
        }
        entry.id().write(page);
        Integer pack = packs.computeIfAbsent(entry.pack(), id -> {
            inOrder.add(id);
            return inOrder.size() - 1;
        });
        page.putInt(pack).putInt((int) entry.offset()).putInt((int) entry.length());
        filter.add(entry.id());
        entries++;
        if (!page.hasRemaining()) {
            flush();
        }
    }

    /** Writes what belongs after the entries, and finishes the file. */
    public void finish() throws IOException {
        flush();
        long pages = IndexFormat.pages(entries);
        for (int fence = 0; fence < pages; fence++) {
            room(IndexFormat.FENCE);
            page.putLong(fences[fence]);
        }
        flush();
        int atOnce = IndexFormat.PAGE / ChunkFilter.BLOCK_BYTES;
        for (int block = 0; block < filter.blocks(); block += atOnce) {
            filter.write(block, Math.min(atOnce, filter.blocks() - block), page);
            flush();
        }
        for (UUID pack : inOrder) {
            room(IndexFormat.PACK);
            page.putLong(pack.getMostSignificantBits()).putLong(pack.getLeastSignificantBits());
        }
        flush();
        page.putInt(IndexFormat.MAGIC)
                .putInt(0)
                .putLong(entries)
                .putInt(inOrder.size())
                .putInt(filter.blocks());
        page.position(IndexFormat.FOOTER);
        flush();
        target.finish();
    }

    private void room(int bytes) throws IOException {
        if (page.remaining() < bytes) {
            flush();
        }
    }

    private void flush() throws IOException {
        target.write(page.flip());
        page.clear();
        Arrays.fill(page.array(), (byte) 0);
    }
}

package dev.profilekeep.backup.index;

import dev.profilekeep.backup.seal.SealedReader;
import dev.profilekeep.content.ChunkId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An index on storage. Opening it reads fences and packs: 8 bytes of memory for 512 entries; the filter, 1.5 bytes for each, is read when the first chunk is asked
 * for. Safe for several threads.
 */
public final class IndexReader {
    /** Receives entries one by one. */
    @FunctionalInterface
    public interface Sink {
        void accept(IndexEntry entry) throws IOException;
    }

    private static final int BATCH = 256 * 1024;

    private final SealedReader file;
    private final long entries;
    private final int blocks;
    private final long[] fences;
    private final UUID[] packs;
    private volatile @Nullable ChunkFilter filter;

    private IndexReader(SealedReader file, long entries, int packs, int blocks) {
        this.file = file;
        this.entries = entries;
        this.blocks = blocks;
        this.fences = new long[(int) IndexFormat.pages(entries)];
        this.packs = new UUID[packs];
    }

    /** @throws IndexDamagedException if what it says is no index */
    public static IndexReader open(SealedReader file) throws IOException {
        if (file.size() < IndexFormat.FOOTER) {
            throw new IndexDamagedException(file + " is too short for an index");
        }
        ByteBuffer footer = ByteBuffer.allocate(IndexFormat.FOOTER);
        file.readFully(file.size() - IndexFormat.FOOTER, footer);
        footer.flip();
        boolean known = footer.getInt() == IndexFormat.MAGIC && footer.getInt() == 0;
        long entries = footer.getLong();
        int packs = footer.getInt();
        int blocks = footer.getInt();
        boolean sound = known && entries >= 0 && entries <= IndexFormat.MOST_ENTRIES && packs >= 0 && blocks > 0;
        if (!sound || size(entries, packs, blocks) != file.size()) {
            throw new IndexDamagedException(file + " does not end as an index does");
        }
        IndexReader reader = new IndexReader(file, entries, packs, blocks);
        reader.load();
        return reader;
    }

    private static long size(long entries, int packs, int blocks) {
        return entries * IndexFormat.ENTRY
                + IndexFormat.pages(entries) * IndexFormat.FENCE
                + (long) blocks * ChunkFilter.BLOCK_BYTES
                + (long) packs * IndexFormat.PACK
                + IndexFormat.FOOTER;
    }

    private interface Take {
        void from(ByteBuffer bytes, int number);
    }

    /** Reads {@code count} things of one size, in batches. */
    private void each(long offset, int count, int size, Take take) throws IOException {
        int atOnce = BATCH / size;
        ByteBuffer bytes = ByteBuffer.allocate(Math.min(atOnce, Math.max(1, count)) * size);
        for (int number = 0; number < count; number += atOnce) {
            int now = Math.min(atOnce, count - number);
            bytes.clear().limit(now * size);
            file.readFully(offset + (long) number * size, bytes);
            bytes.flip();
            for (int i = 0; i < now; i++) {
                take.from(bytes, number + i);
            }
        }
    }

    private void load() throws IOException {
        each(
                entries * IndexFormat.ENTRY,
                fences.length,
                IndexFormat.FENCE,
                (bytes, at) -> fences[at] = bytes.getLong());
        for (int i = 1; i < fences.length; i++) {
            if (Long.compareUnsigned(fences[i - 1], fences[i]) > 0) {
                throw new IndexDamagedException(file + " is not in order at its page " + i);
            }
        }
        each(
                filterAt() + (long) blocks * ChunkFilter.BLOCK_BYTES,
                packs.length,
                IndexFormat.PACK,
                (bytes, at) -> packs[at] = new UUID(bytes.getLong(), bytes.getLong()));
    }

    private long filterAt() {
        return entries * IndexFormat.ENTRY + (long) fences.length * IndexFormat.FENCE;
    }

    private ChunkFilter filter() throws IOException {
        ChunkFilter loaded = filter;
        if (loaded == null) {
            synchronized (this) {
                loaded = filter;
                if (loaded == null) {
                    ChunkFilter read = ChunkFilter.empty(blocks);
                    each(filterAt(), blocks, ChunkFilter.BLOCK_BYTES, (bytes, at) -> read.read(at, 1, bytes));
                    filter = read;
                    loaded = read;
                }
            }
        }
        return loaded;
    }

    public long entries() {
        return entries;
    }

    /** The packs that hold what it lists. */
    public List<UUID> packs() {
        return List.of(packs);
    }

    /** Whether a chunk may be there; false is sure. Reads nothing, but for the first time. */
    public boolean mayHave(ChunkId id) throws IOException {
        return filter().mayHave(id);
    }

    /** Where a chunk lies; empty if it is not there. Reads a page if the filter lets it. */
    public Optional<IndexEntry> find(ChunkId id) throws IOException {
        if (entries == 0 || !mayHave(id)) {
            return Optional.empty();
        }
        for (int page = firstPage(id.high()); page < fences.length; page++) {
            if (Long.compareUnsigned(fences[page], id.high()) > 0) {
                break;
            }
            Optional<IndexEntry> found = inPage(page(page), id);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** The last page that begins before an id with such a beginning may stand. */
    private int firstPage(long high) {
        int low = 0;
        int end = fences.length;
        while (low < end) {
            int middle = (low + end) >>> 1;
            if (Long.compareUnsigned(fences[middle], high) < 0) {
                low = middle + 1;
            } else {
                end = middle;
            }
        }
        return Math.max(0, low - 1);
    }

    private ByteBuffer page(int number) throws IOException {
        long start = (long) number * IndexFormat.PAGE;
        ByteBuffer page = ByteBuffer.allocate((int) Math.min(IndexFormat.PAGE, entries * IndexFormat.ENTRY - start));
        file.readFully(start, page);
        return page.flip();
    }

    private Optional<IndexEntry> inPage(ByteBuffer page, ChunkId id) throws IOException {
        int low = 0;
        int end = page.limit() / IndexFormat.ENTRY;
        while (low < end) {
            int middle = (low + end) >>> 1;
            page.position(middle * IndexFormat.ENTRY);
            int order = ChunkId.read(page).compareTo(id);
            if (order == 0) {
                page.position(middle * IndexFormat.ENTRY);
                return Optional.of(entry(page));
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                end = middle;
            }
        }
        return Optional.empty();
    }

    private IndexEntry entry(ByteBuffer from) throws IndexDamagedException {
        ChunkId id = ChunkId.read(from);
        int pack = from.getInt();
        long offset = Integer.toUnsignedLong(from.getInt());
        long length = Integer.toUnsignedLong(from.getInt());
        if (pack < 0 || pack >= packs.length || length == 0) {
            throw new IndexDamagedException(file + " has no place for chunk " + id);
        }
        return new IndexEntry(id, packs[pack], offset, length);
    }

    /** All of it in order, page by page. */
    public void forEach(Sink sink) throws IOException {
        try (IndexCursor cursor = cursor()) {
            for (IndexEntry entry = cursor.next(); entry != null; entry = cursor.next()) {
                sink.accept(entry);
            }
        }
    }

    /** Walks through it in order. */
    IndexCursor cursor() {
        return new IndexCursor(this);
    }

    /** Entries of a page; for a cursor. */
    List<IndexEntry> entriesOf(int page) throws IOException {
        ByteBuffer bytes = page(page);
        var all = new ArrayList<IndexEntry>(bytes.limit() / IndexFormat.ENTRY);
        while (bytes.hasRemaining()) {
            all.add(entry(bytes));
        }
        return all;
    }

    int pages() {
        return fences.length;
    }

    @Override
    public String toString() {
        return file.toString();
    }
}

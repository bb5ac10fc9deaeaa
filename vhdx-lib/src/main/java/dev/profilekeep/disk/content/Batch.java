package dev.profilekeep.disk.content;

import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Chunks that follow each other, with one buffer for the bytes of all. Filled by one thread, then worked on by another, then
 * given out by the first.
 */
final class Batch<T> {
    /** Shorter gaps between pieces are read over, rather than made a read of their own. */
    private static final int GAP = 32 * 1024;
    /** Pieces that lie close together are read at once if they fit this. */
    static final int TOGETHER = 1 << 20;

    private enum State {
        DATA,
        ZEROS,
        SKIPPED
    }

    private static final class Item<T> {
        final Chunk chunk;
        final int from;
        final int length;
        State state;

        @Nullable
        T digest;

        Item(Chunk chunk, int from, int length, State state) {
            this.chunk = chunk;
            this.from = from;
            this.length = length;
            this.state = state;
        }
    }

    /** Bytes of the disk that go to one place of the buffer. */
    private record Segment(ByteRange range, int at) {}

    final byte[] bytes;
    /** How far the buffer is taken. */
    int filled;

    private final List<Item<T>> items = new ArrayList<>();
    private final List<Segment> segments = new ArrayList<>();
    private byte @Nullable [] together;
    private long bytesRead;

    Batch(int capacity) {
        this.bytes = new byte[capacity];
    }

    void clear() {
        filled = 0;
        bytesRead = 0;
        items.clear();
        segments.clear();
    }

    int items() {
        return items.size();
    }

    int room() {
        return bytes.length - filled;
    }

    void addZeros(Chunk chunk) {
        items.add(new Item<>(chunk, 0, 0, State.ZEROS));
    }

    void addSkipped(Chunk chunk) {
        items.add(new Item<>(chunk, 0, 0, State.SKIPPED));
    }

    /** Adds a chunk whose bytes are in the buffer. */
    void addRead(Chunk chunk, int from, int length) {
        items.add(new Item<>(chunk, from, length, State.DATA));
    }

    /** Adds a chunk whose bytes are to be read; there is room for it. */
    void addUnread(Chunk chunk) {
        int from = filled;
        for (ByteRange piece : chunk.pieces()) {
            Segment last = segments.isEmpty() ? null : segments.get(segments.size() - 1);
            int count = Math.toIntExact(piece.length());
            if (last != null
                    && last.range().end() == piece.start()
                    && last.at() + last.range().length() == filled) {
                var joined = ByteRange.between(last.range().start(), piece.end());
                segments.set(segments.size() - 1, new Segment(joined, last.at()));
            } else {
                segments.add(new Segment(piece, filled));
            }
            filled += count;
        }
        items.add(new Item<>(chunk, from, filled - from, State.DATA));
    }

    /** Reads what was not, and makes the digests. */
    void work(BlockDevice disk, ChunkDigest<T> digest) throws IOException {
        segments.sort((a, b) -> Long.compare(a.range().start(), b.range().start()));
        for (int i = 0; i < segments.size(); ) {
            i = read(disk, i);
        }
        for (Item<T> item : items) {
            if (item.state != State.DATA) {
                continue;
            }
            if (Zeros.are(bytes, item.from, item.from + item.length)) {
                item.state = State.ZEROS;
            } else {
                item.digest = digest.of(
                        item.chunk,
                        ByteBuffer.wrap(bytes, item.from, item.length).slice());
            }
        }
    }

    /** Reads a segment, or several that lie close together; returns the one after them. */
    private int read(BlockDevice disk, int first) throws IOException {
        ByteRange range = segments.get(first).range();
        long start = range.start();
        long end = range.end();
        int next = first + 1;
        while (next < segments.size()) {
            ByteRange more = segments.get(next).range();
            if (more.start() - end > GAP || more.end() - start > TOGETHER) {
                break;
            }
            end = Math.max(end, more.end());
            next++;
        }
        int count = (int) (end - start);
        bytesRead += count;
        if (next == first + 1) {
            disk.readFully(start, ByteBuffer.wrap(bytes, segments.get(first).at(), count));
            return next;
        }
        byte[] span = together == null ? new byte[TOGETHER] : together;
        together = span;
        disk.readFully(start, ByteBuffer.wrap(span, 0, count));
        for (Segment segment : segments.subList(first, next)) {
            int length = (int) segment.range().length();
            System.arraycopy(span, (int) (segment.range().start() - start), bytes, segment.at(), length);
        }
        return next;
    }

    void giveTo(ChunkSink<T> sink, Totals totals) throws IOException {
        totals.bytesRead += bytesRead;
        for (Item<T> item : items) {
            switch (item.state) {
                case DATA -> {
                    totals.chunks++;
                    totals.chunkBytes += item.length;
                    sink.chunk(item.chunk, Objects.requireNonNull(item.digest));
                }
                case ZEROS -> {
                    totals.zeroBytes += item.chunk.length();
                    sink.zeros(item.chunk);
                }
                case SKIPPED -> {
                    totals.skippedBytes += item.chunk.length();
                    sink.skipped(item.chunk);
                }
            }
        }
    }

    /** Sums while reading. */
    static final class Totals {
        long chunks;
        long chunkBytes;
        long zeroBytes;
        long skippedBytes;
        long bytesRead;

        ReadTotals sum() {
            return new ReadTotals(chunks, chunkBytes, zeroBytes, skippedBytes, bytesRead);
        }
    }
}

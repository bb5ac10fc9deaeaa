package dev.profilekeep.content;

import dev.profilekeep.disk.image.BlockState;
import dev.profilekeep.disk.image.Extent;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A disk that is read from its map and its chunks: what a snapshot holds, as if it were a container. All that was counted reads as it was, each chunk compared with its
 * digest; everything else reads as zeros. So whatever reads disks reads snapshots: files, checks, conversion into a new container.
 *
 * <p>Takes 20 bytes for each piece of a chunk, 200 for each leaf of the map, and the chunks that were used last. Safe for several threads.
 */
public final class MapDisk implements VirtualDisk {
    /** Chunks fetched before they are asked for, by each of those who fetch. */
    private static final int AHEAD = 2;
    /** Chunks kept beside them, for readers that go to and fro. */
    private static final int KEPT = 16;

    private final ContentMap map;
    private final PieceTable pieces;
    private final ChunkCache chunks;
    private final int ahead;
    private final BlockDevice content = new Content();

    private MapDisk(ContentMap map, PieceTable pieces, ChunkCache chunks, int ahead) {
        this.map = map;
        this.pieces = pieces;
        this.chunks = chunks;
        this.ahead = ahead;
    }

    /**
     * Reads the leaves of the map.
     *
     * @param workers fetch chunks ahead of a reader
     * @param threads how many of them; 0 fetches nothing ahead, and uses none
     * @throws MapDamagedException if the map makes no sense
     */
    public static MapDisk open(NodeStore nodes, ContentMap map, ChunkSource source, Executor workers, int threads)
            throws IOException {
        PieceTable pieces = PieceTable.of(new MapReader(nodes).entries(map), map.virtualSize());
        int ahead = threads * AHEAD;
        ChunkCache chunks = new ChunkCache(new EntryTable(nodes, map), source, workers, KEPT + ahead);
        return new MapDisk(map, pieces, chunks, ahead);
    }

    @Override
    public long virtualSize() {
        return map.virtualSize();
    }

    @Override
    public long blockSize() {
        return 0;
    }

    @Override
    public int logicalSectorSize() {
        return map.logicalSectorSize();
    }

    @Override
    public int physicalSectorSize() {
        return map.physicalSectorSize();
    }

    @Override
    public boolean hasParent() {
        return false;
    }

    @Override
    public @Nullable String parentName() {
        return null;
    }

    @Override
    public long blockCount() {
        return 0;
    }

    @Override
    public BlockState blockState(long block) {
        throw new IndexOutOfBoundsException("a map has no blocks");
    }

    @Override
    public void extents(ByteRange range, ExtentSink sink) throws IOException {
        VirtualDisk.requireInside(this, range);
        long at = range.start();
        for (int i = pieces.firstEndingBehind(at); i < pieces.count() && pieces.start(i) < range.end(); ) {
            long start = Math.max(at, pieces.start(i));
            if (at < start) {
                sink.accept(new Extent.Zero(at, start - at));
            }
            long end = pieces.end(i);
            for (i++; i < pieces.count() && pieces.start(i) == end; i++) {
                end = pieces.end(i);
            }
            at = Math.min(end, range.end());
            sink.accept(new Extent.Stored(start, at - start, start));
        }
        if (at < range.end()) {
            sink.accept(new Extent.Zero(at, range.end() - at));
        }
    }

    @Override
    public BlockDevice disk() {
        return content;
    }

    @Override
    public List<String> notes() {
        return List.of();
    }

    private final class Content implements BlockDevice {
        @Override
        public long size() {
            return map.virtualSize();
        }

        @Override
        public void readFully(long offset, ByteBuffer target) throws IOException {
            if (offset < 0 || offset > size() - target.remaining()) {
                throw new EOFException(
                        "the disk ends at " + size() + ", asked for are " + target.remaining() + " bytes at " + offset);
            }
            long at = offset;
            int piece = pieces.firstEndingBehind(at);
            while (target.hasRemaining()) {
                boolean inPiece = piece < pieces.count() && pieces.start(piece) <= at;
                long end = inPiece ? pieces.end(piece) : piece < pieces.count() ? pieces.start(piece) : size();
                int count = (int) Math.min(target.remaining(), end - at);
                if (inPiece) {
                    int from = (int) (at - pieces.start(piece)) + pieces.offset(piece);
                    target.put(chunk(piece), from, count);
                    piece += at + count == end ? 1 : 0;
                } else {
                    target.put(new byte[count]);
                }
                at += count;
            }
        }

        private byte[] chunk(int piece) throws IOException {
            for (int next = piece + 1; next <= piece + ahead && next < pieces.count(); next++) {
                chunks.prepare(pieces.entry(next));
            }
            return chunks.chunk(pieces.entry(piece));
        }

        @Override
        public void close() {}
    }
}

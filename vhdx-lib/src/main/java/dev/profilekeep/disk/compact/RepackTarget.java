package dev.profilekeep.disk.compact;

import dev.profilekeep.disk.content.Chunk;
import dev.profilekeep.disk.content.ContentLayout;
import dev.profilekeep.disk.convert.ConversionTarget;
import dev.profilekeep.disk.image.Extent;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.SteadyFlush;
import dev.profilekeep.disk.io.WritableBlockDevice;
import dev.profilekeep.disk.vhd.NewVhd;
import dev.profilekeep.disk.vhdx.NewVhdx;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The container that a compaction makes, in an empty file. Every block in which something counts has its place from the
 * beginning, whether its bytes turn out to be zeros or not: so the file is as long as the plan said, to the byte, and content may
 * come in any order and from several threads at once. Until {@link #finish()} has returned the file does not say that it is a
 * container.
 */
public final class RepackTarget implements Closeable {
    private final ContentLayout layout;
    private final LiveBlocks blocks;
    private final long blockSize;
    private final long virtualSize;
    private final SteadyFlush file;
    private final Maker maker;
    private final AtomicLong bytesWritten = new AtomicLong();
    /** Where the content of the first stored block lies, and how far it is from each to the next. */
    private long first;

    private long stride;
    /** Of the disk: what lies before it is in the file. */
    private volatile long brought;

    /** What makes the container around the content. */
    private interface Maker {
        long reserve(long block) throws IOException;

        void finish() throws IOException;
    }

    private record Vhdx(NewVhdx made) implements Maker {
        @Override
        public long reserve(long block) throws IOException {
            return made.reserve(block);
        }

        @Override
        public void finish() throws IOException {
            made.finish();
        }
    }

    private record Vhd(NewVhd made) implements Maker {
        @Override
        public long reserve(long block) throws IOException {
            return made.reserve(block);
        }

        @Override
        public void finish() throws IOException {
            made.finish();
        }
    }

    /** Something counts that did not when the plan was made: the container is not what it was. */
    public static final class NotPlannedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotPlannedException(String what) {
            super(what);
        }
    }

    private RepackTarget(CompactionPlan plan, SteadyFlush file) throws IOException {
        this.layout = plan.layout();
        this.blocks = plan.blocks();
        this.blockSize = blocks.blockSize();
        this.virtualSize = layout.disk().virtualSize();
        this.file = file;
        this.maker = plan.target() instanceof ConversionTarget.Vhdx vhdx
                ? new Vhdx(NewVhdx.begin(file, vhdx.envelope()))
                : new Vhd(NewVhd.begin(file, ((ConversionTarget.Vhd) plan.target()).envelope()));
        reserve();
        file.resize(plan.bytesAfter());
    }

    /**
     * @param plan that is allowed
     * @param file empty; stays the caller's to close
     * @throws IllegalArgumentException if something stands against the plan, or the file is not empty
     */
    public static RepackTarget begin(CompactionPlan plan, WritableBlockDevice file) throws IOException {
        if (!plan.isAllowed()) {
            throw new IllegalArgumentException(
                    "not to be done: " + plan.obstacles().get(0).sentence());
        }
        var steady = new SteadyFlush(file);
        boolean begun = false;
        try {
            var target = new RepackTarget(plan, steady);
            begun = true;
            return target;
        } finally {
            if (!begun) {
                steady.close();
            }
        }
    }

    private void reserve() throws IOException {
        int count = 0;
        for (int block = blocks.next(0); block >= 0; block = blocks.next(block + 1)) {
            long place = maker.reserve(block);
            if (count == 0) {
                first = place;
            } else if (count == 1) {
                stride = place - first;
            } else if (place != first + count * stride) {
                throw new IllegalStateException("block " + block + " lies at " + place + ", not in its turn");
            }
            count++;
        }
    }

    /**
     * Stored bytes that count.
     *
     * @param diskOffset where on the disk they begin
     * @param from where in the old file
     * @param to where in the new one
     */
    public record Move(long diskOffset, long from, long to, long length) {}

    /** Receives moves. */
    @FunctionalInterface
    public interface MoveSink {
        void accept(Move move) throws IOException;
    }

    /**
     * Tells all that is to be put, for whoever can bring it from file to file without reading it: exactly the bytes that count, in the order of the disk, as one what
     * touches on the disk and in both files. What lies between them in a block is not content, and reads as zeros. Reads block tables and bitmaps.
     *
     * @throws NotPlannedException if something is to be where the plan knew of nothing
     */
    public void moves(MoveSink sink) throws IOException {
        var joiner = new MoveJoiner(sink);
        layout.counted(range -> layout.disk().extents(range, extent -> {
            if (extent instanceof Extent.Stored stored) {
                moves(stored, joiner);
            }
        }));
        joiner.end();
    }

    private void moves(Extent.Stored stored, MoveSink sink) throws IOException {
        for (long at = stored.diskOffset(); at < stored.diskEnd(); ) {
            long end = Math.min(stored.diskEnd(), (at / blockSize + 1) * blockSize);
            int rank = blocks.rank(at / blockSize);
            if (rank < 0) {
                throw new NotPlannedException("nothing was to be stored at " + at + " of the disk");
            }
            long from = stored.fileOffset() + at - stored.diskOffset();
            sink.accept(new Move(at, from, first + rank * stride + at % blockSize, end - at));
            at = end;
        }
    }

    /**
     * Told of what was brought by {@link #moves}: {@link #put} leaves that out from now on.
     *
     * @param diskOffset up to which all of them are done
     * @param bytes that are new in the file
     */
    public void brought(long diskOffset, long bytes) throws IOException {
        brought = diskOffset;
        file.wrote(bytes);
    }

    /**
     * Writes a chunk to where its pieces lie on the disk. Safe for several threads.
     *
     * @param bytes all of the chunk; its position is left where it is
     * @throws NotPlannedException if something is to be where the plan knew of nothing
     */
    public void put(Chunk chunk, ByteBuffer bytes) throws IOException {
        ByteBuffer left = bytes.duplicate();
        for (ByteRange piece : chunk.pieces()) {
            int length = Math.toIntExact(piece.length());
            put(piece.start(), left.slice(left.position(), length));
            left.position(left.position() + length);
        }
    }

    private void put(long diskOffset, ByteBuffer bytes) throws IOException {
        if (diskOffset > virtualSize - bytes.remaining()) {
            throw new IllegalArgumentException("not inside the disk: " + diskOffset);
        }
        long to = diskOffset + bytes.remaining();
        for (long at = diskOffset; at < to; ) {
            long end = Math.min(to, (at / blockSize + 1) * blockSize);
            int rank = blocks.rank(at / blockSize);
            // Blocks that follow each other on the disk and in the file are written at once.
            while (rank >= 0 && end < to && stride == blockSize && blocks.rank(end / blockSize) >= 0) {
                end = Math.min(to, end + blockSize);
            }
            ByteBuffer part = bytes.slice((int) (at - diskOffset), (int) (end - at));
            if (rank < 0) {
                requireZeros(at, part);
            } else if (end > brought) {
                int done = (int) Math.max(0, brought - at);
                bytesWritten.addAndGet(part.remaining() - done);
                file.write(first + rank * stride + at % blockSize + done, part.position(done));
            }
            at = end;
        }
    }

    /** What the old container does not store reads as zeros, and so does what the new one does not. */
    private static void requireZeros(long diskOffset, ByteBuffer bytes) {
        for (int i = 0; i < bytes.limit(); i++) {
            if (bytes.get(i) != 0) {
                throw new NotPlannedException("nothing was to be stored at " + (diskOffset + i) + " of the disk");
            }
        }
    }

    /** Bytes of content put until now, without those that were brought. */
    public long bytesWritten() {
        return bytesWritten.get();
    }

    /** Completes the container; when this returns it is one, and durable. */
    public void finish() throws IOException {
        maker.finish();
    }

    /** Leaves the file open; nothing uses it any more. */
    @Override
    public void close() {
        file.close();
    }
}

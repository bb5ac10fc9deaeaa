package dev.profilekeep.disk.convert;

import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.image.Extent;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.io.ByteRange;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Copies what a disk stores, from its beginning to its end, without what is zeros. One thread reads ahead, the caller's
 * writes; between them go a few large buffers, and that is all the memory taken.
 */
final class CopyStored {
    /** Larger pieces fall out of the processor's cache before they are written, and are slower. */
    private static final int PIECE = 512 * 1024;

    private static final int BUFFERS = 8;
    /** Zeros are looked for in such parts, which begin at multiples of their size on the disk. */
    private static final int PART = 4 * 1024;

    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(PART).asReadOnlyBuffer();

    /** Receives content, in the order of the disk. */
    @FunctionalInterface
    interface Sink {
        void write(long offset, ByteBuffer bytes) throws IOException;
    }

    /**
     * What the reader hands over.
     *
     * @param bytes null at the end
     * @param failure why it ended; null if it came to the end of the disk
     */
    private record Piece(long offset, @Nullable ByteBuffer bytes, @Nullable Exception failure) {}

    private final VirtualDisk source;
    private final long total;
    private final Progress progress;
    private final BlockingQueue<ByteBuffer> free = new LinkedBlockingQueue<>();
    private final BlockingQueue<Piece> filled = new LinkedBlockingQueue<>();
    private volatile boolean stopped;
    private long bytesRead;
    private long bytesWritten;

    CopyStored(VirtualDisk source, long total, Progress progress) {
        this.source = source;
        this.total = total;
        this.progress = progress;
    }

    long bytesRead() {
        return bytesRead;
    }

    long bytesWritten() {
        return bytesWritten;
    }

    void into(Sink sink) throws IOException {
        for (int i = 0; i < BUFFERS; i++) {
            free.add(ByteBuffer.allocateDirect(PIECE));
        }
        var reader = new Thread(this::readAll, "disk-copy-read-ahead");
        reader.setDaemon(true);
        reader.start();
        try {
            takeAll(sink);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            var interrupted = new InterruptedIOException("the copy was interrupted");
            interrupted.initCause(e);
            throw interrupted;
        } finally {
            stop(reader);
        }
    }

    private void takeAll(Sink sink) throws IOException, InterruptedException {
        while (true) {
            if (!progress.at(bytesRead, total)) {
                throw new CancellationException(
                        "the copy was cancelled after " + bytesRead + " of " + total + " bytes");
            }
            Piece piece = filled.take();
            ByteBuffer bytes = piece.bytes();
            if (bytes == null) {
                rethrow(piece.failure());
                return;
            }
            bytesRead += bytes.remaining();
            writeParts(piece.offset(), bytes, sink);
            free.add(bytes);
        }
    }

    private static void rethrow(@Nullable Exception failure) throws IOException {
        if (failure instanceof IOException e) {
            throw e;
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
    }

    /** Lets the reader come to its end: it uses the source, which the caller may close after this. */
    private void stop(Thread reader) {
        stopped = true;
        free.add(ByteBuffer.allocate(0));
        boolean interrupted = false;
        while (reader.isAlive()) {
            try {
                reader.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void readAll() {
        Exception failure = null;
        try {
            source.extents(new ByteRange(0, source.virtualSize()), extent -> {
                if (extent instanceof Extent.Stored) {
                    read(extent);
                }
            });
        } catch (Stopped e) {
            return;
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
        filled.add(new Piece(0, null, failure));
    }

    private void read(Extent extent) throws IOException {
        for (long at = extent.diskOffset(); at < extent.diskEnd(); ) {
            // Pieces end where the next one would begin if all was stored.
            int count = (int) Math.min(PIECE - at % PIECE, extent.diskEnd() - at);
            ByteBuffer buffer = nextFree().clear().limit(count);
            source.disk().readFully(at, buffer);
            filled.add(new Piece(at, buffer.flip(), null));
            at += count;
        }
    }

    private ByteBuffer nextFree() throws Stopped {
        try {
            ByteBuffer buffer = free.take();
            if (stopped) {
                throw new Stopped();
            }
            return buffer;
        } catch (InterruptedException e) {
            // Nobody interrupts this thread.
            throw new IllegalStateException(e);
        }
    }

    private static final class Stopped extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** Hands on what is not zeros, neighbouring parts in one. */
    private void writeParts(long offset, ByteBuffer bytes, Sink sink) throws IOException {
        int end = bytes.limit();
        int from = 0;
        for (int at = 0; at < end; ) {
            int count = (int) Math.min(PART - (offset + at) % PART, end - at);
            if (isZero(bytes, at, count)) {
                write(offset, bytes, from, at, sink);
                from = at + count;
            }
            at += count;
        }
        write(offset, bytes, from, end, sink);
    }

    private static boolean isZero(ByteBuffer bytes, int at, int count) {
        return bytes.get(at) == 0 && bytes.slice(at, count).mismatch(ZEROS.slice(0, count)) < 0;
    }

    private void write(long offset, ByteBuffer bytes, int from, int end, Sink sink) throws IOException {
        if (from < end) {
            bytesWritten += end - from;
            sink.write(offset + from, bytes.slice(from, end - from));
        }
    }
}

package dev.profilekeep.disk.content;

import dev.profilekeep.disk.image.Extent;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.io.ByteRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Reads a range and cuts it by its content. Grains of 64 KiB, counted from the start of the disk, that are zeros are left out,
 * stored or not, and cutting begins anew behind them; so the cuts do not depend on what the container stores. One thread.
 */
final class RangeCutter<T> {
    /** What is zeros is told in such pieces. */
    static final int GRAIN = 64 * 1024;

    /** A buffer with less room than this is handed on. */
    private static final int LEAST_ROOM = 1 << 20;

    private final VirtualDisk disk;
    private final GearCut gear;
    private final Reading<T> reading;
    private Owner owner = new Owner.Nobody();
    /** First byte of the zeros that are not told yet; -1 if the bytes before were none. */
    private long zerosFrom = -1;
    /** Bytes that are not cut yet: where they lie on the disk, and in the buffer. */
    private long openOnDisk = -1;

    private int openFrom;
    private int openTo;

    RangeCutter(VirtualDisk disk, ChunkSizes sizes, Reading<T> reading) {
        this.disk = disk;
        this.gear = new GearCut(sizes);
        this.reading = reading;
    }

    void cut(Owner.Region of, ByteRange range) throws IOException {
        owner = of;
        zerosFrom = range.start();
        long[] stretch = {range.start(), range.start()};
        disk.extents(range, extent -> {
            if (!(extent instanceof Extent.Stored)) {
                return;
            }
            long from = Math.max(range.start(), extent.diskOffset() / GRAIN * GRAIN);
            long to = Math.min(range.end(), (extent.diskEnd() + GRAIN - 1) / GRAIN * GRAIN);
            if (from > stretch[1]) {
                read(stretch[0], stretch[1]);
                zeros(stretch[1]);
                stretch[0] = from;
            }
            stretch[1] = to;
        });
        read(stretch[0], stretch[1]);
        if (stretch[1] < range.end()) {
            zeros(stretch[1]);
        }
        closeOpen();
        closeZeros(range.end());
        reading.counted(range.length());
    }

    /** Takes bytes of which some are stored, up to the end of a grain or of the range. */
    private void read(long from, long to) throws IOException {
        for (long at = from; at < to; ) {
            Batch<T> batch = reading.batch();
            if (batch.room() < LEAST_ROOM) {
                batch = roll(batch);
            }
            long most = Math.min(ContentReader.WINDOW, batch.room());
            long end = Math.min(to, (at + most) / GRAIN * GRAIN);
            int count = (int) (end - at);
            int begin = batch.filled;
            disk.disk().readFully(at, ByteBuffer.wrap(batch.bytes, begin, count));
            reading.read(count);
            batch.filled += count;
            while (at < end) {
                long grainEnd = Math.min(end, (at / GRAIN + 1) * GRAIN);
                int next = begin + (int) (grainEnd - at);
                if (Zeros.are(batch.bytes, begin, next)) {
                    zeros(at);
                } else {
                    content(at, begin, next);
                }
                at = grainEnd;
                begin = next;
            }
            if (openOnDisk >= 0) {
                cutOpen();
            }
        }
    }

    /** Hands the buffer on, and takes along what is not cut yet: less than the largest cut. */
    private Batch<T> roll(Batch<T> full) throws IOException {
        if (openOnDisk < 0) {
            reading.submit();
            return reading.batch();
        }
        int left = openTo - openFrom;
        Batch<T> next = reading.spare();
        System.arraycopy(full.bytes, openFrom, next.bytes, 0, left);
        reading.submit(next);
        next.filled = left;
        openFrom = 0;
        openTo = left;
        return next;
    }

    private void content(long onDisk, int from, int to) throws IOException {
        closeZeros(onDisk);
        if (openOnDisk < 0) {
            openOnDisk = onDisk;
            openFrom = from;
        }
        openTo = to;
    }

    private void zeros(long from) throws IOException {
        closeOpen();
        zerosFrom = zerosFrom < 0 ? from : zerosFrom;
    }

    private void closeZeros(long end) throws IOException {
        if (zerosFrom >= 0 && zerosFrom < end) {
            reading.batch().addZeros(chunk(zerosFrom, end));
        }
        zerosFrom = -1;
    }

    private void cutOpen() throws IOException {
        byte[] bytes = reading.batch().bytes;
        for (int length = gear.next(bytes, openFrom, openTo); length > 0; length = gear.next(bytes, openFrom, openTo)) {
            take(length);
        }
    }

    private void closeOpen() throws IOException {
        if (openOnDisk >= 0) {
            cutOpen();
            if (openFrom < openTo) {
                take(openTo - openFrom);
            }
            openOnDisk = -1;
        }
    }

    private void take(int length) throws IOException {
        reading.batch().addRead(chunk(openOnDisk, openOnDisk + length), openFrom, length);
        openOnDisk += length;
        openFrom += length;
    }

    private Chunk chunk(long from, long to) {
        return new Chunk(owner, List.of(ByteRange.between(from, to)));
    }
}

package dev.profilekeep.disk.witness;

import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.WitnessException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Adds up each stored sector that counts, once, when it is first seen, and reads what nobody has shown. Stored blocks are
 * dealt with in chunks of 1 MiB, each with a bit for a sector while some of it is still to be seen: at most 272 bytes for each
 * MiB of the file, and 4 for one that is done. Safe for use by several threads.
 */
final class SeenSectors {
    private static final int CHUNK = 1 << 20;
    /** Sectors seen that are read again, if those on both sides are not: another read costs more. */
    private static final int WORTH_READING = 128 * 1024;

    private static final long[] DONE = {};

    private final StoredDisk disk;
    private final BlockMap map;
    private final CountedSectors counted;
    private final SumOfSectors sum;
    private final int sectorSize;
    private final int chunksPerBlock;
    /** Sectors that are seen, or need not be; null if nothing of the chunk was looked at. Each guarded by itself. */
    private final AtomicReferenceArray<long[]> chunks;

    private long bytesRead;

    SeenSectors(StoredDisk disk, CountedSectors counted) throws WitnessException {
        this.disk = disk;
        this.map = disk.map();
        this.counted = counted;
        this.sectorSize = disk.sectorSize();
        this.sum = new SumOfSectors(sectorSize);
        long each = (map.shape().blockBytes() + CHUNK - 1) / CHUNK;
        if (each * map.stored() > Integer.MAX_VALUE / 2) {
            throw new WitnessException("the container holds more than what is understood");
        }
        this.chunksPerBlock = (int) each;
        this.chunks = new AtomicReferenceArray<>((int) each * map.stored());
    }

    /** Bytes that are stored in blocks and part of the disk. */
    private long used(int stored) {
        return map.shape().used(map.block(stored));
    }

    /** Takes note of bytes of the file, from {@code offset} on. */
    void note(long offset, ByteBuffer bytes) throws IOException {
        long end = offset + bytes.remaining();
        for (int i = Math.max(0, map.lastUpTo(offset)); i < map.stored() && map.place(i) < end; i++) {
            long place = map.place(i);
            long to = Math.min(end, place + used(i));
            for (long from = Math.max(offset, place); from < to; ) {
                int chunk = (int) ((from - place) / CHUNK);
                long start = place + (long) chunk * CHUNK;
                int part = (int) (Math.min(to, start + CHUNK) - from);
                long[] seen = chunk(i, chunk);
                if (seen != DONE) {
                    note(i, chunk, seen, (int) (from - start), bytes, bytes.position() + (int) (from - offset), part);
                }
                from += part;
            }
        }
    }

    /**
     * @param inChunk where the bytes begin in the chunk
     * @param at where they begin in {@code bytes}
     * @param count of the bytes
     */
    private void note(int stored, int chunk, long[] seen, int inChunk, ByteBuffer bytes, int at, int count) {
        int first = (inChunk + sectorSize - 1) / sectorSize;
        int end = (inChunk + count) / sectorSize;
        long[] taken = new long[seen.length];
        synchronized (seen) {
            boolean full = true;
            for (int i = first; i < end; i++) {
                taken[i / 64] |= 1L << i;
            }
            for (int word = 0; word < seen.length; word++) {
                taken[word] &= ~seen[word];
                seen[word] |= taken[word];
                full &= seen[word] == -1;
            }
            if (full) {
                chunks.set(stored * chunksPerBlock + chunk, DONE);
            }
        }
        byte[] array = new byte[sectorSize];
        for (int i = first; i < end; i++) {
            if ((taken[i / 64] & 1L << i) != 0) {
                int from = at + i * sectorSize - inChunk;
                if (bytes.hasArray()) {
                    sum.add(firstSector(stored, chunk) + i, bytes.array(), bytes.arrayOffset() + from);
                } else {
                    bytes.get(from, array);
                    sum.add(firstSector(stored, chunk) + i, array, 0);
                }
            }
        }
    }

    private long firstSector(int stored, int chunk) {
        return (map.block(stored) * map.shape().blockBytes() + (long) chunk * CHUNK) / sectorSize;
    }

    private long[] chunk(int stored, int chunk) throws IOException {
        int index = stored * chunksPerBlock + chunk;
        long[] seen = chunks.get(index);
        if (seen == null) {
            chunks.compareAndSet(index, null, notToBeSeen(stored, chunk));
            seen = chunks.get(index);
        }
        return seen;
    }

    /** Marks what is not part of the disk, is not stored in spite of its place, or does not count. */
    private long[] notToBeSeen(int stored, int chunk) throws IOException {
        long[] marks = new long[CHUNK / sectorSize / 64];
        long inBlock = (long) chunk * CHUNK;
        int sectors = (int) (Math.min(CHUNK, used(stored) - inBlock) / sectorSize);
        for (int i = Math.max(0, sectors); i < CHUNK / sectorSize; i++) {
            marks[i / 64] |= 1L << i;
        }
        if (sectors > 0) {
            disk.markNotStored(map.place(stored), (int) (inBlock / sectorSize), sectors, marks);
            counted.markOthers(firstSector(stored, chunk), sectors, marks);
        }
        return marks;
    }

    /**
     * Reads what was not seen yet, in the order of the file.
     *
     * @throws CancellationException if {@code progress} says so
     */
    synchronized SectorSum finish(Progress progress) throws IOException {
        long total = 0;
        for (int i = 0; i < map.stored(); i++) {
            total += used(i);
        }
        long done = 0;
        for (int i = 0; i < map.stored(); i++) {
            for (int chunk = 0; (long) chunk * CHUNK < used(i); chunk++) {
                if (!progress.at(done, total)) {
                    throw new CancellationException(
                            "the witness was cancelled after " + done + " of " + total + " bytes");
                }
                readUnseen(map.place(i) + (long) chunk * CHUNK, chunk(i, chunk));
                done += Math.min(CHUNK, used(i) - (long) chunk * CHUNK);
            }
        }
        progress.at(total, total);
        return sum.sum(counted.count(), bytesRead);
    }

    private void readUnseen(long place, long[] chunk) throws IOException {
        long[] seen = chunk.clone();
        int sectors = seen.length * 64;
        int gap = WORTH_READING / sectorSize;
        for (int from = next(seen, 0, false); from < sectors; ) {
            int to = next(seen, from, true);
            int more = next(seen, to, false);
            while (more < sectors && more - to < gap) {
                to = next(seen, more, true);
                more = next(seen, to, false);
            }
            var piece = ByteBuffer.allocate((to - from) * sectorSize);
            disk.file().readFully(place + (long) from * sectorSize, piece);
            bytesRead += piece.capacity();
            note(place + (long) from * sectorSize, piece.flip());
            from = more;
        }
    }

    /** The next sector from {@code at} on that was or was not seen. */
    private static int next(long[] seen, int at, boolean wasSeen) {
        int i = at;
        while (i < seen.length * 64 && (seen[i / 64] >>> i & 1) != (wasSeen ? 1 : 0)) {
            i++;
        }
        return i;
    }
}

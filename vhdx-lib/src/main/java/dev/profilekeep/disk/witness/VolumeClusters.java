package dev.profilekeep.disk.witness;

import dev.profilekeep.disk.WitnessException;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** Which clusters of a volume are free. Keeps 1 MiB of {@code $Bitmap}, whatever its size. Safe for use by several threads. */
final class VolumeClusters {
    private static final int PAGE = 64 * 1024;
    private static final int PAGES = 16;
    private static final int PIECE = 1 << 20;

    private final BlockDevice volume;
    private final long start;
    private final long clusters;
    private final int clusterBytes;
    private final List<ByteRange> bitmap;
    /** Guarded by itself. */
    private final Map<Long, byte[]> pages = new LinkedHashMap<>(2 * PAGES, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
            return size() > PAGES;
        }
    };

    /**
     * @param start of the volume on the disk
     * @param bitmap where on the volume {@code $Bitmap} lies; not shorter than it must be
     */
    VolumeClusters(BlockDevice volume, long start, long clusters, int clusterBytes, List<ByteRange> bitmap) {
        this.volume = volume;
        this.start = start;
        this.clusters = clusters;
        this.clusterBytes = clusterBytes;
        this.bitmap = bitmap;
    }

    /** What of the disk is made of clusters; what follows in the partition is not. */
    ByteRange range() {
        return new ByteRange(start, clusters * clusterBytes);
    }

    int clusterBytes() {
        return clusterBytes;
    }

    /** Reads a range of what lies in pieces; of pieces shorter than that it refuses. */
    static void read(BlockDevice volume, List<ByteRange> pieces, long offset, byte[] target, int count)
            throws IOException {
        long start = 0;
        int done = 0;
        for (ByteRange piece : pieces) {
            long inPiece = offset + done - start;
            if (done < count && inPiece < piece.length()) {
                int part = (int) Math.min(count - done, piece.length() - inPiece);
                volume.readFully(piece.start() + inPiece, ByteBuffer.wrap(target, done, part));
                done += part;
            }
            start += piece.length();
        }
        if (done < count) {
            throw new WitnessException("what lies in clusters ends at " + start + " already");
        }
    }

    /** Calls for each free cluster of a range. */
    void forEachFree(long from, long to, LongConsumer free) throws IOException {
        byte[] page = {};
        long number = -1;
        for (long cluster = from; cluster < to; cluster++) {
            long at = cluster / 8;
            if (at / PAGE != number) {
                number = at / PAGE;
                page = page(number);
            }
            if ((page[(int) (at % PAGE)] >> cluster % 8 & 1) == 0) {
                free.accept(cluster);
            }
        }
    }

    private byte[] page(long number) throws IOException {
        synchronized (pages) {
            byte[] page = pages.get(number);
            if (page == null) {
                page = new byte[(int) Math.min(PAGE, (clusters + 7) / 8 - number * PAGE)];
                read(volume, bitmap, number * PAGE, page, page.length);
                pages.put(number, page);
            }
            return page;
        }
    }

    /** Reads the whole bitmap. */
    long countFree() throws IOException {
        long bytes = (clusters + 7) / 8;
        byte[] piece = new byte[PIECE];
        LongBuffer words = ByteBuffer.wrap(piece).asLongBuffer();
        long used = 0;
        for (long at = 0; at < bytes; at += piece.length) {
            int count = (int) Math.min(piece.length, bytes - at);
            read(volume, bitmap, at, piece, count);
            if (at + count == bytes && clusters % 8 != 0) {
                // Bits behind the last cluster are of no meaning.
                piece[count - 1] &= (byte) ((1 << clusters % 8) - 1);
            }
            Arrays.fill(piece, count, piece.length, (byte) 0);
            for (int i = 0; i < words.limit(); i++) {
                used += Long.bitCount(words.get(i));
            }
        }
        return clusters - used;
    }
}

package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteView;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which clusters of a volume are in use, by its {@code $Bitmap}: bit n of byte m is cluster 8m + n. Read in pieces of 1 MiB,
 * of which a few are kept: asking in rising order reads each once, whatever the size of the volume, and a volume of up to
 * 256 GiB with clusters of 4 KiB is read once however it is asked. Safe for use by several threads, who wait for each other.
 */
public final class ClusterBitmap {
    private static final int PIECE = 1024 * 1024;
    private static final int PIECES_KEPT = 8;

    private final BlockDevice bits;
    private final long clusters;
    /** Guarded by this; in order of use. */
    private final Map<Long, ByteView> pieces = new LinkedHashMap<>(2 * PIECES_KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, ByteView> eldest) {
            return size() > PIECES_KEPT;
        }
    };

    /**
     * @param bits the content of the bitmap
     * @throws CorruptDiskException if it has fewer bits than the volume has clusters
     */
    public ClusterBitmap(BlockDevice bits, long clusters) throws IOException {
        if (bits.size() < (clusters + 7) / 8) {
            throw new CorruptDiskException(
                    "$Bitmap", 0, "it has " + bits.size() + " bytes, the volume has " + clusters + " clusters");
        }
        this.bits = bits;
        this.clusters = clusters;
    }

    public long clusters() {
        return clusters;
    }

    /**
     * Counts the clusters in use from {@code from} up to, not including, {@code to}.
     *
     * @throws IllegalArgumentException if they are not clusters of the volume
     */
    public synchronized long countUsed(long from, long to) throws IOException {
        requireInside(from, to);
        long used = 0;
        for (long at = from; at < to; ) {
            long number = at / (8L * PIECE);
            long pieceStart = number * 8L * PIECE;
            long end = Math.min(to, pieceStart + 8L * PIECE);
            used += count(load(number), (int) (at - pieceStart), (int) (end - pieceStart));
            at = end;
        }
        return used;
    }

    /** Receives clusters in use. */
    @FunctionalInterface
    public interface UsedSink {
        void accept(long lcn, long count) throws IOException;
    }

    /**
     * Gives the clusters in use from {@code from} up to, not including, {@code to}, in rising order; neighbours in one.
     *
     * @throws IllegalArgumentException if they are not clusters of the volume
     */
    public void forEachUsed(long from, long to, UsedSink sink) throws IOException {
        requireInside(from, to);
        long begin = -1;
        for (long at = from; at < to; ) {
            long word;
            int first = (int) (at % 64);
            synchronized (this) {
                word = word(at / 64);
            }
            long end = Math.min(to, at - first + 64);
            int last = (int) (end - (at - first));
            boolean same = true;
            long mask = (last == 64 ? -1L : (1L << last) - 1) & -1L << first;
            if ((word & mask) == mask) {
                begin = begin < 0 ? at : begin;
            } else if ((word & mask) == 0) {
                begin = give(begin, at, sink);
            } else {
                same = false;
            }
            for (int bit = first; !same && bit < last; bit++) {
                boolean used = (word >>> bit & 1) != 0;
                long here = at - first + bit;
                begin = used ? begin < 0 ? here : begin : give(begin, here, sink);
            }
            at = end;
        }
        give(begin, to, sink);
    }

    private static long give(long begin, long end, UsedSink sink) throws IOException {
        if (begin >= 0) {
            sink.accept(begin, end - begin);
        }
        return -1;
    }

    /** 64 clusters from {@code 64 * number} on. */
    private long word(long number) throws IOException {
        ByteView piece = load(number * 8 / PIECE);
        int at = (int) (number * 8 % PIECE);
        if (at + 8 <= piece.length()) {
            return piece.bits64(at);
        }
        long word = 0;
        for (int i = at; i < piece.length(); i++) {
            word |= (long) piece.u8(i) << 8 * (i - at);
        }
        return word;
    }

    private void requireInside(long from, long to) {
        if (from < 0 || to < from || to > clusters) {
            throw new IllegalArgumentException("no clusters of this volume: " + from + " to " + to);
        }
    }

    private ByteView load(long number) throws IOException {
        ByteView loaded = pieces.get(number);
        if (loaded == null) {
            long start = number * PIECE;
            int length = (int) Math.min(PIECE, (clusters + 7) / 8 - start);
            loaded = ByteView.read("$Bitmap", bits, start, length);
            pieces.put(number, loaded);
        }
        return loaded;
    }

    private static long count(ByteView view, int from, int to) throws IOException {
        long used = 0;
        int at = from;
        while (at < to) {
            if (at % 8 == 0 && to - at >= 64) {
                used += Long.bitCount(view.bits64(at / 8));
                at += 64;
            } else {
                used += view.u8(at / 8) >> (at % 8) & 1;
                at++;
            }
        }
        return used;
    }
}

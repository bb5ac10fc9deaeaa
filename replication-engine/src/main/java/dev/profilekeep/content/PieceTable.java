package dev.profilekeep.content;

import dev.profilekeep.disk.io.ByteRange;
import java.io.IOException;
import java.util.Arrays;

/** Where the pieces of all chunks of a map lie on its disk, in the order of the disk. Takes 20 bytes for each. Immutable once made. */
final class PieceTable {
    /** Gaps of a shell sort (Ciura 2001), then each 2.25 times the one before; most maps are nearly in order. */
    private static final int[] FIRST_GAPS = {1, 4, 10, 23, 57, 132, 301, 701};

    private static final double MORE_GAPS = 2.25;

    private long[] starts = new long[1024];
    private int[] lengths = new int[1024];
    private int[] entries = new int[1024];
    private int[] offsets = new int[1024];
    private int count;

    private PieceTable() {}

    /**
     * Reads the entries of a map.
     *
     * @throws MapDamagedException if pieces overlap, or lie outside the disk
     */
    static PieceTable of(EntryCursor cursor, long diskSize) throws IOException {
        PieceTable table = new PieceTable();
        int number = 0;
        for (MapEntry entry = cursor.next(); entry != null; entry = cursor.next()) {
            long offset = 0;
            for (ByteRange piece : entry.pieces()) {
                if (offset + piece.length() > Integer.MAX_VALUE || piece.end() > diskSize) {
                    throw new MapDamagedException("a chunk of a content map lies outside the disk: " + piece);
                }
                table.add(piece.start(), (int) piece.length(), number, (int) offset);
                offset += piece.length();
            }
            number++;
        }
        table.sort();
        table.check();
        return table;
    }

    private void add(long start, int length, int entry, int offset) {
        if (count == starts.length) {
            int more = Math.addExact(count, count / 2);
            starts = Arrays.copyOf(starts, more);
            lengths = Arrays.copyOf(lengths, more);
            entries = Arrays.copyOf(entries, more);
            offsets = Arrays.copyOf(offsets, more);
        }
        put(count++, start, length, entry, offset);
    }

    private void put(int at, long start, int length, int entry, int offset) {
        starts[at] = start;
        lengths[at] = length;
        entries[at] = entry;
        offsets[at] = offset;
    }

    private void sort() {
        int gap = FIRST_GAPS[FIRST_GAPS.length - 1];
        while (gap * MORE_GAPS < count) {
            gap = (int) (gap * MORE_GAPS);
        }
        for (; gap > FIRST_GAPS[FIRST_GAPS.length - 1]; gap = (int) (gap / MORE_GAPS)) {
            sort(gap);
        }
        for (int i = FIRST_GAPS.length - 1; i >= 0; i--) {
            sort(FIRST_GAPS[i]);
        }
    }

    private void sort(int gap) {
        for (int i = gap; i < count; i++) {
            long start = starts[i];
            int length = lengths[i];
            int entry = entries[i];
            int offset = offsets[i];
            int at = i;
            for (; at >= gap && starts[at - gap] > start; at -= gap) {
                put(at, starts[at - gap], lengths[at - gap], entries[at - gap], offsets[at - gap]);
            }
            put(at, start, length, entry, offset);
        }
    }

    private void check() throws MapDamagedException {
        for (int i = 1; i < count; i++) {
            if (end(i - 1) > starts[i]) {
                throw new MapDamagedException("two chunks of a content map lie at " + starts[i] + " of the disk");
            }
        }
    }

    int count() {
        return count;
    }

    long start(int piece) {
        return starts[piece];
    }

    long end(int piece) {
        return starts[piece] + lengths[piece];
    }

    int entry(int piece) {
        return entries[piece];
    }

    /** Of the piece, in its chunk. */
    int offset(int piece) {
        return offsets[piece];
    }

    /** The first piece that ends behind a place on the disk; their number if there is none. */
    int firstEndingBehind(long diskOffset) {
        int found = Arrays.binarySearch(starts, 0, count, diskOffset);
        if (found >= 0) {
            return found;
        }
        int next = -found - 1;
        return next > 0 && end(next - 1) > diskOffset ? next - 1 : next;
    }
}

package dev.profilekeep.disk.vhd;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.UnsupportedDiskException;
import java.io.IOException;
import java.util.Arrays;

/**
 * Whether each block has a place of its own in the file. With it no disk has more content than its file has bytes, whatever its table says. Eight bytes of memory for
 * each block that is stored. One thread.
 */
final class OwnPlaces {
    /** A disk of 2040 GiB, the largest that a VHD can be, has 4.2 million of the smallest blocks that any program makes. */
    private static final int MAX_STORED = 5_000_000;

    private final BlockTable table;
    /** Blocks that the file has room for: with more of them, some share a place. */
    private final long room;
    /** Of each block stored: its first sector, less 2^31 so that they sort, in the upper half; its number in the lower. */
    private long[] places = new long[256];

    private int stored;

    private OwnPlaces(BlockTable table, long fileSize) {
        this.table = table;
        // The last block may be shorter than the others.
        this.room = fileSize / (table.bitmapBytes() + table.blockSize()) + 1;
    }

    /**
     * Reads the table.
     *
     * @throws CorruptDiskException if two blocks share a place, with both
     * @throws UnsupportedDiskException if more blocks are stored than any program makes
     */
    static void require(BlockTable table, long fileSize) throws IOException {
        new OwnPlaces(table, fileSize).run();
    }

    private void run() throws IOException {
        for (long block = 0; block < table.blockCount() && stored <= room; block++) {
            long place = table.place(block);
            if (place >= 0) {
                add(place / BlockTable.SECTOR, block);
            }
        }
        Arrays.sort(places, 0, stored);
        for (int i = 1; i < stored; i++) {
            long before = block(i - 1);
            long start = start(i);
            if (start < start(i - 1) + table.bitmapBytes() + table.bytesInside(before)) {
                throw new CorruptDiskException(
                        "block allocation table",
                        start,
                        "block " + before + " and block " + block(i)
                                + " share a place in the file: what one of them held is lost");
            }
        }
    }

    private void add(long sector, long block) throws UnsupportedDiskException {
        if (stored == MAX_STORED) {
            throw new UnsupportedDiskException(
                    "it stores more than " + MAX_STORED + " blocks: no program makes a VHD of so small ones");
        }
        if (stored == places.length) {
            places = Arrays.copyOf(places, Math.min(MAX_STORED, stored * 2));
        }
        places[stored++] = ((sector + Integer.MIN_VALUE) << 32) | block;
    }

    private long start(int index) {
        return ((places[index] >> 32) - Integer.MIN_VALUE) * BlockTable.SECTOR;
    }

    private long block(int index) {
        return places[index] & 0xffffffffL;
    }
}

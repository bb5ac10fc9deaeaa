package dev.profilekeep.disk.witness;

import dev.profilekeep.disk.WitnessException;
import java.io.IOException;
import java.util.Arrays;

/**
 * Which block of the disk lies where in the file, and the other way round. Keeps the blocks that are stored only: 16 bytes
 * for each. Immutable.
 */
final class BlockMap {
    /** The most that a VHDX can have, [MS-VHDX] 2.6.2.2. */
    static final long MAX_DISK = 64L << 40;

    /** Blocks of a disk: 64 TiB in blocks of 1 MiB. */
    private static final int BLOCK_BITS = 26;

    private static final int PLACE_BITS = 63 - BLOCK_BITS;

    /**
     * The disk and how it is cut. All in bytes.
     *
     * @param blockBytes of each block, the last of which may reach beyond the end of the disk
     * @param unit what places in the file are multiples of
     * @param bitmapBytes length of the bitmap that lies before each block and tells which sectors are stored; 0 if there is none
     */
    record Shape(long virtualSize, int sectorSize, long blockBytes, int unit, int bitmapBytes) {
        Shape {
            if (sectorSize != 512 && sectorSize != 4096) {
                throw new IllegalArgumentException("sector size: " + sectorSize);
            }
        }

        long blocks() {
            return (virtualSize + blockBytes - 1) / blockBytes;
        }

        /** Bytes of a block that are part of the disk. */
        long used(long block) {
            return Math.min(blockBytes, virtualSize - block * blockBytes);
        }
    }

    /** The block table of a container; asked for each block in their order. */
    @FunctionalInterface
    interface Table {
        /** Where in the file the content of a block lies; -1 if it is not stored. A multiple of the unit. */
        long placeOf(long block) throws IOException;
    }

    private final Shape shape;
    /** Block, then place in units. */
    private final long[] byBlock;
    /** Place in units, then block. */
    private final long[] byPlace;

    private BlockMap(Shape shape, long[] byBlock, long[] byPlace) {
        this.shape = shape;
        this.byBlock = byBlock;
        this.byPlace = byPlace;
    }

    /** @throws WitnessException if a block lies outside the file or two blocks share a place */
    static BlockMap read(Shape shape, long fileSize, Table table) throws IOException {
        if (shape.blocks() > 1L << BLOCK_BITS || fileSize / shape.unit() >= 1L << PLACE_BITS) {
            throw new WitnessException("the disk or the file is larger than what is understood");
        }
        long room = fileSize / shape.blockBytes() + 1;
        long[] found = new long[16];
        int count = 0;
        for (long block = 0; block < shape.blocks(); block++) {
            long place = table.placeOf(block);
            if (place < 0) {
                continue;
            }
            if (place < shape.bitmapBytes() || place > fileSize - shape.used(block)) {
                throw new WitnessException("block " + block + " lies outside the file, at " + place);
            }
            if (count >= room) {
                throw new WitnessException("the file has no room for the blocks that it is said to hold");
            }
            if (count == found.length) {
                found = Arrays.copyOf(found, (int) Math.min(2L * count, room));
            }
            found[count++] = block << PLACE_BITS | place / shape.unit();
        }
        return sorted(shape, Arrays.copyOf(found, count));
    }

    private static BlockMap sorted(Shape shape, long[] byBlock) throws WitnessException {
        long[] byPlace = new long[byBlock.length];
        for (int i = 0; i < byBlock.length; i++) {
            byPlace[i] = (byBlock[i] & (1L << PLACE_BITS) - 1) << BLOCK_BITS | byBlock[i] >> PLACE_BITS;
        }
        Arrays.sort(byPlace);
        var map = new BlockMap(shape, byBlock, byPlace);
        for (int i = 1; i < byPlace.length; i++) {
            if (map.place(i) - map.place(i - 1) < shape.blockBytes() + shape.bitmapBytes()) {
                throw new WitnessException(
                        "blocks " + map.block(i - 1) + " and " + map.block(i) + " share a place in the file");
            }
        }
        return map;
    }

    Shape shape() {
        return shape;
    }

    /** Where a byte of the disk would lie in the file; -1 if its block is not stored. */
    long placeOf(long diskOffset) {
        long block = diskOffset / shape.blockBytes();
        int found = Arrays.binarySearch(byBlock, block << PLACE_BITS);
        int at = found < 0 ? -found - 1 : found;
        if (at == byBlock.length || byBlock[at] >> PLACE_BITS != block) {
            return -1;
        }
        return (byBlock[at] & (1L << PLACE_BITS) - 1) * shape.unit() + diskOffset % shape.blockBytes();
    }

    /** Number of blocks that are stored; they are numbered in the order in which they lie in the file. */
    int stored() {
        return byPlace.length;
    }

    /** Where the content of a stored block begins in the file. */
    long place(int stored) {
        return (byPlace[stored] >> BLOCK_BITS) * shape.unit();
    }

    /** Which block of the disk it is. */
    long block(int stored) {
        return byPlace[stored] & (1L << BLOCK_BITS) - 1;
    }

    /** The stored block whose content begins last before or at a byte of the file; -1 if there is none. */
    int lastUpTo(long fileOffset) {
        int found = Arrays.binarySearch(byPlace, fileOffset / shape.unit() << BLOCK_BITS | (1L << BLOCK_BITS) - 1);
        return found < 0 ? -found - 2 : found;
    }
}

package dev.profilekeep.disk.vhdx;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.image.BlockState;
import dev.profilekeep.disk.io.ByteRange;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;

/** Which MiB of a file are taken, by whatever: 16 MiB of memory for the largest file. Not safe for several threads at once. */
final class SpaceMap {
    private final BitSet taken = new BitSet();
    private final int blockUnits;
    /** No hole for a block begins before this. */
    private int from;

    private SpaceMap(int blockUnits) {
        this.blockUnits = blockUnits;
    }

    /**
     * Reads the whole block table.
     *
     * @throws CorruptDiskException if two blocks lie in one place: writing to one would change the other
     */
    static SpaceMap read(BlockTable table, DiskMetadata metadata, List<ByteRange> reserved) throws IOException {
        var map = new SpaceMap(metadata.blockSize() / Layout.MIB);
        map.take(new ByteRange(0, Layout.MIB));
        reserved.forEach(map::take);
        long blocks = metadata.blockCount();
        long ratio = metadata.chunkRatio();
        boolean placesNamed = false;
        for (long block = 0; block < blocks; block++) {
            BatEntry entry = table.payload(block);
            if (entry.state().isStored()) {
                map.claim("block " + block, new ByteRange(entry.fileOffset(), metadata.blockSize()));
            } else {
                placesNamed |= entry.fileOffset() > 0;
            }
            if (block % ratio == ratio - 1 && block < blocks - 1) {
                BatEntry bitmap = table.bitmap(block / ratio);
                if (bitmap.state().isStored()) {
                    map.claim("sector bitmap", new ByteRange(bitmap.fileOffset(), Layout.MIB));
                }
            }
        }
        // A block that holds nothing may still name the place that it had, and Windows may count on finding it free.
        for (long block = 0; placesNamed && block < blocks; block++) {
            BatEntry entry = table.payload(block);
            long place = entry.fileOffset();
            if (entry.state() != BlockState.FULLY_PRESENT && place > 0 && place < Layout.MAX_FILE) {
                map.take(new ByteRange(place, metadata.blockSize()));
            }
        }
        return map;
    }

    private void claim(String what, ByteRange range) throws CorruptDiskException {
        int first = unit(range.start());
        int taker = taken.nextSetBit(first);
        if (taker >= 0 && taker < unit(range.end())) {
            throw new CorruptDiskException(
                    "block allocation table",
                    range.start(),
                    what + " lies where something else lies too: the disk cannot be written to");
        }
        take(range);
    }

    private void take(ByteRange range) {
        taken.set(unit(range.start()), unit(range.end() + Layout.MIB - 1));
    }

    /** A place for a block, free until now: the first hole that is large enough, at the latest the end. */
    long allocate() {
        int start = taken.nextClearBit(from);
        while (true) {
            int end = taken.nextSetBit(start);
            if (end < 0 || end - start >= blockUnits) {
                break;
            }
            start = taken.nextClearBit(end);
        }
        taken.set(start, start + blockUnits);
        from = start + blockUnits;
        return (long) start * Layout.MIB;
    }

    /** The place of a block that nothing refers to any more. */
    void free(long place) {
        int start = unit(place);
        taken.clear(start, start + blockUnits);
        from = Math.min(from, start);
    }

    private static int unit(long offset) {
        return Math.toIntExact(offset / Layout.MIB);
    }
}

package dev.profilekeep.disk.vhdx;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.io.ByteRange;
import java.io.IOException;
import java.util.BitSet;

/**
 * Whether each block has a place of its own in the file. With it no disk has more content than its file has bytes, whatever its table says. One bit of memory for
 * each MiB of the file, 16 MiB at most. One thread.
 */
final class OwnPlaces {
    private final BlockTable table;
    private final DiskMetadata metadata;
    private final BitSet taken = new BitSet();

    private OwnPlaces(BlockTable table, DiskMetadata metadata) {
        this.table = table;
        this.metadata = metadata;
    }

    /**
     * Reads the whole table.
     *
     * @throws CorruptDiskException if two blocks share a place, with both
     */
    static void require(BlockTable table, DiskMetadata metadata) throws IOException {
        new OwnPlaces(table, metadata).run();
    }

    /** What is done with each place, in the order of the table. */
    private interface Claim {
        /**
         * @param block negative for the sector bitmap of chunk {@code -1 - block}
         * @return whether to go on
         */
        boolean claim(long block, ByteRange place) throws IOException;
    }

    private void run() throws IOException {
        walk((block, place) -> {
            if (place.end() > Layout.MAX_FILE) {
                throw new CorruptDiskException(
                        "block allocation table",
                        place.start(),
                        name(block) + " lies farther away than the largest disk has bytes");
            }
            int end = lastUnit(place) + 1;
            int taker = taken.nextSetBit(unit(place.start()));
            if (taker >= 0 && taker < end) {
                throw shared(block, place);
            }
            taken.set(unit(place.start()), end);
            return true;
        });
    }

    private void walk(Claim claim) throws IOException {
        long blocks = metadata.blockCount();
        long ratio = metadata.chunkRatio();
        boolean goOn = true;
        for (long block = 0; block < blocks && goOn; block++) {
            // Bitmaps count where they are used: a disk without a parent may name places for them that it does not
            // need.
            if (metadata.hasParent() && block % ratio == 0) {
                BatEntry bitmap = table.bitmap(block / ratio);
                if (bitmap.state().isStored()) {
                    goOn = claim.claim(-1 - block / ratio, new ByteRange(bitmap.fileOffset(), Layout.MIB));
                }
            }
            BatEntry entry = table.payload(block);
            if (goOn && entry.state().isStored()) {
                goOn = claim.claim(block, new ByteRange(entry.fileOffset(), table.bytesInside(block)));
            }
        }
    }

    /** Goes through the table once more, for who came first. */
    private CorruptDiskException shared(long later, ByteRange place) throws IOException {
        String[] first = {""};
        walk((block, other) -> {
            boolean same = unit(other.start()) <= lastUnit(place) && unit(place.start()) <= lastUnit(other);
            first[0] = same ? name(block) : "";
            return !same;
        });
        return new CorruptDiskException(
                "block allocation table",
                place.start(),
                first[0] + " and " + name(later) + " share a place in the file: what one of them held is lost");
    }

    private static int lastUnit(ByteRange place) {
        return unit(place.end() - 1);
    }

    private static String name(long block) {
        return block < 0 ? "the sector bitmap of chunk " + (-1 - block) : "block " + block;
    }

    private static int unit(long offset) {
        return Math.toIntExact(offset / Layout.MIB);
    }
}

package dev.profilekeep.disk.info;

import dev.profilekeep.disk.image.BlockState;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.io.ByteRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Walks the blocks of a disk once, beside the bitmaps of its volumes.
 *
 * @param allocatedBlocks 0 for a container without blocks
 * @param reclaimableBytes free clusters in stored bytes
 * @param wholeFreeBlocks stored blocks of which every byte belongs to a free cluster
 */
record BlockUseCount(long allocatedBlocks, long reclaimableBytes, long wholeFreeBlocks, BlockUse map) {
    /** Pieces that a disk without blocks is divided into for the map. */
    private static final long PIECE = 2L * 1024 * 1024;
    /** A larger disk is drawn with several blocks to a piece. */
    private static final long MAX_PIECES = 1L << 22;

    /** @param volumes those whose bitmap could be read, in the order of their start */
    static BlockUseCount of(VirtualDisk disk, List<VolumeUse> volumes) throws IOException {
        long blockSize = disk.blockSize() == 0 ? PIECE : disk.blockSize();
        long blocks = (disk.virtualSize() + blockSize - 1) / blockSize;
        long perPiece = 1;
        while ((blocks + perPiece - 1) / perPiece > MAX_PIECES) {
            perPiece *= 2;
        }
        byte[] map = new byte[(int) ((blocks + perPiece - 1) / perPiece)];
        var piece = new Piece();
        long allocated = 0;
        long reclaimable = 0;
        long whole = 0;
        int volume = 0;
        for (long block = 0; block < blocks; block++) {
            var range = ByteRange.between(block * blockSize, Math.min(disk.virtualSize(), (block + 1) * blockSize));
            BlockState state = disk.blockSize() == 0 ? BlockState.FULLY_PRESENT : disk.blockState(block);
            if (state.isStored()) {
                allocated++;
                while (volume < volumes.size() && volumes.get(volume).onDisk().end() <= range.start()) {
                    volume++;
                }
                Known known = known(range, volumes, volume);
                reclaimable += known.free();
                whole += known.free() == range.length() ? 1 : 0;
                piece.addStored(range.length(), known);
            } else {
                piece.addAbsent(state, disk.hasParent());
            }
            if ((block + 1) % perPiece == 0 || block + 1 == blocks) {
                map[(int) (block / perPiece)] = piece.value();
                piece = new Piece();
            }
        }
        boolean hasBlocks = disk.blockSize() != 0;
        return new BlockUseCount(
                hasBlocks ? allocated : 0, reclaimable, hasBlocks ? whole : 0, new BlockUse(blockSize * perPiece, map));
    }

    /** What the volumes say of a stored block. */
    private record Known(boolean anything, long free) {}

    private static Known known(ByteRange range, List<VolumeUse> volumes, int first) throws IOException {
        boolean anything = false;
        long free = 0;
        for (int i = first; i < volumes.size() && volumes.get(i).onDisk().start() < range.end(); i++) {
            anything |= volumes.get(i).onDisk().overlaps(range);
            free += volumes.get(i).freeBytes(range);
        }
        return new Known(anything, free);
    }

    /** Volumes that do not overlap, in the order of their start: what {@link #of} needs. */
    static List<VolumeUse> disjoint(List<VolumeUse> volumes) {
        var disjoint = new ArrayList<VolumeUse>();
        long end = 0;
        for (VolumeUse volume : volumes) {
            if (volume.onDisk().start() >= end) {
                disjoint.add(volume);
                end = volume.onDisk().end();
            }
        }
        return disjoint;
    }

    /** What one place of the map stands for, while its blocks are added. */
    private static final class Piece {
        private long stored;
        private long free;
        private boolean known;
        private boolean inherited;
        private boolean zero;

        void addStored(long length, Known use) {
            stored += length;
            free += use.free();
            known |= use.anything();
        }

        void addAbsent(BlockState state, boolean hasParent) {
            inherited |= state == BlockState.NOT_PRESENT && hasParent;
            zero |= state == BlockState.ZERO;
        }

        byte value() {
            if (stored == 0) {
                return inherited ? BlockUse.INHERITED : zero ? BlockUse.ZERO : BlockUse.ABSENT;
            }
            if (!known) {
                return BlockUse.UNKNOWN;
            }
            long used = stored - free;
            // 0 and 100 are kept for "nothing" and "everything"; without multiplying, which could overflow.
            int percent = (int) Math.round(100.0 * used / stored);
            percent = used == 0 ? 0 : used == stored ? 100 : Math.max(1, Math.min(99, percent));
            return (byte) (BlockUse.STORED + percent);
        }
    }
}

package dev.profilekeep.space;

import dev.profilekeep.disk.info.BlockUse;

/**
 * The blocks of one disk at two moments, such as before and after it was made smaller. The two may have blocks of different sizes.
 *
 * @param virtualSize of the disk, in bytes; the same at both moments, as Windows sees no other
 */
public record BlockChange(BlockUse before, BlockUse after, long virtualSize) {
    /**
     * What blocks take of a file, in bytes. The last block counts whole, as it is stored whole.
     *
     * @param stored all that is stored
     * @param live of it, what files use
     * @param stale of it, what nobody uses
     * @param unknown of it, what no file system that we read tells about
     */
    public record Room(long stored, long live, long stale, long unknown) {}

    /** @throws IllegalArgumentException if the blocks of a moment do not cover a disk of this size */
    public BlockChange {
        require(before, virtualSize);
        require(after, virtualSize);
    }

    private static void require(BlockUse blocks, long virtualSize) {
        if (!covers(blocks, virtualSize)) {
            throw new IllegalArgumentException("a disk of " + virtualSize + " bytes has not " + blocks.count()
                    + " blocks of " + blocks.blockBytes() + " bytes");
        }
    }

    /** Whether blocks are those of a disk of this size, in bytes, so that they can be drawn as one. */
    public static boolean covers(BlockUse blocks, long virtualSize) {
        return virtualSize > 0 && (virtualSize - 1) / blocks.blockBytes() + 1 == blocks.count();
    }

    public Room roomBefore() {
        return room(before);
    }

    public Room roomAfter() {
        return room(after);
    }

    /** Bytes that are stored no more; below 0 if there are more now. */
    public long freed() {
        return roomBefore().stored() - roomAfter().stored();
    }

    private static Room room(BlockUse blocks) {
        long liveHundredths = 0;
        long knownBlocks = 0;
        long unknown = 0;
        for (int i = 0; i < blocks.count(); i++) {
            int state = blocks.at(i);
            if (state >= BlockUse.STORED) {
                knownBlocks++;
                liveHundredths += state - BlockUse.STORED;
            } else if (state == BlockUse.UNKNOWN) {
                unknown++;
            }
        }
        long size = blocks.blockBytes();
        long live = Math.round(liveHundredths * (size / 100.0));
        long stored = (knownBlocks + unknown) * size;
        return new Room(stored, live, knownBlocks * size - live, unknown * size);
    }
}

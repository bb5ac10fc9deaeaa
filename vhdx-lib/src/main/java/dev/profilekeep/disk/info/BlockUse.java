package dev.profilekeep.disk.info;

/**
 * What each block of a virtual disk holds, one byte a block in disk order, for pictures and totals.
 *
 * <p>Values: {@link #ABSENT}, {@link #ZERO}, {@link #UNKNOWN}, {@link #INHERITED}, or {@link #STORED} + p with p from 0
 * (wholly free: stale) to 100 (every cluster in use). A fixed disk is divided into blocks of {@code blockBytes} all the
 * same, and a disk of more than 4,194,304 blocks is drawn with several of them to a value. Immutable.
 */
public final class BlockUse {
    /** Not stored, never written or trimmed. */
    public static final byte ABSENT = 0;
    /** Known to read as zeros, takes no room. */
    public static final byte ZERO = 1;
    /** Stored, but no file system that we read says what is in use. */
    public static final byte UNKNOWN = 2;
    /** Read from the parent disk. */
    public static final byte INHERITED = 3;
    /** Base of the stored blocks whose use is known. Compare as unsigned: {@code value & 0xff}. */
    public static final int STORED = 100;

    private final long blockBytes;
    private final byte[] blocks;

    public BlockUse(long blockBytes, byte[] blocks) {
        if (blockBytes <= 0) {
            throw new IllegalArgumentException("blockBytes is not positive: " + blockBytes);
        }
        this.blockBytes = blockBytes;
        this.blocks = blocks.clone();
    }

    public long blockBytes() {
        return blockBytes;
    }

    public int count() {
        return blocks.length;
    }

    /** The value of one block, 0 to 255. */
    public int at(int block) {
        return blocks[block] & 0xff;
    }

    /** A copy of all values. */
    public byte[] toBytes() {
        return blocks.clone();
    }
}

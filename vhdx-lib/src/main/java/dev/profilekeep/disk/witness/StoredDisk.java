package dev.profilekeep.disk.witness;

import dev.profilekeep.disk.io.BlockDevice;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The content of a container, as its block map tells. What is not stored reads as zeros. Safe for use by several threads. */
final class StoredDisk implements BlockDevice {
    private static final int BITMAPS = 256;

    private final BlockDevice file;
    private final BlockMap map;
    private final BlockMap.Shape shape;
    /** Bitmaps of sectors, by the place of their block; guarded by itself. */
    private final Map<Long, byte[]> bitmaps = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
            return size() > BITMAPS;
        }
    };

    StoredDisk(BlockDevice file, BlockMap map) {
        this.file = file;
        this.map = map;
        this.shape = map.shape();
    }

    static StoredDisk open(BlockDevice file) throws IOException {
        return new StoredDisk(file, VhdxMap.recognises(file) ? VhdxMap.read(file) : VhdMap.read(file));
    }

    BlockDevice file() {
        return file;
    }

    BlockMap map() {
        return map;
    }

    int sectorSize() {
        return shape.sectorSize();
    }

    @Override
    public long size() {
        return shape.virtualSize();
    }

    /** Where a sector lies in the file; -1 if it is not stored. */
    long placeOf(long sector) throws IOException {
        long offset = sector * shape.sectorSize();
        long place = map.placeOf(offset);
        if (place < 0 || shape.bitmapBytes() == 0) {
            return place;
        }
        long inBlock = offset % shape.blockBytes();
        return isStored(bitmap(place - inBlock), (int) (inBlock / shape.sectorSize())) ? place : -1;
    }

    /** Whether a block that is stored has a part in a range of the disk. */
    boolean stores(long offset, int count) {
        for (long at = offset; at < offset + count; at += shape.blockBytes() - at % shape.blockBytes()) {
            if (map.placeOf(at) >= 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void readFully(long offset, ByteBuffer target) throws IOException {
        if (offset < 0 || offset > size() - target.remaining()) {
            throw new EOFException(
                    "the disk ends at " + size() + ", " + target.remaining() + " bytes were asked for at " + offset);
        }
        byte[] piece = new byte[(int) Math.min(target.remaining(), Math.min(shape.blockBytes(), 1 << 20))];
        for (long at = offset; target.hasRemaining(); ) {
            long inBlock = at % shape.blockBytes();
            int count = (int) Math.min(Math.min(piece.length, target.remaining()), shape.blockBytes() - inBlock);
            long place = map.placeOf(at);
            if (place < 0) {
                Arrays.fill(piece, 0, count, (byte) 0);
            } else {
                file.readFully(place, ByteBuffer.wrap(piece, 0, count));
                blank(place - inBlock, inBlock, piece, count);
            }
            target.put(piece, 0, count);
            at += count;
        }
    }

    /** Makes zeros of what the block's bitmap calls not stored. */
    private void blank(long block, long inBlock, byte[] piece, int count) throws IOException {
        if (shape.bitmapBytes() == 0) {
            return;
        }
        byte[] bitmap = bitmap(block);
        for (int at = 0; at < count; ) {
            long sector = (inBlock + at) / shape.sectorSize();
            int end = (int) Math.min(count, (sector + 1) * shape.sectorSize() - inBlock);
            if (!isStored(bitmap, (int) sector)) {
                Arrays.fill(piece, at, end, (byte) 0);
            }
            at = end;
        }
    }

    /**
     * Marks the sectors that the block's bitmap calls not stored.
     *
     * @param block where its content begins in the file
     * @param first sector of the block; marked with bit 0
     */
    void markNotStored(long block, int first, int count, long[] marks) throws IOException {
        if (shape.bitmapBytes() == 0) {
            return;
        }
        byte[] bitmap = bitmap(block);
        for (int i = 0; i < count; i++) {
            if (!isStored(bitmap, first + i)) {
                marks[i / 64] |= 1L << i;
            }
        }
    }

    /** The highest bit of a byte is the first of its sectors. */
    private static boolean isStored(byte[] bitmap, int sector) {
        return (bitmap[sector / 8] & 0x80 >> sector % 8) != 0;
    }

    private byte[] bitmap(long block) throws IOException {
        synchronized (bitmaps) {
            byte[] bitmap = bitmaps.get(block);
            if (bitmap == null) {
                bitmap = new byte[shape.bitmapBytes()];
                file.readFully(block - bitmap.length, ByteBuffer.wrap(bitmap));
                bitmaps.put(block, bitmap);
            }
            return bitmap;
        }
    }

    @Override
    public void close() {}
}

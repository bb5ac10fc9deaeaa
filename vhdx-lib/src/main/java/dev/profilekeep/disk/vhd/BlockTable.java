package dev.profilekeep.disk.vhd;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.image.Extent;
import dev.profilekeep.disk.image.ExtentJoiner;
import dev.profilekeep.disk.image.PagedTable;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.ByteView;
import java.io.IOException;

/**
 * The block allocation table: for each block the sector where it begins, with its bitmap before its data; all ones for a
 * block that is not stored. Each entry is checked when it is looked at, alone: {@link OwnPlaces} compares them. Safe for use by several threads.
 */
final class BlockTable {
    static final long UNUSED = 0xffffffffL;
    static final int ENTRY_BYTES = 4;
    static final int SECTOR = 512;

    private final BlockDevice file;
    private final long fileSize;
    private final long diskSize;
    private final int blockSize;
    private final boolean hasParent;
    private final ByteRange range;
    private final PagedTable entries;

    BlockTable(BlockDevice file, long fileSize, DynamicHeader header, Footer footer, int pageBytes)
            throws CorruptDiskException {
        this.file = file;
        this.fileSize = fileSize;
        this.diskSize = footer.currentSize();
        this.blockSize = header.blockSize();
        this.hasParent = footer.kind() == Footer.Kind.DIFFERENCING;
        long needed = blockCount();
        if (needed > header.maxTableEntries()) {
            throw header.bytes()
                    .corrupt(
                            28,
                            "the table has " + header.maxTableEntries() + " entries, the disk has " + needed
                                    + " blocks");
        }
        long bytes = needed * ENTRY_BYTES;
        if (header.tableOffset() < Footer.BYTES || header.tableOffset() > fileSize - bytes) {
            throw header.bytes()
                    .corrupt(
                            16,
                            "block allocation table of " + bytes + " bytes at " + header.tableOffset()
                                    + " lies outside the file, which has " + fileSize + " bytes");
        }
        this.range = new ByteRange(header.tableOffset(), bytes);
        this.entries = new PagedTable("block allocation table", file, range, pageBytes);
    }

    long blockCount() {
        return (diskSize - 1) / blockSize + 1;
    }

    int blockSize() {
        return blockSize;
    }

    ByteRange range() {
        return range;
    }

    /** A block's sector bitmap, rounded up to whole sectors. */
    long bitmapBytes() {
        long bytes = (blockSize / SECTOR + 7L) / 8;
        return (bytes + SECTOR - 1) / SECTOR * SECTOR;
    }

    /** Bytes of the block that lie inside the disk; the last one may be longer than what is left. */
    long bytesInside(long block) {
        return Math.min(blockSize, diskSize - block * blockSize);
    }

    /** Where the block's bitmap begins in the file; -1 if the block is not stored. */
    long place(long block) throws IOException {
        long at = block * ENTRY_BYTES;
        ByteView page = entries.pageOf(at);
        long sector = page.u32be(entries.inPage(at));
        if (sector == UNUSED) {
            return -1;
        }
        long start = sector * SECTOR;
        var place = new ByteRange(start, bitmapBytes() + bytesInside(block));
        if (start < Footer.BYTES || place.end() > fileSize) {
            throw page.corrupt(
                    entries.inPage(at),
                    "block " + block + " lies at " + start + ", outside the file, which has " + fileSize
                            + " bytes: was it cut short?");
        }
        if (place.overlaps(range)) {
            throw page.corrupt(entries.inPage(at), "block " + block + " at " + start + " overlaps the table");
        }
        return start;
    }

    /** Hands the extents of a range of the disk to {@code joiner}. */
    void extents(ByteRange wanted, ExtentJoiner joiner) throws IOException {
        for (long at = wanted.start(); at < wanted.end(); ) {
            long block = at / blockSize;
            long end = Math.min(wanted.end(), (block + 1) * blockSize);
            long place = place(block);
            if (place < 0) {
                joiner.add(hasParent ? new Extent.Inherited(at, end - at) : new Extent.Unmapped(at, end - at));
            } else if (hasParent) {
                sectors(block, place, ByteRange.between(at, end), joiner);
            } else {
                // A dynamic disk's bitmap says which sectors were written; the others were zeroed with the block.
                joiner.add(new Extent.Stored(at, end - at, place + bitmapBytes() + at - block * blockSize));
            }
            at = end;
        }
    }

    /** In a differencing disk the bitmap says which sectors are here; the highest bit of a byte is its first sector. */
    private void sectors(long block, long place, ByteRange wanted, ExtentJoiner joiner) throws IOException {
        long blockStart = block * blockSize;
        int firstByte = (int) ((wanted.start() - blockStart) / SECTOR / 8);
        int lastByte = (int) ((wanted.end() - 1 - blockStart) / SECTOR / 8);
        ByteView bits = ByteView.read("sector bitmap", file, place + firstByte, lastByte - firstByte + 1);
        for (long at = wanted.start(); at < wanted.end(); ) {
            int sector = (int) ((at - blockStart) / SECTOR);
            long end = Math.min(wanted.end(), blockStart + (sector + 1L) * SECTOR);
            boolean here = (bits.u8(sector / 8 - firstByte) >> (7 - sector % 8) & 1) != 0;
            joiner.add(
                    here
                            ? new Extent.Stored(at, end - at, place + bitmapBytes() + at - blockStart)
                            : new Extent.Inherited(at, end - at));
            at = end;
        }
    }
}

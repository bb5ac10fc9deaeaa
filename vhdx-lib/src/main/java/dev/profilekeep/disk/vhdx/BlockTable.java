package dev.profilekeep.disk.vhdx;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.image.BlockState;
import dev.profilekeep.disk.image.Extent;
import dev.profilekeep.disk.image.ExtentJoiner;
import dev.profilekeep.disk.image.PagedTable;
import dev.profilekeep.disk.image.TablePages;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.ByteView;
import java.io.IOException;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The block allocation table, [MS-VHDX] 2.5: an entry for each payload block, and after each chunk of them one for the sector
 * bitmap of the chunk. Each entry is checked when it is looked at, alone: {@link OwnPlaces} compares them. Safe for use by several threads.
 */
final class BlockTable {
    private static final int PAGE = Layout.MIB;
    /** A block's bits never cross such a page: they begin at a multiple of their own size, which is at most this. */
    private static final int BITMAP_PAGE = 64 * Layout.KIB;

    private final DiskMetadata metadata;
    private final LongSupplier fileSize;
    private final List<ByteRange> reserved;
    private final TablePages entries;
    private final PagedTable bitmaps;

    /** @param reserved what no block may overlap: the log and the regions */
    BlockTable(BlockDevice file, long fileSize, ByteRange region, DiskMetadata metadata, List<ByteRange> reserved)
            throws CorruptDiskException {
        this(
                new PagedTable(
                        "block allocation table", file, new ByteRange(region.start(), bytes(region, metadata)), PAGE),
                file,
                () -> fileSize,
                metadata,
                reserved);
    }

    /** @param fileSize asked for whenever an entry is checked: the file of a disk that is written to grows */
    BlockTable(
            TablePages entries,
            BlockDevice file,
            LongSupplier fileSize,
            DiskMetadata metadata,
            List<ByteRange> reserved) {
        this.metadata = metadata;
        this.fileSize = fileSize;
        this.reserved = reserved;
        this.entries = entries;
        this.bitmaps = new PagedTable("sector bitmap", file, new ByteRange(0, fileSize.getAsLong()), BITMAP_PAGE);
    }

    /** Length of the table in its region. */
    static long bytes(ByteRange region, DiskMetadata metadata) throws CorruptDiskException {
        long bytes = metadata.tableEntries() * BatEntry.BYTES;
        if (bytes > region.length()) {
            throw new CorruptDiskException(
                    "block allocation table",
                    region.start(),
                    "the region has " + region.length() + " bytes, the disk needs " + bytes);
        }
        return bytes;
    }

    /** Index of a payload block's entry in the table. */
    static long payloadIndex(long block, long chunkRatio) {
        return block + block / chunkRatio;
    }

    /** Index of the entry of a chunk's sector bitmap. */
    static long bitmapIndex(long chunk, long chunkRatio) {
        return chunk * (chunkRatio + 1) + chunkRatio;
    }

    BatEntry payload(long block) throws IOException {
        long at = payloadIndex(block, metadata.chunkRatio()) * BatEntry.BYTES;
        ByteView page = entries.pageOf(at);
        BatEntry entry = BatEntry.payload(page, entries.inPage(at), metadata.hasParent());
        if (entry.state().isStored()) {
            checkPlace(
                    page, entries.inPage(at), new ByteRange(entry.fileOffset(), bytesInside(block)), "block " + block);
        }
        return entry;
    }

    /** Bytes of the block that lie inside the disk; the last one may be longer than what is left. */
    long bytesInside(long block) {
        return Math.min(metadata.blockSize(), metadata.virtualSize() - block * metadata.blockSize());
    }

    private void checkPlace(ByteView page, int at, ByteRange place, String what) throws CorruptDiskException {
        if (place.start() < Layout.MIB) {
            throw page.corrupt(at, what + " lies in the header section, at " + place.start());
        }
        long fileSize = this.fileSize.getAsLong();
        if (place.end() > fileSize) {
            throw page.corrupt(
                    at,
                    what + " lies at " + place.start() + ", past the end of the file, which has " + fileSize
                            + " bytes: was it cut short?");
        }
        for (ByteRange range : reserved) {
            if (range.overlaps(place)) {
                throw page.corrupt(at, what + " at " + place.start() + " overlaps the log or a region");
            }
        }
    }

    /** The entry of a chunk's sector bitmap; the table of a disk without a parent may have none for the last chunk. */
    BatEntry bitmap(long chunk) throws IOException {
        long at = bitmapIndex(chunk, metadata.chunkRatio()) * BatEntry.BYTES;
        ByteView page = entries.pageOf(at);
        BatEntry entry = BatEntry.bitmap(page, entries.inPage(at));
        if (entry.state().isStored()) {
            checkPlace(page, entries.inPage(at), new ByteRange(entry.fileOffset(), Layout.MIB), "sector bitmap");
        }
        return entry;
    }

    /** Where the sector bits of a partially present block begin in the file. */
    private long bitmapOffset(long block) throws IOException {
        long chunkRatio = metadata.chunkRatio();
        BatEntry entry = bitmap(block / chunkRatio);
        if (!entry.state().isStored()) {
            long at = bitmapIndex(block / chunkRatio, chunkRatio) * BatEntry.BYTES;
            throw entries.pageOf(at)
                    .corrupt(entries.inPage(at), "block " + block + " is partially present, but has no sector bitmap");
        }
        return entry.fileOffset() + block % chunkRatio * (metadata.blockSize() / metadata.logicalSectorSize() / 8);
    }

    /** Hands the extents of a range of the disk to {@code joiner}. */
    void extents(ByteRange range, ExtentJoiner joiner) throws IOException {
        long blockSize = metadata.blockSize();
        for (long at = range.start(); at < range.end(); ) {
            long block = at / blockSize;
            long end = Math.min(range.end(), (block + 1) * blockSize);
            BatEntry entry = payload(block);
            if (entry.state() == BlockState.PARTIALLY_PRESENT) {
                sectors(block, entry, ByteRange.between(at, end), joiner);
            } else {
                joiner.add(whole(entry, at, end - at, at - block * blockSize));
            }
            at = end;
        }
    }

    private Extent whole(BatEntry entry, long at, long length, long inBlock) {
        return switch (entry.state()) {
            case FULLY_PRESENT, PARTIALLY_PRESENT -> new Extent.Stored(at, length, entry.fileOffset() + inBlock);
            case ZERO -> new Extent.Zero(at, length);
            case UNMAPPED, UNDEFINED -> new Extent.Unmapped(at, length);
            case NOT_PRESENT ->
                metadata.hasParent() ? new Extent.Inherited(at, length) : new Extent.Unmapped(at, length);
        };
    }

    private void sectors(long block, BatEntry entry, ByteRange range, ExtentJoiner joiner) throws IOException {
        long bits = bitmapOffset(block);
        ByteView page = bitmaps.pageOf(bits);
        int first = bitmaps.inPage(bits);
        int sectorSize = metadata.logicalSectorSize();
        long blockStart = block * metadata.blockSize();
        for (long at = range.start(); at < range.end(); ) {
            int sector = (int) ((at - blockStart) / sectorSize);
            long end = Math.min(range.end(), blockStart + (sector + 1L) * sectorSize);
            boolean here = (page.u8(first + sector / 8) >> (sector % 8) & 1) != 0;
            joiner.add(
                    here
                            ? new Extent.Stored(at, end - at, entry.fileOffset() + at - blockStart)
                            : new Extent.Inherited(at, end - at));
            at = end;
        }
    }
}

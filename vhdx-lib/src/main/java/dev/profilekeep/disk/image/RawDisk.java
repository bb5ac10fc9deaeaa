package dev.profilekeep.disk.image;

import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A raw image, seen as a virtual disk without blocks. If the file ends within a sector, the disk ends with that sector, and
 * what is missing reads as zeros.
 */
public final class RawDisk implements VirtualDisk {
    private final long fileSize;
    private final long size;
    private final int sectorSize;
    private final DiskContent content;

    /**
     * Opens an image with sectors of the size that its partition table or its file system counts in; of 512 bytes if it
     * has neither, or they do not tell.
     *
     * @param file stays the caller's to close
     */
    public static RawDisk open(BlockDevice file) throws IOException {
        return new RawDisk(file, RawSectors.of(file).orElse(RawSectors.USUAL));
    }

    /** The size of the sectors that a partition table or a file system in the image counts in; empty if none tells. */
    public static OptionalInt sectorsToldBy(BlockDevice file) throws IOException {
        return RawSectors.of(file);
    }

    /**
     * @param file stays the caller's to close
     * @param sectorSize 512 or 4096
     */
    public RawDisk(BlockDevice file, int sectorSize) throws IOException {
        if (sectorSize != 512 && sectorSize != 4096) {
            throw new IllegalArgumentException("sector size is neither 512 nor 4096: " + sectorSize);
        }
        this.fileSize = file.size();
        this.size = (fileSize + sectorSize - 1) / sectorSize * sectorSize;
        this.sectorSize = sectorSize;
        this.content = new DiskContent(this, file);
    }

    /** Length of the image's file in bytes. */
    public long fileSize() {
        return fileSize;
    }

    @Override
    public long virtualSize() {
        return size;
    }

    @Override
    public long blockSize() {
        return 0;
    }

    @Override
    public int logicalSectorSize() {
        return sectorSize;
    }

    @Override
    public int physicalSectorSize() {
        return sectorSize;
    }

    @Override
    public boolean hasParent() {
        return false;
    }

    @Override
    public @Nullable String parentName() {
        return null;
    }

    @Override
    public long blockCount() {
        return 0;
    }

    @Override
    public BlockState blockState(long block) {
        throw new IllegalArgumentException("a raw image has no blocks");
    }

    @Override
    public void extents(ByteRange range, ExtentSink sink) throws IOException {
        VirtualDisk.requireInside(this, range);
        ByteRange stored = range.intersect(new ByteRange(0, fileSize));
        if (!stored.isEmpty()) {
            sink.accept(new Extent.Stored(stored.start(), stored.length(), stored.start()));
        }
        long from = Math.max(range.start(), fileSize);
        if (from < range.end()) {
            sink.accept(new Extent.Zero(from, range.end() - from));
        }
    }

    @Override
    public BlockDevice disk() {
        return content;
    }

    @Override
    public List<String> notes() {
        return List.of();
    }
}

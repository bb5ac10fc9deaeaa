package dev.profilekeep.disk.image;

import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.SubDevice;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A range of a virtual disk, a partition for one, seen as a disk without blocks. As safe for threads as the disk. */
public final class DiskPart implements VirtualDisk {
    private final VirtualDisk whole;
    private final ByteRange range;

    /** @param range inside the disk */
    public DiskPart(VirtualDisk whole, ByteRange range) {
        VirtualDisk.requireInside(whole, range);
        this.whole = whole;
        this.range = range;
    }

    @Override
    public long virtualSize() {
        return range.length();
    }

    @Override
    public long blockSize() {
        return 0;
    }

    @Override
    public int logicalSectorSize() {
        return whole.logicalSectorSize();
    }

    @Override
    public int physicalSectorSize() {
        return whole.physicalSectorSize();
    }

    @Override
    public boolean hasParent() {
        return whole.hasParent();
    }

    @Override
    public @Nullable String parentName() {
        return whole.parentName();
    }

    @Override
    public long blockCount() {
        return 0;
    }

    @Override
    public BlockState blockState(long block) {
        throw new IllegalArgumentException("a part of a disk has no blocks");
    }

    @Override
    public void extents(ByteRange part, ExtentSink sink) throws IOException {
        VirtualDisk.requireInside(this, part);
        whole.extents(new ByteRange(range.start() + part.start(), part.length()), extent -> sink.accept(here(extent)));
    }

    private Extent here(Extent extent) {
        long at = extent.diskOffset() - range.start();
        if (extent instanceof Extent.Stored stored) {
            return new Extent.Stored(at, stored.length(), stored.fileOffset());
        }
        if (extent instanceof Extent.Zero) {
            return new Extent.Zero(at, extent.length());
        }
        return extent instanceof Extent.Inherited
                ? new Extent.Inherited(at, extent.length())
                : new Extent.Unmapped(at, extent.length());
    }

    @Override
    public void requireOwnPlaces() throws IOException {
        whole.requireOwnPlaces();
    }

    @Override
    public BlockDevice disk() {
        return new SubDevice(whole.disk(), range);
    }

    @Override
    public List<String> notes() {
        return whole.notes();
    }
}

package dev.profilekeep.disk.image;

import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A disk on which nothing was ever written.
 *
 * @param virtualSize in bytes
 * @param logicalSectorSize 512 or 4096
 */
public record EmptyDisk(long virtualSize, int logicalSectorSize) implements VirtualDisk {
    @Override
    public long blockSize() {
        return 0;
    }

    @Override
    public int physicalSectorSize() {
        return logicalSectorSize;
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
        throw new IllegalArgumentException("an empty disk has no blocks");
    }

    @Override
    public void extents(ByteRange range, ExtentSink sink) throws IOException {
        VirtualDisk.requireInside(this, range);
        if (!range.isEmpty()) {
            sink.accept(new Extent.Unmapped(range.start(), range.length()));
        }
    }

    @Override
    public BlockDevice disk() {
        return new DiskContent(this, new Nothing());
    }

    @Override
    public List<String> notes() {
        return List.of();
    }

    /** The file of a disk that stores nothing. */
    private static final class Nothing implements BlockDevice {
        @Override
        public long size() {
            return 0;
        }

        @Override
        public void readFully(long offset, ByteBuffer target) {
            throw new IllegalStateException("an empty disk stores nothing");
        }

        @Override
        public void close() {}
    }
}

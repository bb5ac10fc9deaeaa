package dev.profilekeep.disk.image;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The content of a virtual disk, read along its extents: one read of the file for each run of stored bytes. */
public final class DiskContent implements BlockDevice {
    private static final byte[] ZEROS = new byte[64 * 1024];

    private final VirtualDisk disk;
    private final BlockDevice file;

    /** @param file the device that the file offsets of the extents refer to */
    public DiskContent(VirtualDisk disk, BlockDevice file) {
        this.disk = disk;
        this.file = file;
    }

    @Override
    public long size() {
        return disk.virtualSize();
    }

    @Override
    public void readFully(long offset, ByteBuffer target) throws IOException {
        int count = target.remaining();
        if (offset < 0 || offset > disk.virtualSize() - count) {
            throw new EOFException("the virtual disk ends at " + disk.virtualSize() + ", " + count
                    + " bytes were asked for at " + offset);
        }
        if (count > 0) {
            disk.extents(new ByteRange(offset, count), extent -> read(extent, target));
        }
    }

    private void read(Extent extent, ByteBuffer target) throws IOException {
        int count = Math.toIntExact(extent.length());
        if (extent instanceof Extent.Inherited) {
            throw new UnsupportedDiskException(
                    "the content at " + extent.diskOffset() + " of the disk is in the parent disk, which is not open");
        }
        if (extent instanceof Extent.Stored stored) {
            ByteBuffer part = target.slice(target.position(), count);
            try {
                file.readFully(stored.fileOffset(), part);
            } catch (EOFException e) {
                var corrupt = new CorruptDiskException(
                        "block", stored.fileOffset(), "the file ends before its data: was it cut short?");
                corrupt.initCause(e);
                throw corrupt;
            }
            target.position(target.position() + count);
            return;
        }
        for (int left = count; left > 0; left -= ZEROS.length) {
            target.put(ZEROS, 0, Math.min(left, ZEROS.length));
        }
    }

    @Override
    public void close() {}
}

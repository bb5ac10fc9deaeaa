package dev.profilekeep.disk.convert;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.WritableBlockDevice;
import dev.profilekeep.disk.vhd.VhdFile;
import dev.profilekeep.disk.vhdx.WritableVhdx;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A container that is being made, to be written to by places of its disk. One thread. */
public interface DraftDisk extends Closeable {
    /** What it says, as it is by now. */
    BlockDevice disk();

    /** @throws NoPlaceException if the container has no place for that */
    void write(long offset, ByteBuffer bytes) throws IOException;

    /** It cannot be written so: the whole file has to be sent. */
    final class NoPlaceException extends IOException {
        private static final long serialVersionUID = 1L;

        NoPlaceException(String message) {
            super(message);
        }
    }

    /**
     * @param file stays open, and stays the caller's to close
     * @throws NoPlaceException if it is of a kind that is not written to
     */
    static DraftDisk open(WritableBlockDevice file) throws IOException {
        try {
            VirtualDisk disk = Containers.open(file);
            return disk instanceof VhdFile ? new DraftVhd(disk, file) : new DraftVhdx(WritableVhdx.open(file));
        } catch (DiskException e) {
            throw new NoPlaceException(String.valueOf(e.getMessage()));
        }
    }
}

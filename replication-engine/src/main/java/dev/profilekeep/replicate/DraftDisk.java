package dev.profilekeep.replicate;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.image.Extent;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.WritableBlockDevice;
import dev.profilekeep.disk.vhd.VhdFile;
import dev.profilekeep.disk.vhdx.WritableVhdx;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A draft of a container, to be written to by places of its disk. One thread. */
interface DraftDisk extends Closeable {
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
            return disk instanceof VhdFile ? new OfVhd(disk, file) : new OfVhdx(WritableVhdx.open(file));
        } catch (DiskException e) {
            throw new NoPlaceException(String.valueOf(e.getMessage()));
        }
    }

    /** Grows where it must. */
    record OfVhdx(WritableVhdx vhdx) implements DraftDisk {
        @Override
        public BlockDevice disk() {
            return vhdx.disk();
        }

        @Override
        public void write(long offset, ByteBuffer bytes) throws IOException {
            vhdx.write(offset, bytes);
        }

        @Override
        public void close() throws IOException {
            vhdx.close();
        }
    }

    /** Is written where it stores something already: its block table stays what it is. */
    record OfVhd(VirtualDisk vhd, WritableBlockDevice file) implements DraftDisk {
        @Override
        public BlockDevice disk() {
            return vhd.disk();
        }

        @Override
        public void write(long offset, ByteBuffer bytes) throws IOException {
            List<Extent.Stored> places = new ArrayList<>();
            vhd.extents(new ByteRange(offset, bytes.remaining()), extent -> {
                if (!(extent instanceof Extent.Stored stored)) {
                    throw new NoPlaceException("the VHD stores nothing at " + extent.diskOffset());
                }
                places.add(stored);
            });
            int limit = bytes.limit();
            int from = bytes.position();
            for (Extent.Stored place : places) {
                bytes.position(Math.toIntExact(from + place.diskOffset() - offset));
                bytes.limit(Math.toIntExact(bytes.position() + place.length()));
                file.write(place.fileOffset(), bytes);
                bytes.limit(limit);
            }
        }

        @Override
        public void close() {}
    }
}

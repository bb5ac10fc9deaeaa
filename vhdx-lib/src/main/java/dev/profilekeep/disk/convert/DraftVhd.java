package dev.profilekeep.disk.convert;

import dev.profilekeep.disk.image.Extent;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.WritableBlockDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Is written where it stores something already: its block table stays what it is. */
record DraftVhd(VirtualDisk vhd, WritableBlockDevice file) implements DraftDisk {
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

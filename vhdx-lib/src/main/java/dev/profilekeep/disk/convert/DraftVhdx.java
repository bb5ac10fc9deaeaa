package dev.profilekeep.disk.convert;

import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.vhdx.WritableVhdx;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Grows where it must. */
record DraftVhdx(WritableVhdx vhdx) implements DraftDisk {
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

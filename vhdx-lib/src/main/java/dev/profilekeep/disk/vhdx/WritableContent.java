package dev.profilekeep.disk.vhdx;

import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.image.DiskContent;
import dev.profilekeep.disk.io.WritableBlockDevice;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The content of a disk that is written to, as a device. */
record WritableContent(WritableVhdx vhdx, DiskContent content) implements WritableBlockDevice {
    @Override
    public long size() {
        return content.size();
    }

    @Override
    public void readFully(long offset, ByteBuffer target) throws IOException {
        content.readFully(offset, target);
    }

    @Override
    public void write(long offset, ByteBuffer source) throws IOException {
        vhdx.write(offset, source);
    }

    @Override
    public void flush() throws IOException {
        vhdx.flush();
    }

    @Override
    public void resize(long size) throws IOException {
        if (size != size()) {
            throw new UnsupportedDiskException("the size of a virtual disk is not changed by writing to it");
        }
    }

    @Override
    public void close() {}
}

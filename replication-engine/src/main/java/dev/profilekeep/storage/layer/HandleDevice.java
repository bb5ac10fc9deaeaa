package dev.profilekeep.storage.layer;

import dev.profilekeep.disk.io.WritableBlockDevice;
import dev.profilekeep.storage.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A file held open at its server, as something to make a container in. Does not own it. */
public record HandleDevice(OpenFile file) implements WritableBlockDevice {
    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public void readFully(long offset, ByteBuffer target) throws IOException {
        file.readFully(offset, target);
    }

    @Override
    public void write(long offset, ByteBuffer source) throws IOException {
        file.writeFully(offset, source);
    }

    @Override
    public void flush() throws IOException {
        file.flush();
    }

    @Override
    public void resize(long size) throws IOException {
        file.resize(size);
    }

    @Override
    public void close() {}
}

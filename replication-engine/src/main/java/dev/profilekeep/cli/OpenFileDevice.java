package dev.profilekeep.cli;

import dev.profilekeep.disk.io.BlockDevice;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of an open file; closing it closes the storage too. */
final class OpenFileDevice implements BlockDevice {
    private final OpenFile file;

    OpenFileDevice(OpenFile file) {
        this.file = file;
    }

    @Override
    public long size() throws IOException {
        return file.device().size();
    }

    @Override
    public void readFully(long offset, ByteBuffer target) throws IOException {
        file.device().readFully(offset, target);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

package dev.profilekeep.replicate;

import dev.profilekeep.disk.io.WritableBlockDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;

/** Adds up what is read of a file. Owns nothing. */
record CountedReads(WritableBlockDevice file, LongAdder bytes) implements WritableBlockDevice {
    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public void readFully(long offset, ByteBuffer target) throws IOException {
        int count = target.remaining();
        file.readFully(offset, target);
        bytes.add(count);
    }

    @Override
    public void write(long offset, ByteBuffer source) throws IOException {
        file.write(offset, source);
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

package dev.profilekeep.disk.io;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A local file, opened for reading and shared with everybody. Safe for use by several threads. */
public final class FileDevice implements BlockDevice {
    private final Path path;
    private final FileChannel channel;

    FileDevice(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Opens {@code path}; the caller closes the device. */
    public static FileDevice open(Path path) throws IOException {
        return new FileDevice(path, FileChannel.open(path, StandardOpenOption.READ));
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public void readFully(long offset, ByteBuffer target) throws IOException {
        long position = offset;
        while (target.hasRemaining()) {
            int count = channel.read(target, position);
            if (count < 0) {
                throw new EOFException(path + " ends at " + channel.size() + ", " + target.remaining()
                        + " more bytes were asked for at " + position);
            }
            position += count;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}

package dev.profilekeep.disk.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;

/**
 * A local file, opened for reading and writing. It does not keep others from opening the file too: who may change a
 * container is decided before it is opened. Safe for use by several threads.
 */
public final class WritableFileDevice implements WritableBlockDevice {
    private final FileDevice reading;
    private final FileChannel channel;

    private WritableFileDevice(Path path, FileChannel channel) {
        this.reading = new FileDevice(path, channel);
        this.channel = channel;
    }

    /** Opens a file that exists; the caller closes the device. */
    public static WritableFileDevice open(Path path) throws IOException {
        return new WritableFileDevice(path, FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    /**
     * Makes a new, empty file. It is not marked as sparse: Windows attaches no container that is.
     *
     * @param attributes that it has from the first moment on, such as who may read it
     * @throws java.nio.file.FileAlreadyExistsException if there is such a file
     */
    public static WritableFileDevice create(Path path, FileAttribute<?>... attributes) throws IOException {
        return create(
                path,
                Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                attributes);
    }

    /**
     * As {@link #create}, for a file in which ranges never written are to take no room where the file system can do that only
     * for files that are marked.
     */
    public static WritableFileDevice createSparse(Path path, FileAttribute<?>... attributes) throws IOException {
        return create(
                path,
                Set.of(
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.SPARSE),
                attributes);
    }

    private static WritableFileDevice create(Path path, Set<StandardOpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        return new WritableFileDevice(path, FileChannel.open(path, options, attributes));
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public void readFully(long offset, ByteBuffer target) throws IOException {
        reading.readFully(offset, target);
    }

    @Override
    public void write(long offset, ByteBuffer source) throws IOException {
        long position = offset;
        while (source.hasRemaining()) {
            position += channel.write(source, position);
        }
    }

    @Override
    public void flush() throws IOException {
        channel.force(true);
    }

    @Override
    public void resize(long size) throws IOException {
        long now = channel.size();
        if (size < now) {
            channel.truncate(size);
        } else if (size > now) {
            // The one byte makes the gap before it; a channel has no other way to grow.
            channel.write(ByteBuffer.allocate(1), size - 1);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public String toString() {
        return reading.toString();
    }
}

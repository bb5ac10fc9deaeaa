package dev.profilekeep.storage.local;

import dev.profilekeep.storage.CopyRange;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StoredFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file held open by a channel. */
final class LocalFile implements OpenFile {
    private final StoragePath path;
    private final Path file;
    private final FileChannel channel;
    private final boolean unix;
    private final boolean writable;
    private @Nullable StoredFile opened;
    private volatile boolean removing;

    LocalFile(StoragePath path, Path file, FileChannel channel, boolean unix, boolean writable) {
        this.path = path;
        this.file = file;
        this.channel = channel;
        this.unix = unix;
        this.writable = writable;
    }

    @Override
    public long size() throws IOException {
        try {
            return channel.size();
        } catch (IOException e) {
            throw LocalErrors.map("size of", path, e);
        }
    }

    @Override
    public void readFully(long offset, ByteBuffer target) throws IOException {
        if (offset < 0) {
            throw new IllegalArgumentException("offset is negative: " + offset);
        }
        long at = offset;
        while (target.hasRemaining()) {
            int read;
            try {
                read = channel.read(target, at);
            } catch (IOException e) {
                throw LocalErrors.map("read", path, e);
            }
            if (read < 0) {
                throw new EOFException("read " + path + ": " + target.remaining() + " bytes short at offset " + at);
            }
            at += read;
        }
    }

    /** By name, as the JDK cannot ask through a channel; a file replaced meanwhile shows by its id. */
    @Override
    public StoredFile stat() throws IOException {
        size();
        try {
            return LocalAttributes.read(path, file, unix);
        } catch (IOException e) {
            throw LocalErrors.map("stat", path, e);
        }
    }

    @Override
    public void writeFully(long offset, ByteBuffer source) throws IOException {
        if (offset < 0) {
            throw new IllegalArgumentException("offset is negative: " + offset);
        }
        requireWritable("write");
        try {
            long at = offset;
            while (source.hasRemaining()) {
                at += channel.write(source, at);
            }
        } catch (IOException e) {
            throw LocalErrors.map("write", path, e);
        }
    }

    /** Nothing crosses a network here, and the kernel would read what its caller reads anyway: so nothing is copied. */
    @Override
    public long copyFrom(OpenFile source, List<CopyRange> ranges) throws IOException {
        requireWritable("copy into");
        size(); // fails if it was closed
        long end = source.size();
        for (CopyRange range : ranges) {
            if (range.sourceEnd() > end) {
                throw new EOFException(
                        "copy into " + path + ": the source ends at " + end + ", the range at " + range.sourceEnd());
            }
        }
        return 0;
    }

    @Override
    public void resize(long size) throws IOException {
        if (size < 0) {
            throw new IllegalArgumentException("size is negative: " + size);
        }
        requireWritable("resize");
        try {
            long now = channel.size();
            if (size < now) {
                channel.truncate(size);
            } else if (size > now) {
                channel.write(ByteBuffer.allocate(1), size - 1);
            }
        } catch (IOException e) {
            throw LocalErrors.map("resize", path, e);
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            channel.force(true);
        } catch (IOException e) {
            throw LocalErrors.map("flush", path, e);
        }
    }

    private void requireWritable(String verb) throws StorageException {
        if (!writable) {
            throw new StorageException.Denied(verb + " " + path + ": it was opened for reading", null);
        }
    }

    /** Before it is handed out. */
    void mayBeRemoved() throws IOException {
        opened = stat();
    }

    @Override
    public void removeWhenClosed() throws IOException {
        if (opened == null) {
            throw new StorageException.Denied("remove " + path + ": it was not opened to be removed", null);
        }
        size(); // fails if it was closed
        removing = true;
    }

    @Override
    public void close() throws IOException {
        boolean first = channel.isOpen();
        try {
            if (first && removing && opened != null) {
                remove(opened);
            }
        } finally {
            channel.close();
        }
    }

    private void remove(StoredFile expected) throws IOException {
        StoredFile now;
        try {
            now = LocalAttributes.read(path, file, unix);
            if (now.fileId() != expected.fileId()) {
                throw new StorageException.Failed(
                        "remove " + path + ": another file has its name now, and that one was left alone", null);
            }
            Files.delete(file);
        } catch (NoSuchFileException e) {
            // somebody else removed it: it is gone
        } catch (IOException e) {
            throw LocalErrors.map("remove", path, e);
        }
    }
}

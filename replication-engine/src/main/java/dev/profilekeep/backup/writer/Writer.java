package dev.profilekeep.backup.writer;

import dev.profilekeep.backup.store.PlainFiles;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One that writes. While it is open, nothing that it stores is taken away. Safe for several threads. */
public final class Writer implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

    private final StorageProvider storage;
    private final PlainFiles files;
    private final StoragePath path;
    private final WriterFile file;
    private final byte[] content;
    private long beat;
    private @Nullable String lost;
    private boolean closed;
    private Runnable stop = () -> {};

    private Writer(StorageProvider storage, PlainFiles files, StoragePath path, WriterFile file, byte[] content) {
        this.storage = storage;
        this.files = files;
        this.path = path;
        this.file = file;
        this.content = content;
    }

    static Writer begin(
            StorageProvider storage, PlainFiles files, StoragePath path, WriterFile file, byte[] content, Pulse pulse)
            throws IOException {
        files.publish(path, content);
        Writer writer = new Writer(storage, files, path, file, content);
        synchronized (writer) {
            writer.beat = storage.stat(path).lastWriteTime();
            writer.stop = pulse.every(Writers.PERIOD, writer::beatOrWarn);
        }
        return writer;
    }

    /** Who it is. */
    public WriterFile file() {
        return file;
    }

    /**
     * Proves at the storage that this writer counts, and has counted without a gap since it began. Called before and after whatever it stored is made
     * public; takes four round trips.
     *
     * @throws WriterLostException if it does not count any more; it never does again
     */
    public synchronized void requireCounted() throws IOException {
        if (lost != null) {
            throw new WriterLostException(lost);
        }
        if (closed) {
            throw new IllegalStateException("the writer is closed");
        }
        long now;
        try {
            // never made anew: that its file is gone must be noticed
            try (OpenFile open = storage.openForWriting(path, Sharing.ALL)) {
                open.writeFully(0, ByteBuffer.wrap(content));
            }
            now = storage.stat(path).lastWriteTime();
        } catch (StorageException.NotFound e) {
            throw lose("its file " + path + " was removed");
        }
        Duration gap = Duration.between(StoredFile.toInstant(beat), StoredFile.toInstant(now));
        if (gap.compareTo(Writers.LEASE) > 0) {
            throw lose("it did not write for " + gap.toMinutes() + " minutes, more than the "
                    + Writers.LEASE.toMinutes() + " after which others may take it for dead");
        }
        beat = now;
    }

    private WriterLostException lose(String why) {
        lost = "writer " + file.id() + " (" + file.purpose() + " on " + file.host() + ") must not go on, as " + why
                + ": what it stored may be removed; run it again";
        return new WriterLostException(lost);
    }

    private synchronized void beatOrWarn() {
        if (closed || lost != null) {
            return;
        }
        try {
            requireCounted();
        } catch (IOException | RuntimeException e) {
            LOG.warn("The heartbeat of a backup's writer failed: {}", e.getMessage());
        }
    }

    /** Ends it: from now on what it stored and nobody names may be removed. If its file cannot be removed, others do when its time is over. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        stop.run();
        try {
            files.remove(path);
        } catch (IOException e) {
            LOG.warn("The file of a backup's writer is left behind, and others will wait for it: {}", e.getMessage());
        }
    }
}

package dev.profilekeep.cli;

import dev.profilekeep.storage.ConnectionTerms;
import dev.profilekeep.storage.CopyRange;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.layer.LayeredFile;
import dev.profilekeep.storage.layer.LayeredStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** One of two storages that a command works with: what it says begins with its name, whoever tells it. */
final class NamedStorage extends LayeredStorage {
    private final String name;

    NamedStorage(StorageProvider storage, String name) {
        super(storage);
        this.name = name;
    }

    /** Whether a problem came up at the storage of that name. */
    static boolean said(String name, Throwable problem) {
        for (Throwable each = problem; each != null; each = each.getCause()) {
            if (each instanceof StorageException
                    && String.valueOf(each.getMessage()).startsWith(name)) {
                return true;
            }
        }
        return false;
    }

    private interface Ask<R> {
        R run() throws IOException;
    }

    private interface Act {
        void run() throws IOException;
    }

    private <R> R named(Ask<R> ask) throws IOException {
        try {
            return ask.run();
        } catch (StorageException e) {
            throw named(e);
        }
    }

    private void doing(Act act) throws IOException {
        try {
            act.run();
        } catch (StorageException e) {
            throw named(e);
        }
    }

    private StorageException named(StorageException e) {
        String message = String.valueOf(e.getMessage());
        if (message.startsWith(name)) {
            return e;
        }
        String told = name + ": " + message;
        if (e instanceof StorageException.NotFound) {
            return new StorageException.NotFound(told, e);
        }
        if (e instanceof StorageException.Exists) {
            return new StorageException.Exists(told, e);
        }
        if (e instanceof StorageException.Busy) {
            return new StorageException.Busy(told, e);
        }
        if (e instanceof StorageException.Denied) {
            return new StorageException.Denied(told, e);
        }
        if (e instanceof StorageException.Full) {
            return new StorageException.Full(told, e);
        }
        return e instanceof StorageException.Unreachable
                ? new StorageException.Unreachable(told, e)
                : new StorageException.Failed(told, e);
    }

    @Override
    public StorageProvider onOwnConnection() {
        return new NamedStorage(below().onOwnConnection(), name);
    }

    @Override
    public StorageProvider onOwnConnection(ConnectionTerms terms) throws IOException {
        return new NamedStorage(named(() -> below().onOwnConnection(terms)), name);
    }

    @Override
    public StorageProvider asOf(Instant moment) {
        return new NamedStorage(below().asOf(moment), name);
    }

    @Override
    public void list(StoragePath folder, Consumer<? super StoredFile> each) throws IOException {
        doing(() -> below().list(folder, each));
    }

    @Override
    public StoredFile stat(StoragePath path) throws IOException {
        return named(() -> below().stat(path));
    }

    @Override
    public OpenFile openForReading(StoragePath path, Sharing sharing) throws IOException {
        return new NamedFile(named(() -> below().openForReading(path, sharing)));
    }

    @Override
    public OpenFile openForWriting(StoragePath path, Sharing sharing) throws IOException {
        return new NamedFile(named(() -> below().openForWriting(path, sharing)));
    }

    @Override
    public OpenFile openToRemove(StoragePath path) throws IOException {
        return new NamedFile(named(() -> below().openToRemove(path)));
    }

    @Override
    public OpenFile create(StoragePath path, Sharing sharing) throws IOException {
        return new NamedFile(named(() -> below().create(path, sharing)));
    }

    @Override
    public void createFolder(StoragePath path) throws IOException {
        doing(() -> below().createFolder(path));
    }

    @Override
    public void rename(StoragePath from, StoragePath to) throws IOException {
        doing(() -> below().rename(from, to));
    }

    @Override
    public void replace(StoragePath from, StoragePath to) throws IOException {
        doing(() -> below().replace(from, to));
    }

    @Override
    public void hardLink(StoragePath existing, StoragePath newName) throws IOException {
        doing(() -> below().hardLink(existing, newName));
    }

    @Override
    public void delete(StoragePath path) throws IOException {
        doing(() -> below().delete(path));
    }

    @Override
    public void setTimes(StoragePath path, long creationTime, long lastWriteTime) throws IOException {
        doing(() -> below().setTimes(path, creationTime, lastWriteTime));
    }

    private final class NamedFile extends LayeredFile {
        NamedFile(OpenFile file) {
            super(file);
        }

        @Override
        public long size() throws IOException {
            return named(super::size);
        }

        @Override
        public StoredFile stat() throws IOException {
            return named(super::stat);
        }

        @Override
        public void readFully(long offset, ByteBuffer target) throws IOException {
            doing(() -> super.readFully(offset, target));
        }

        @Override
        public void writeFully(long offset, ByteBuffer source) throws IOException {
            doing(() -> super.writeFully(offset, source));
        }

        @Override
        public long copyFrom(OpenFile source, List<CopyRange> ranges) throws IOException {
            return named(() -> super.copyFrom(source, ranges));
        }

        @Override
        public void resize(long size) throws IOException {
            doing(() -> super.resize(size));
        }

        @Override
        public void flush() throws IOException {
            doing(super::flush);
        }

        @Override
        public void close() throws IOException {
            doing(super::close);
        }
    }
}

package dev.profilekeep.storage.layer;

import dev.profilekeep.storage.Capabilities;
import dev.profilekeep.storage.ConnectionTerms;
import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.FileServer;
import dev.profilekeep.storage.Held;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.Volume;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Passes everything on; a layer overrides what it is about. {@link GuardedStorage} is not built on it, so that a verb added
 * here later cannot slip past the guard.
 */
public abstract class LayeredStorage implements StorageProvider {
    private final StorageProvider storage;

    protected LayeredStorage(StorageProvider storage) {
        this.storage = storage;
    }

    /** What lies below. */
    protected final StorageProvider below() {
        return storage;
    }

    /** The same layer around another connection. */
    @Override
    public abstract StorageProvider onOwnConnection();

    @Override
    public abstract StorageProvider onOwnConnection(ConnectionTerms terms) throws IOException;

    @Override
    public List<Instant> moments() throws IOException {
        return storage.moments();
    }

    /** What lies below alone: a layer that reading matters to puts itself around it. */
    @Override
    public StorageProvider asOf(Instant moment) {
        return storage.asOf(moment);
    }

    @Override
    public OptionalLong sessionId() throws IOException {
        return storage.sessionId();
    }

    @Override
    public FileServer fileServer() {
        return storage.fileServer();
    }

    @Override
    public Optional<Duration> roundTrip() throws IOException {
        return storage.roundTrip();
    }

    @Override
    public Optional<Volume> volume() throws IOException {
        return storage.volume();
    }

    @Override
    public Held holder(StoragePath path) throws IOException {
        return storage.holder(path);
    }

    @Override
    public Capabilities capabilities() throws IOException {
        return storage.capabilities();
    }

    @Override
    public void list(StoragePath folder, Consumer<? super StoredFile> each) throws IOException {
        storage.list(folder, each);
    }

    @Override
    public StoredFile stat(StoragePath path) throws IOException {
        return storage.stat(path);
    }

    @Override
    public OpenFile openForReading(StoragePath path, Sharing sharing) throws IOException {
        return storage.openForReading(path, sharing);
    }

    @Override
    public OpenFile openForWriting(StoragePath path, Sharing sharing) throws IOException {
        return storage.openForWriting(path, sharing);
    }

    @Override
    public OpenFile openToRemove(StoragePath path) throws IOException {
        return storage.openToRemove(path);
    }

    @Override
    public OpenFile create(StoragePath path, Sharing sharing) throws IOException {
        return storage.create(path, sharing);
    }

    @Override
    public void createFolder(StoragePath path) throws IOException {
        storage.createFolder(path);
    }

    @Override
    public void rename(StoragePath from, StoragePath to) throws IOException {
        storage.rename(from, to);
    }

    @Override
    public void replace(StoragePath from, StoragePath to) throws IOException {
        storage.replace(from, to);
    }

    @Override
    public void hardLink(StoragePath existing, StoragePath newName) throws IOException {
        storage.hardLink(existing, newName);
    }

    @Override
    public void delete(StoragePath path) throws IOException {
        storage.delete(path);
    }

    @Override
    public void setAttributes(StoragePath path, int attributes) throws IOException {
        storage.setAttributes(path, attributes);
    }

    @Override
    public void setTimes(StoragePath path, long creationTime, long lastWriteTime) throws IOException {
        storage.setTimes(path, creationTime, lastWriteTime);
    }

    @Override
    public FileSecurity security(StoragePath path) throws IOException {
        return storage.security(path);
    }

    @Override
    public void setSecurity(StoragePath path, FileSecurity security) throws IOException {
        storage.setSecurity(path, security);
    }

    @Override
    public boolean closeToOtherAccounts(StoragePath path) throws IOException {
        return storage.closeToOtherAccounts(path);
    }

    @Override
    public void copy(StoragePath from, StoragePath to) throws IOException {
        storage.copy(from, to);
    }

    @Override
    public void close() throws IOException {
        storage.close();
    }
}

package dev.profilekeep.storage.layer;

import dev.profilekeep.storage.Capabilities;
import dev.profilekeep.storage.ConnectionTerms;
import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.FileServer;
import dev.profilekeep.storage.Held;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
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
 * A location as it was at a moment. Reads pass; every change is refused before a server is asked. Closing it leaves the connection to whoever it belongs to.
 */
public final class PastStorage implements StorageProvider {
    private final StorageProvider then;
    private final Instant moment;

    /** @param then reads as of the moment */
    public PastStorage(StorageProvider then, Instant moment) {
        this.then = then;
        this.moment = moment;
    }

    private StorageException refused(String verb, StoragePath path) {
        return new StorageException.Denied(
                verb + " " + path + ": what the storage keeps of " + moment + " is never changed", null);
    }

    @Override
    public Capabilities capabilities() throws IOException {
        return then.capabilities();
    }

    @Override
    public List<Instant> moments() throws IOException {
        return then.moments();
    }

    @Override
    public StorageProvider asOf(Instant other) {
        return then.asOf(other);
    }

    /** Who needs one asks what is there now for it, and that for the moment. */
    @Override
    public StorageProvider onOwnConnection(ConnectionTerms terms) {
        throw new UnsupportedOperationException("what was is read over the connection to what is");
    }

    @Override
    public OptionalLong sessionId() throws IOException {
        return then.sessionId();
    }

    @Override
    public FileServer fileServer() {
        return then.fileServer();
    }

    @Override
    public Optional<Duration> roundTrip() throws IOException {
        return then.roundTrip();
    }

    @Override
    public Optional<Volume> volume() throws IOException {
        return then.volume();
    }

    /** Nobody holds what was. */
    @Override
    public Held holder(StoragePath path) {
        return new Held(Held.State.FREE, "nobody has open what the storage keeps of " + moment);
    }

    @Override
    public void list(StoragePath folder, Consumer<? super StoredFile> each) throws IOException {
        then.list(folder, each);
    }

    @Override
    public StoredFile stat(StoragePath path) throws IOException {
        return then.stat(path);
    }

    @Override
    public OpenFile openForReading(StoragePath path, Sharing sharing) throws IOException {
        return then.openForReading(path, sharing);
    }

    @Override
    public OpenFile openForWriting(StoragePath path, Sharing sharing) throws IOException {
        throw refused("open for writing", path);
    }

    @Override
    public OpenFile openToRemove(StoragePath path) throws IOException {
        throw refused("open to remove", path);
    }

    @Override
    public OpenFile create(StoragePath path, Sharing sharing) throws IOException {
        throw refused("create", path);
    }

    @Override
    public void createFolder(StoragePath path) throws IOException {
        throw refused("create folder", path);
    }

    @Override
    public void rename(StoragePath from, StoragePath to) throws IOException {
        throw refused("rename", from);
    }

    @Override
    public void replace(StoragePath from, StoragePath to) throws IOException {
        throw refused("replace", to);
    }

    @Override
    public void hardLink(StoragePath existing, StoragePath newName) throws IOException {
        throw refused("hard-link", newName);
    }

    @Override
    public void delete(StoragePath path) throws IOException {
        throw refused("delete", path);
    }

    @Override
    public void setAttributes(StoragePath path, int attributes) throws IOException {
        throw refused("set attributes of", path);
    }

    @Override
    public void setTimes(StoragePath path, long creationTime, long lastWriteTime) throws IOException {
        throw refused("set times of", path);
    }

    @Override
    public FileSecurity security(StoragePath path) throws IOException {
        return then.security(path);
    }

    @Override
    public void setSecurity(StoragePath path, FileSecurity security) throws IOException {
        throw refused("set security of", path);
    }

    @Override
    public void copy(StoragePath from, StoragePath to) throws IOException {
        throw refused("copy to", to);
    }

    @Override
    public void close() {
        // the connection is another's
    }
}

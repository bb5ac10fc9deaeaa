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
 * A location behind a {@link Fence}: while that is closed, every verb fails as with a server that does not answer, on open files, past moments, other connections and the
 * administration, too. Not built on {@link LayeredStorage}, so that a verb added there later cannot slip past.
 */
public final class FencedStorage implements StorageProvider {
    private final StorageProvider storage;
    private final Fence fence;

    public FencedStorage(StorageProvider storage, Fence fence) {
        this.storage = storage;
        this.fence = fence;
    }

    private StorageProvider passed(String verb, StoragePath path) throws IOException {
        fence.pass(verb, path);
        return storage;
    }

    private StorageProvider passed(String verb) throws IOException {
        return passed(verb, StoragePath.ROOT);
    }

    private OpenFile around(StoragePath path, OpenFile file) {
        return new FencedFile(fence, path, file);
    }

    @Override
    public Capabilities capabilities() throws IOException {
        return passed("ask what can be done at").capabilities();
    }

    @Override
    public StorageProvider onOwnConnection() {
        return new FencedStorage(storage.onOwnConnection(), fence);
    }

    @Override
    public StorageProvider onOwnConnection(ConnectionTerms terms) throws IOException {
        return new FencedStorage(storage.onOwnConnection(terms), fence);
    }

    @Override
    public OptionalLong sessionId() throws IOException {
        return passed("connect to").sessionId();
    }

    @Override
    public FileServer fileServer() {
        return new LayeredFileServer(storage.fileServer()) {
            @Override
            <R> R around(Verb verb, StoragePath path, Ask<R> ask) throws IOException {
                fence.pass(verb.words(), path);
                return ask.run();
            }
        };
    }

    @Override
    public Optional<Duration> roundTrip() throws IOException {
        return passed("measure the way to").roundTrip();
    }

    @Override
    public Optional<Volume> volume() throws IOException {
        return passed("ask the room of").volume();
    }

    @Override
    public List<Instant> moments() throws IOException {
        return passed("list the moments of").moments();
    }

    @Override
    public StorageProvider asOf(Instant moment) {
        return new FencedStorage(storage.asOf(moment), fence);
    }

    @Override
    public Held holder(StoragePath path) throws IOException {
        return passed("ask who holds", path).holder(path);
    }

    @Override
    public void list(StoragePath folder, Consumer<? super StoredFile> each) throws IOException {
        passed("list", folder).list(folder, each);
    }

    @Override
    public List<StoredFile> list(StoragePath folder) throws IOException {
        return passed("list", folder).list(folder);
    }

    @Override
    public StoredFile stat(StoragePath path) throws IOException {
        return passed("look at", path).stat(path);
    }

    @Override
    public OpenFile openForReading(StoragePath path, Sharing sharing) throws IOException {
        return around(path, passed("open", path).openForReading(path, sharing));
    }

    @Override
    public OpenFile openForWriting(StoragePath path, Sharing sharing) throws IOException {
        return around(path, passed("open", path).openForWriting(path, sharing));
    }

    @Override
    public OpenFile openToRemove(StoragePath path) throws IOException {
        return around(path, passed("open", path).openToRemove(path));
    }

    @Override
    public OpenFile create(StoragePath path, Sharing sharing) throws IOException {
        return around(path, passed("create", path).create(path, sharing));
    }

    @Override
    public void createFolder(StoragePath path) throws IOException {
        passed("create folder", path).createFolder(path);
    }

    @Override
    public void rename(StoragePath from, StoragePath to) throws IOException {
        passed("rename", from).rename(from, to);
    }

    @Override
    public void replace(StoragePath from, StoragePath to) throws IOException {
        passed("replace", to).replace(from, to);
    }

    @Override
    public void hardLink(StoragePath existing, StoragePath newName) throws IOException {
        passed("link", existing).hardLink(existing, newName);
    }

    @Override
    public void delete(StoragePath path) throws IOException {
        passed("delete", path).delete(path);
    }

    @Override
    public void setAttributes(StoragePath path, int attributes) throws IOException {
        passed("set the attributes of", path).setAttributes(path, attributes);
    }

    @Override
    public void setTimes(StoragePath path, long creationTime, long lastWriteTime) throws IOException {
        passed("set the times of", path).setTimes(path, creationTime, lastWriteTime);
    }

    @Override
    public FileSecurity security(StoragePath path) throws IOException {
        return passed("read the rights of", path).security(path);
    }

    @Override
    public void setSecurity(StoragePath path, FileSecurity security) throws IOException {
        passed("set the rights of", path).setSecurity(path, security);
    }

    @Override
    public boolean closeToOtherAccounts(StoragePath path) throws IOException {
        return passed("close to others", path).closeToOtherAccounts(path);
    }

    @Override
    public void copy(StoragePath from, StoragePath to) throws IOException {
        passed("copy", from).copy(from, to);
    }

    /** Closes what lies below, whether or not the fence is closed. */
    @Override
    public void close() throws IOException {
        storage.close();
    }
}

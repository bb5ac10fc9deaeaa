package dev.profilekeep.storage.local;

import com.sun.nio.file.ExtendedOpenOption;
import dev.profilekeep.storage.Capabilities;
import dev.profilekeep.storage.ConnectionTerms;
import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.FileServer;
import dev.profilekeep.storage.Held;
import dev.profilekeep.storage.NameEncoding;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.Volume;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of this machine: for the demo, the backup repository and disks proved offline. Safe for several threads.
 *
 * <p>It proves less than a share does. Outside Windows no process sees the opens of SMB clients, so {@link Sharing} excludes
 * nobody ({@link Capabilities#seesOtherOpens()} is false); owner and DACL are not Windows' ({@link #security} is empty);
 * what a file takes on the volume is not told ({@link StoredFile#allocated()} is its size); on Linux the time of creation can
 * be neither read (the JDK gives the last write) nor set. Symbolic links are listed as REPARSE_POINT and never followed out
 * of the folder.
 */
public final class LocalStorage implements StorageProvider {
    private static final Logger LOG = LoggerFactory.getLogger(LocalStorage.class);

    private static final boolean WINDOWS =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

    private final Path root;
    private final boolean unix;

    /** @param root need not be there yet */
    public LocalStorage(Path root) {
        this.root = root.toAbsolutePath().normalize();
        this.unix = root.getFileSystem().supportedFileAttributeViews().contains("unix");
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities("local folder", WINDOWS, !WINDOWS, true, false, false, true, false, false, false);
    }

    /** A local folder has no connections: this is another view of the same folder. */
    @Override
    public StorageProvider onOwnConnection() {
        return new LocalStorage(root);
    }

    /** There is no session to end. */
    @Override
    public StorageProvider onOwnConnection(ConnectionTerms terms) {
        return new LocalStorage(root);
    }

    /** Nobody tells what snapshots a local file system has. */
    @Override
    public List<Instant> moments() {
        return List.of();
    }

    @Override
    public StorageProvider asOf(Instant moment) {
        throw new UnsupportedOperationException("a local folder has no moments to go back to");
    }

    @Override
    public OptionalLong sessionId() {
        return OptionalLong.empty();
    }

    @Override
    public FileServer fileServer() {
        return new NoFileServer();
    }

    @Override
    public Optional<Volume> volume() throws IOException {
        try {
            FileStore store = Files.getFileStore(root);
            long total = store.getTotalSpace();
            return total <= 0
                    ? Optional.empty()
                    : Optional.of(new Volume(total, Math.max(0, Math.min(total, store.getUsableSpace()))));
        } catch (NoSuchFileException e) {
            throw new StorageException.NotFound("look at the volume of " + root + ": it is not there", e);
        }
    }

    @Override
    public Optional<Duration> roundTrip() {
        return Optional.empty();
    }

    @Override
    public Held holder(StoragePath path) throws IOException {
        Path file;
        try {
            file = existing("look who holds", path);
        } catch (StorageException.NotFound e) {
            return new Held(Held.State.ABSENT, "there is nothing of that name");
        }
        if (Files.isDirectory(file)) {
            throw new StorageException.Failed("look who holds " + path + ": it is a folder", null);
        }
        if (!WINDOWS) {
            return new Held(
                    Held.State.UNTOLD,
                    "who has a file open cannot be told in a folder of this machine, where the opens of SMB clients are"
                            + " not seen: use the address of the share");
        }
        try (SeekableByteChannel alone = Files.newByteChannel(
                file,
                StandardOpenOption.READ,
                ExtendedOpenOption.NOSHARE_READ,
                ExtendedOpenOption.NOSHARE_WRITE,
                ExtendedOpenOption.NOSHARE_DELETE)) {
            return new Held(Held.State.FREE, "it could be opened alone");
        } catch (IOException e) {
            StorageException why = LocalErrors.map("look who holds", path, e);
            if (why instanceof StorageException.Busy) {
                return new Held(Held.State.HELD, "somebody has it open");
            }
            if (why instanceof StorageException.Denied) {
                return new Held(Held.State.UNTOLD, String.valueOf(why.getMessage()));
            }
            throw why;
        }
    }

    /** Keeps nobody out, as no open does here; removed by name, after a look that it is still the same file. */
    @Override
    public OpenFile openToRemove(StoragePath path) throws IOException {
        Path file = insideFolder("open to remove", path);
        if (Files.isSymbolicLink(file)) {
            throw new StorageException.Denied("open to remove " + path + ": it is a symbolic link", null);
        }
        LocalFile open = open("open to remove", path, existing("open to remove", path), StandardOpenOption.READ);
        open.mayBeRemoved();
        return open;
    }

    @Override
    public void list(StoragePath folder, Consumer<? super StoredFile> each) throws IOException {
        Path where = existing("list", folder);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(where)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                StoredFile file = statIfThere(folder.child(name), entry);
                if (file != null) {
                    each.accept(legible(where, entry, name) ? file : file.with(StoredFile.ILLEGIBLE));
                }
            }
        } catch (DirectoryIteratorException e) {
            IOException cause = e.getCause();
            throw LocalErrors.map("list", folder, cause == null ? new IOException(e) : cause);
        } catch (StorageException e) {
            throw e;
        } catch (IOException e) {
            throw LocalErrors.map("list", folder, e);
        }
    }

    /** Whether the name leads back to the entry, and is the one that others read. */
    private boolean legible(Path folder, Path entry, String name) {
        if (!unix || NameEncoding.ascii(name)) {
            return true;
        }
        if (!NameEncoding.utf8()) {
            return false; // Latin-1 makes letters of any bytes, though not the right ones
        }
        try {
            return folder.resolve(name).equals(entry);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** Null if it vanished between being listed and being asked about. */
    private @Nullable StoredFile statIfThere(StoragePath path, Path file) throws IOException {
        try {
            return LocalAttributes.read(path, file, unix);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    @Override
    public StoredFile stat(StoragePath path) throws IOException {
        Path file = insideFolder("stat", path);
        try {
            return LocalAttributes.read(path, file, unix);
        } catch (IOException e) {
            throw LocalErrors.map("stat", path, e);
        }
    }

    @Override
    public OpenFile openForReading(StoragePath path, Sharing sharing) throws IOException {
        return open("open for reading", path, existing("open for reading", path), StandardOpenOption.READ);
    }

    @Override
    public OpenFile openForWriting(StoragePath path, Sharing sharing) throws IOException {
        Path file = existing("open for writing", path);
        return open("open for writing", path, file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @Override
    public OpenFile create(StoragePath path, Sharing sharing) throws IOException {
        Path file = insideFolder("create", path);
        return open(
                "create", path, file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    }

    private LocalFile open(String verb, StoragePath path, Path file, OpenOption... options) throws IOException {
        if (Files.isDirectory(file)) {
            throw options.length == 3
                    ? new StorageException.Exists(verb + " " + path + ": a folder has that name", null)
                    : new StorageException.Failed(verb + " " + path + ": it is a folder", null);
        }
        try {
            if (options.length < 3) {
                refuseDevice(verb, path, file);
            }
            return new LocalFile(path, file, FileChannel.open(file, options), unix, options.length > 1);
        } catch (IOException e) {
            throw LocalErrors.map(verb, path, e);
        }
    }

    private void refuseDevice(String verb, StoragePath path, Path file) throws IOException {
        if (LocalAttributes.isDevice(file, unix)) {
            throw new StorageException.Failed(
                    verb + " " + path + ": it is not an ordinary file (a pipe, socket or device)", null);
        }
    }

    @Override
    public void createFolder(StoragePath path) throws IOException {
        Path folder = insideFolder("create folder", path);
        attempt("create folder", path, () -> Files.createDirectory(folder));
    }

    @Override
    public void rename(StoragePath from, StoragePath to) throws IOException {
        Path source = insideFolder("rename", from);
        Path target = insideFolder("rename", to);
        attempt("rename", from, () -> {
            if (Files.isRegularFile(source, LinkOption.NOFOLLOW_LINKS)) {
                // a rename would silently replace a file that appeared meanwhile; a second name never does
                Files.createLink(target, source);
                Files.delete(source);
            } else {
                Files.move(source, target);
            }
            syncFolder(target);
        });
    }

    /** A name is durable once its folder is. Where folders cannot be forced, as on Windows, the file system's own journal has to do. */
    private static void syncFolder(Path named) {
        Path folder = named.getParent();
        if (folder == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            LOG.debug("the folder {} cannot be forced to disk", folder, e);
        }
    }

    @Override
    public void replace(StoragePath from, StoragePath to) throws IOException {
        Path source = insideFolder("replace with", from);
        Path target = insideFolder("replace", to);
        if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new StorageException.Failed("replace " + to + " with " + from + ": the target is a folder", null);
        }
        attempt("replace " + to + " with", from, () -> {
            Files.move(source, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncFolder(target);
        });
    }

    @Override
    public void hardLink(StoragePath existing, StoragePath newName) throws IOException {
        Path source = existing("hard-link", existing);
        Path target = insideFolder("hard-link", newName);
        attempt("hard-link " + newName + " to", existing, () -> Files.createLink(target, source));
    }

    @Override
    public void delete(StoragePath path) throws IOException {
        if (path.equals(StoragePath.ROOT)) {
            throw new StorageException.Denied("delete /: a location's own folder is never deleted", null);
        }
        Path file = insideFolder("delete", path);
        attempt("delete", path, () -> Files.delete(file));
    }

    @Override
    public void setAttributes(StoragePath path, int attributes) throws IOException {
        Path file = existing("set attributes of", path);
        attempt("set attributes of", path, () -> LocalAttributes.write(file, attributes));
    }

    @Override
    public void setTimes(StoragePath path, long creationTime, long lastWriteTime) throws IOException {
        Path file = existing("set times of", path);
        attempt("set times of", path, () -> Files.getFileAttributeView(file, BasicFileAttributeView.class)
                .setTimes(time(lastWriteTime), null, time(creationTime)));
    }

    private static @Nullable FileTime time(long fileTime) {
        return fileTime == 0 ? null : FileTime.from(StoredFile.toInstant(fileTime));
    }

    @Override
    public FileSecurity security(StoragePath path) throws IOException {
        existing("read security of", path);
        return new FileSecurity(null, null, new byte[0]);
    }

    @Override
    public void setSecurity(StoragePath path, FileSecurity security) throws IOException {
        existing("set security of", path);
        if (security.ownerSid() != null || security.groupSid() != null || security.descriptor().length > 0) {
            throw new StorageException.Failed(
                    "set security of " + path + ": a local folder keeps no Windows owner or DACL; use a share", null);
        }
    }

    @Override
    public boolean closeToOtherAccounts(StoragePath path) throws IOException {
        Path file = existing("close", path);
        try {
            return LocalAttributes.closeToOtherAccounts(file);
        } catch (IOException e) {
            throw LocalErrors.map("close", path, e);
        }
    }

    @Override
    public void copy(StoragePath from, StoragePath to) throws IOException {
        Path source = existing("copy", from);
        Path target = insideFolder("copy", to);
        if (Files.isDirectory(source)) {
            throw new StorageException.Failed("copy " + from + ": it is a folder", null);
        }
        attempt("copy to " + to + " from", from, () -> {
            refuseDevice("copy", from, source);
            Files.copy(source, target);
        });
    }

    @Override
    public void close() {}

    /** Follows links, as the verbs that touch content do: what they lead to must be there and inside. */
    private Path existing(String verb, StoragePath path) throws IOException {
        Path file = resolve(verb, path);
        try {
            Path real = file.toRealPath();
            refuseOutside(verb, path, real);
            return real;
        } catch (StorageException e) {
            throw e;
        } catch (IOException e) {
            throw LocalErrors.map(verb, path, e);
        }
    }

    /** Follows links in the folder that holds it, not in its own name, which need not be there. */
    private Path insideFolder(String verb, StoragePath path) throws IOException {
        StoragePath parent = path.parent();
        return parent == null ? existing(verb, path) : existing(verb, parent).resolve(path.name());
    }

    private void refuseOutside(String verb, StoragePath path, Path real) throws IOException {
        if (!real.startsWith(root.toRealPath())) {
            throw new StorageException.Denied(
                    verb + " " + path + ": a symbolic link leads out of " + root + " and is not followed", null);
        }
    }

    private Path resolve(String verb, StoragePath path) throws StorageException {
        if (WINDOWS && (path.value().indexOf('\\') >= 0 || path.value().indexOf(':') >= 0)) {
            throw new StorageException.Failed(verb + " " + path + ": no name can hold a backslash or colon here", null);
        }
        try {
            return root.resolve(path.value());
        } catch (InvalidPathException e) {
            throw new StorageException.Failed(
                    verb + " " + path + ": this machine cannot write that name (" + e.getReason()
                            + "); start with a UTF-8 locale such as LC_ALL=C.UTF-8",
                    e);
        }
    }

    private interface Act {
        void run() throws IOException;
    }

    private static void attempt(String verb, StoragePath path, Act act) throws IOException {
        try {
            act.run();
        } catch (IOException e) {
            throw LocalErrors.map(verb, path, e);
        }
    }
}

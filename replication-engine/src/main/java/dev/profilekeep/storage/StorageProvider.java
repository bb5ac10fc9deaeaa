package dev.profilekeep.storage;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * One location's files. All paths are inside the location. Failures are {@link StorageException}s of the right kind. Safe
 * for several threads. Take care when adding: every implementation and every decorator has to answer for it.
 */
public interface StorageProvider extends Closeable {
    /** What this kind of server can do and prove; nothing is written to find it out. */
    Capabilities capabilities() throws IOException;

    /**
     * The same location over a connection of its own, which the caller closes: to the server another client, so what one
     * holds exclusively excludes the other. A lease lives on one, the rename that swaps a file in on the other.
     */
    default StorageProvider onOwnConnection() {
        throw new UnsupportedOperationException(getClass().getName() + " has only one connection");
    }

    /**
     * As {@link #onOwnConnection()}, on terms of its own. Connects at its first use.
     *
     * @throws StorageException.Denied if it is to end an earlier session and the mode of the location forbids that
     */
    StorageProvider onOwnConnection(ConnectionTerms terms) throws IOException;

    /**
     * The server's number of the session in use, connecting where needed; another one after each reconnect. Written down
     * before a lease is taken, it lets the next node end what a dead one left ({@link ConnectionTerms#ends()}). Empty where
     * there are no sessions.
     */
    OptionalLong sessionId() throws IOException;

    /** What the administration of the file server tells about this location. */
    FileServer fileServer();

    /**
     * How long one small request takes on the connection in use. Connecting does not count. Empty for a local folder.
     */
    Optional<Duration> roundTrip() throws IOException;

    /** Room of the volume that the location lies on; empty where the server does not tell. */
    Optional<Volume> volume() throws IOException;

    /**
     * The moments that the storage itself keeps this location as of ("previous versions"), the latest first. Empty where it keeps none, or does not tell.
     */
    List<Instant> moments() throws IOException;

    /**
     * The location as it was at one of {@link #moments()}, for reading: every change is refused. What was not there yet, or is kept no longer, is not found. Over the
     * connection of this; closing it is not needed.
     *
     * @throws UnsupportedOperationException if this kind of storage has no moments
     */
    StorageProvider asOf(Instant moment);

    /**
     * Whether somebody holds a disk, by opening and closing it once so that nobody else could: takes milliseconds, changes
     * nothing, is never repeated and waits for nobody. Still, an owner who opens it in that very moment is refused: at most
     * once a minute and file, not during a sign-in storm, and <b>never</b> of a {@code .lock} or {@code .meta} sidecar, whose
     * owner gives up a provider over one failure.
     *
     * @throws StorageException.Unreachable if the server did not answer within 2 s
     */
    Held holder(StoragePath path) throws IOException;

    /**
     * Gives every entry of {@code folder} to {@code each}, in the server's order, as pages arrive; {@code .} and {@code ..}
     * are left out. Not recursive.
     *
     * @throws StorageException.NotFound if there is no such folder
     */
    void list(StoragePath folder, Consumer<? super StoredFile> each) throws IOException;

    default List<StoredFile> list(StoragePath folder) throws IOException {
        List<StoredFile> all = new ArrayList<>();
        list(folder, all::add);
        return all;
    }

    /** @throws StorageException.NotFound if there is nothing of that name */
    StoredFile stat(StoragePath path) throws IOException;

    /**
     * Opens for reading.
     *
     * @throws StorageException.Busy if somebody holds it in a way that excludes {@code sharing}
     */
    OpenFile openForReading(StoragePath path, Sharing sharing) throws IOException;

    /** Opens an existing file for reading and writing. */
    OpenFile openForWriting(StoragePath path, Sharing sharing) throws IOException;

    /**
     * Opens an existing file for reading so that nobody else can open it, and so that it can be removed through this very
     * handle with {@link OpenFile#removeWhenClosed()}. Closed without that, it stays as it is. Local folders come as near as
     * they can: see {@link Capabilities#removesByHandle()}.
     *
     * @throws StorageException.Busy if somebody has it open
     */
    OpenFile openToRemove(StoragePath path) throws IOException;

    /**
     * Makes a new, empty file and opens it for reading and writing.
     *
     * @throws StorageException.Exists if the name is taken
     */
    OpenFile create(StoragePath path, Sharing sharing) throws IOException;

    /** Makes a folder; its parent must be there. */
    void createFolder(StoragePath path) throws IOException;

    /**
     * Renames, in one step at the server. In a local folder the new name is durable when this returns; a server keeps names in its own journal.
     *
     * @throws StorageException.Exists if the name is taken
     */
    void rename(StoragePath from, StoragePath to) throws IOException;

    /**
     * Renames over an existing file in one step, so that the name never vanishes. What happens while somebody holds the
     * target open differs: see {@link Capabilities#replacesOpenFiles()}.
     */
    void replace(StoragePath from, StoragePath to) throws IOException;

    /** Gives an existing file a second name. */
    void hardLink(StoragePath existing, StoragePath newName) throws IOException;

    /** Removes a file or an empty folder. */
    void delete(StoragePath path) throws IOException;

    /**
     * Sets FILE_ATTRIBUTE_* bits, [MS-FSCC] 2.6. Those a server computes itself (DIRECTORY, SPARSE, COMPRESSED, ENCRYPTED,
     * REPARSE_POINT) and those it cannot keep are ignored: read back where it matters.
     */
    void setAttributes(StoragePath path, int attributes) throws IOException;

    /** Sets creation and last-write time, as FILETIME; 0 leaves one as it is. */
    void setTimes(StoragePath path, long creationTime, long lastWriteTime) throws IOException;

    /** Owner, group and DACL. */
    FileSecurity security(StoragePath path) throws IOException;

    /** Sets owner, group and DACL; setting another's name as owner needs a right that may be missing. */
    void setSecurity(StoragePath path, FileSecurity security) throws IOException;

    /**
     * Closes a file or folder to every account of this machine but the one we run as, in a folder of this machine, which keeps no rights of Windows. Of a server's files
     * {@link #setSecurity} is to be asked.
     *
     * @return whether that was done, and read back; nothing was changed if this kind of storage has no such rights
     */
    default boolean closeToOtherAccounts(StoragePath path) throws IOException {
        return false;
    }

    /** Copies a file inside the location at the server where it can, through here where it cannot. The new name must be free. */
    void copy(StoragePath from, StoragePath to) throws IOException;
}

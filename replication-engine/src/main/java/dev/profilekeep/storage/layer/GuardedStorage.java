package dev.profilekeep.storage.layer;

import dev.profilekeep.storage.Capabilities;
import dev.profilekeep.storage.ConnectionTerms;
import dev.profilekeep.storage.CopyRange;
import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.FileServer;
import dev.profilekeep.storage.Held;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.LocationMode;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.ServerOpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.Volume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Lets nothing be written at a location whose mode does not allow it. The mode is asked at every write, on open files too, so
 * that going back to OBSERVE takes effect at once. Whatever is above this can write only through it; it stays the outermost
 * layer and hands out nothing of what it guards.
 */
public final class GuardedStorage implements StorageProvider {
    private final StorageProvider guarded;
    private final Supplier<LocationMode> mode;
    private final Initiator initiator;
    private final String location;

    /** @param location its name, for messages */
    public GuardedStorage(StorageProvider guarded, Supplier<LocationMode> mode, Initiator initiator, String location) {
        this.guarded = guarded;
        this.mode = mode;
        this.initiator = initiator;
        this.location = location;
    }

    private void requireMayWrite(String verb, StoragePath path) throws StorageException {
        LocationMode now = mode.get();
        if (!now.allows(initiator)) {
            String who = initiator == Initiator.JOB ? "a job" : "a person's act";
            String needed = initiator == Initiator.JOB ? "ACT" : "ASSIST or ACT";
            throw new StorageException.Denied(
                    verb + " " + path + ": location '" + location + "' is in mode " + now + ", which lets " + who
                            + " change nothing; an administrator can set it to " + needed,
                    null);
        }
    }

    @Override
    public Capabilities capabilities() throws IOException {
        return guarded.capabilities();
    }

    @Override
    public StorageProvider onOwnConnection() {
        return new GuardedStorage(guarded.onOwnConnection(), mode, initiator, location);
    }

    /** Ending an earlier session takes its handles from it, which is as good as a write to every file they are on. */
    @Override
    public StorageProvider onOwnConnection(ConnectionTerms terms) throws IOException {
        if (terms.ends().isPresent()) {
            requireMayWrite("end an earlier session at", StoragePath.ROOT);
        }
        return new GuardedStorage(guarded.onOwnConnection(terms), mode, initiator, location);
    }

    @Override
    public List<Instant> moments() throws IOException {
        return guarded.moments();
    }

    @Override
    public StorageProvider asOf(Instant moment) {
        return new GuardedStorage(guarded.asOf(moment), mode, initiator, location);
    }

    @Override
    public OptionalLong sessionId() throws IOException {
        return guarded.sessionId();
    }

    @Override
    public Optional<Duration> roundTrip() throws IOException {
        return guarded.roundTrip();
    }

    @Override
    public Optional<Volume> volume() throws IOException {
        return guarded.volume();
    }

    /** Asking is always allowed; closing somebody's handle is not. */
    @Override
    public FileServer fileServer() {
        return new LayeredFileServer(guarded.fileServer()) {
            @Override
            <R> R around(Verb verb, StoragePath path, Ask<R> ask) throws IOException {
                return ask.run();
            }

            @Override
            public void close(ServerOpenFile file) throws IOException {
                requireMayWrite("close somebody's handle on", file.path());
                super.close(file);
            }
        };
    }

    /** Changes nothing and keeps nobody out for longer than a message takes: allowed in every mode. */
    @Override
    public Held holder(StoragePath path) throws IOException {
        return guarded.holder(path);
    }

    @Override
    public void list(StoragePath folder, Consumer<? super StoredFile> each) throws IOException {
        guarded.list(folder, each);
    }

    @Override
    public StoredFile stat(StoragePath path) throws IOException {
        return guarded.stat(path);
    }

    /** Reading that shares with others is always allowed; keeping them out hinders them as a write would, and is guarded too. */
    @Override
    public OpenFile openForReading(StoragePath path, Sharing sharing) throws IOException {
        if (sharing != Sharing.ALL) {
            requireMayWrite("hold others off", path);
        }
        return new GuardedFile(path, guarded.openForReading(path, sharing));
    }

    @Override
    public OpenFile openForWriting(StoragePath path, Sharing sharing) throws IOException {
        requireMayWrite("open for writing", path);
        return new GuardedFile(path, guarded.openForWriting(path, sharing));
    }

    @Override
    public OpenFile openToRemove(StoragePath path) throws IOException {
        requireMayWrite("open to remove", path);
        return new GuardedFile(path, guarded.openToRemove(path));
    }

    @Override
    public OpenFile create(StoragePath path, Sharing sharing) throws IOException {
        requireMayWrite("create", path);
        return new GuardedFile(path, guarded.create(path, sharing));
    }

    @Override
    public void createFolder(StoragePath path) throws IOException {
        requireMayWrite("create folder", path);
        guarded.createFolder(path);
    }

    @Override
    public void rename(StoragePath from, StoragePath to) throws IOException {
        requireMayWrite("rename", from);
        guarded.rename(from, to);
    }

    @Override
    public void replace(StoragePath from, StoragePath to) throws IOException {
        requireMayWrite("replace", to);
        guarded.replace(from, to);
    }

    @Override
    public void hardLink(StoragePath existing, StoragePath newName) throws IOException {
        requireMayWrite("hard-link", newName);
        guarded.hardLink(existing, newName);
    }

    @Override
    public void delete(StoragePath path) throws IOException {
        requireMayWrite("delete", path);
        guarded.delete(path);
    }

    @Override
    public void setAttributes(StoragePath path, int attributes) throws IOException {
        requireMayWrite("set attributes of", path);
        guarded.setAttributes(path, attributes);
    }

    @Override
    public void setTimes(StoragePath path, long creationTime, long lastWriteTime) throws IOException {
        requireMayWrite("set times of", path);
        guarded.setTimes(path, creationTime, lastWriteTime);
    }

    @Override
    public FileSecurity security(StoragePath path) throws IOException {
        return guarded.security(path);
    }

    @Override
    public void setSecurity(StoragePath path, FileSecurity security) throws IOException {
        requireMayWrite("set security of", path);
        guarded.setSecurity(path, security);
    }

    @Override
    public boolean closeToOtherAccounts(StoragePath path) throws IOException {
        requireMayWrite("close", path);
        return guarded.closeToOtherAccounts(path);
    }

    @Override
    public void copy(StoragePath from, StoragePath to) throws IOException {
        requireMayWrite("copy to", to);
        guarded.copy(from, to);
    }

    @Override
    public void close() throws IOException {
        guarded.close();
    }

    private final class GuardedFile extends LayeredFile {
        private final StoragePath path;

        GuardedFile(StoragePath path, OpenFile file) {
            super(file);
            this.path = path;
        }

        @Override
        public void writeFully(long offset, ByteBuffer source) throws IOException {
            requireMayWrite("write", path);
            super.writeFully(offset, source);
        }

        @Override
        public long copyFrom(OpenFile source, List<CopyRange> ranges) throws IOException {
            requireMayWrite("copy into", path);
            return super.copyFrom(source, ranges);
        }

        @Override
        public void resize(long size) throws IOException {
            requireMayWrite("resize", path);
            super.resize(size);
        }

        @Override
        public void removeWhenClosed() throws IOException {
            requireMayWrite("remove", path);
            super.removeWhenClosed();
        }
    }
}

package dev.profilekeep.storage;

import dev.profilekeep.storage.layer.LayeredFile;
import dev.profilekeep.storage.layer.LayeredStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Tells {@link #before} of every call, which may throw. */
abstract class InterceptedStorage extends LayeredStorage {
    InterceptedStorage(StorageProvider storage) {
        super(storage);
    }

    /** @param verb the method's name; those of open files begin with "file." */
    abstract void before(String verb, StoragePath path) throws IOException;

    @Override
    public void list(StoragePath folder, Consumer<? super StoredFile> each) throws IOException {
        before("list", folder);
        super.list(folder, file -> {
            try {
                before("list.entry", file.path());
            } catch (IOException e) {
                throw new Interrupted(e);
            }
            each.accept(file);
        });
    }

    /** Carries a failure out of a consumer. */
    static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Interrupted(IOException cause) {
            super(cause);
        }
    }

    @Override
    public Capabilities capabilities() throws IOException {
        before("capabilities", StoragePath.ROOT);
        return super.capabilities();
    }

    @Override
    public StoredFile stat(StoragePath path) throws IOException {
        before("stat", path);
        return super.stat(path);
    }

    @Override
    public OpenFile openForReading(StoragePath path, Sharing sharing) throws IOException {
        before("openForReading", path);
        return new File(path, super.openForReading(path, sharing));
    }

    @Override
    public OpenFile openForWriting(StoragePath path, Sharing sharing) throws IOException {
        before("openForWriting", path);
        return new File(path, super.openForWriting(path, sharing));
    }

    @Override
    public OpenFile openToRemove(StoragePath path) throws IOException {
        before("openToRemove", path);
        return new File(path, super.openToRemove(path));
    }

    @Override
    public Held holder(StoragePath path) throws IOException {
        before("holder", path);
        return super.holder(path);
    }

    @Override
    public OptionalLong sessionId() throws IOException {
        before("sessionId", StoragePath.ROOT);
        return super.sessionId();
    }

    @Override
    public Optional<Volume> volume() throws IOException {
        before("volume", StoragePath.ROOT);
        return super.volume();
    }

    @Override
    public Optional<Duration> roundTrip() throws IOException {
        before("roundTrip", StoragePath.ROOT);
        return super.roundTrip();
    }

    /** Its verbs begin with "server.". */
    @Override
    public FileServer fileServer() {
        return new InterceptedServer(super.fileServer(), this);
    }

    @Override
    public OpenFile create(StoragePath path, Sharing sharing) throws IOException {
        before("create", path);
        return new File(path, super.create(path, sharing));
    }

    @Override
    public void createFolder(StoragePath path) throws IOException {
        before("createFolder", path);
        super.createFolder(path);
    }

    @Override
    public void rename(StoragePath from, StoragePath to) throws IOException {
        before("rename", from);
        super.rename(from, to);
    }

    @Override
    public void replace(StoragePath from, StoragePath to) throws IOException {
        before("replace", to);
        super.replace(from, to);
    }

    @Override
    public void hardLink(StoragePath existing, StoragePath newName) throws IOException {
        before("hardLink", newName);
        super.hardLink(existing, newName);
    }

    @Override
    public void delete(StoragePath path) throws IOException {
        before("delete", path);
        super.delete(path);
    }

    @Override
    public void setAttributes(StoragePath path, int attributes) throws IOException {
        before("setAttributes", path);
        super.setAttributes(path, attributes);
    }

    @Override
    public void setTimes(StoragePath path, long creationTime, long lastWriteTime) throws IOException {
        before("setTimes", path);
        super.setTimes(path, creationTime, lastWriteTime);
    }

    @Override
    public FileSecurity security(StoragePath path) throws IOException {
        before("security", path);
        return super.security(path);
    }

    @Override
    public void setSecurity(StoragePath path, FileSecurity security) throws IOException {
        before("setSecurity", path);
        super.setSecurity(path, security);
    }

    @Override
    public boolean closeToOtherAccounts(StoragePath path) throws IOException {
        before("closeToOtherAccounts", path);
        return super.closeToOtherAccounts(path);
    }

    @Override
    public void copy(StoragePath from, StoragePath to) throws IOException {
        before("copy", to);
        super.copy(from, to);
    }

    private final class File extends LayeredFile {
        private final StoragePath path;

        File(StoragePath path, OpenFile file) {
            super(file);
            this.path = path;
        }

        @Override
        public long size() throws IOException {
            before("file.size", path);
            return super.size();
        }

        @Override
        public StoredFile stat() throws IOException {
            before("file.stat", path);
            return super.stat();
        }

        @Override
        public void readFully(long offset, ByteBuffer target) throws IOException {
            before("file.readFully", path);
            super.readFully(offset, target);
        }

        @Override
        public void writeFully(long offset, ByteBuffer source) throws IOException {
            before("file.writeFully", path);
            super.writeFully(offset, source);
        }

        @Override
        public long copyFrom(OpenFile source, List<CopyRange> ranges) throws IOException {
            before("file.copyFrom", path);
            return super.copyFrom(source, ranges);
        }

        @Override
        public void resize(long size) throws IOException {
            before("file.resize", path);
            super.resize(size);
        }

        @Override
        public void removeWhenClosed() throws IOException {
            before("file.removeWhenClosed", path);
            super.removeWhenClosed();
        }

        @Override
        public void flush() throws IOException {
            before("file.flush", path);
            super.flush();
        }

        @Override
        public void close() throws IOException {
            before("file.close", path);
            super.close();
        }
    }
}

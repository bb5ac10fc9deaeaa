package dev.profilekeep.backup.killed;

import dev.profilekeep.storage.ConnectionTerms;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.layer.LayeredFile;
import dev.profilekeep.storage.layer.LayeredStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** A server whose clock is set on, for several processes: files that are written are dated so much later, in the folder that the server has. */
final class LaterStorage extends LayeredStorage {
    private final Path folder;
    private final Duration later;

    /** @param folder of this machine that lies below */
    LaterStorage(StorageProvider below, Path folder, Duration later) {
        super(below);
        this.folder = folder;
        this.later = later;
    }

    @Override
    public StorageProvider onOwnConnection() {
        return new LaterStorage(below().onOwnConnection(), folder, later);
    }

    @Override
    public StorageProvider onOwnConnection(ConnectionTerms terms) throws IOException {
        return new LaterStorage(below().onOwnConnection(terms), folder, later);
    }

    @Override
    public OpenFile create(StoragePath path, Sharing sharing) throws IOException {
        return dated(path, super.create(path, sharing));
    }

    @Override
    public OpenFile openForWriting(StoragePath path, Sharing sharing) throws IOException {
        return dated(path, super.openForWriting(path, sharing));
    }

    @Override
    public void list(StoragePath path, Consumer<? super StoredFile> each) throws IOException {
        super.list(path, entry -> each.accept(asDated(entry)));
    }

    @Override
    public StoredFile stat(StoragePath path) throws IOException {
        return asDated(super.stat(path));
    }

    /** As its folder has it: of a file that another process has open Samba tells the time at which it was written itself. */
    private StoredFile asDated(StoredFile entry) {
        try {
            return new StoredFile(
                    entry.path(),
                    entry.directory(),
                    entry.size(),
                    entry.allocated(),
                    entry.creationTime(),
                    StoredFile.fromInstant(Files.getLastModifiedTime(
                                    folder.resolve(entry.path().value()))
                            .toInstant()),
                    entry.changeTime(),
                    entry.fileId(),
                    entry.attributes());
        } catch (IOException e) {
            return entry; // it was removed or renamed meanwhile
        }
    }

    private OpenFile dated(StoragePath path, OpenFile file) throws IOException {
        date(path);
        return new LayeredFile(file) {
            @Override
            public void writeFully(long offset, ByteBuffer source) throws IOException {
                super.writeFully(offset, source);
                date(path);
            }

            @Override
            public void close() throws IOException {
                super.close();
                date(path);
            }
        };
    }

    private void date(StoragePath path) throws IOException {
        try {
            Files.setLastModifiedTime(
                    folder.resolve(path.value()), FileTime.from(Instant.now().plus(later)));
        } catch (NoSuchFileException e) {
            return; // it was removed or renamed meanwhile
        }
    }
}

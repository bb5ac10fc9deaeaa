package dev.profilekeep.cli;

import dev.profilekeep.compact.FileCompactor;
import dev.profilekeep.compact.Refusal;
import dev.profilekeep.compact.Refusal.Why;
import dev.profilekeep.storage.StorageAddress;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageOptions;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.Storages;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A file that is to be compacted, and the folder that it lies in. */
record CompactPlace(StorageAddress folder, StoragePath file) {
    static CompactPlace of(String name) {
        StorageAddress address = StorageAddress.parse(name);
        if (address instanceof StorageAddress.Smb smb) {
            StoragePath path = smb.folder();
            StoragePath parent = path.parent();
            if (parent == null) {
                throw new CliProblem(name + ": names a share, not a file on it");
            }
            return new CompactPlace(
                    new StorageAddress.Smb(smb.host(), smb.port(), smb.share(), parent), StoragePath.of(path.name()));
        }
        Path path = ((StorageAddress.Local) address).folder();
        Path folder = path.getParent();
        if (folder == null || path.getFileName() == null) {
            throw new CliProblem(name + ": names a folder, not a file");
        }
        return new CompactPlace(
                new StorageAddress.Local(folder),
                StoragePath.of(path.getFileName().toString()));
    }

    /** Of the folder, which may name a person. */
    String folderName() {
        if (folder instanceof StorageAddress.Smb smb) {
            return smb.folder().name();
        }
        Path name = ((StorageAddress.Local) folder).folder().getFileName();
        return name == null ? "" : name.toString();
    }

    FileCompactor.Rights rights() {
        return folder instanceof StorageAddress.Local local
                ? new LocalRights(local.folder())
                : FileCompactor.Rights.BY_THE_STORAGE;
    }

    /** What forbids a change that the folder itself does not show. Asked before anything is written. */
    List<Refusal> forbidden(StorageOptions options) throws IOException {
        if (folder instanceof StorageAddress.Smb smb) {
            return managedAbove(smb, options);
        }
        Path here = ((StorageAddress.Local) folder).folder();
        Path disk = here.resolve(file.value());
        if (Files.isSymbolicLink(disk)) {
            return List.of(new Refusal(Why.NO_SAFE_SWAP, "it is a link: name the file that it leads to"));
        }
        try {
            LocalRights.requireNotServed(disk);
        } catch (FileCompactor.NotCarriedException e) {
            return List.of(new Refusal(Why.NO_SAFE_SWAP, String.valueOf(e.getMessage())));
        }
        for (Path above = here.toRealPath().getParent(); above != null; above = above.getParent()) {
            Optional<Refusal> managed = Files.isReadable(above)
                    ? managed(new StorageAddress.Local(above), options)
                    : Optional.empty(); // what we may not look into is not where we work
            if (managed.isPresent()) {
                return List.of(managed.get());
            }
        }
        return List.of();
    }

    private static List<Refusal> managedAbove(StorageAddress.Smb smb, StorageOptions options) throws IOException {
        for (StoragePath above = smb.folder().parent(); above != null; above = above.parent()) {
            Optional<Refusal> managed =
                    managed(new StorageAddress.Smb(smb.host(), smb.port(), smb.share(), above), options);
            if (managed.isPresent()) {
                return List.of(managed.get());
            }
        }
        return List.of();
    }

    private static Optional<Refusal> managed(StorageAddress above, StorageOptions options) throws IOException {
        try (StorageProvider storage = Storages.connect(above, options)) {
            return FileCompactor.managed(storage);
        } catch (StorageException.Denied e) {
            return Optional.empty(); // not ours to see
        }
    }

    /** Keeps another process of this machine from the same folder: an open file keeps nobody off here. */
    Closeable alone() throws IOException {
        if (!(folder instanceof StorageAddress.Local local)) {
            return () -> {};
        }
        String key = local.folder().toRealPath().toString();
        Path lock = Path.of(
                System.getProperty("java.io.tmpdir"),
                "profilekeep-" + UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)) + ".lock");
        FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean held = false;
        try {
            held = tryLock(channel) != null;
        } finally {
            if (!held) {
                channel.close();
            }
        }
        if (!held) {
            throw new CliProblem(key + ": another command works in this folder; wait until it has ended");
        }
        return channel;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }
}

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
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A file that is to be compacted, and the folder that it lies in. */
record CompactPlace(StorageAddress folder, StoragePath file) {
    private static final String SWAPS = ".profilekeep";

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
            return managedAbove(smb, options).map(this::managed).stream().toList();
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
            if (Files.exists(above.resolve(SWAPS), LinkOption.NOFOLLOW_LINKS)) {
                return List.of(managed(above.toString()));
            }
        }
        return List.of();
    }

    private Refusal managed(String where) {
        return new Refusal(
                Why.MANAGED,
                "ProfileKeep itself changes disks below " + (where.isEmpty() ? "the root of the share" : where)
                        + ": two must not do so at once, and it knows what this command cannot see");
    }

    private static Optional<String> managedAbove(StorageAddress.Smb smb, StorageOptions options) throws IOException {
        var share = new StorageAddress.Smb(smb.host(), smb.port(), smb.share(), StoragePath.ROOT);
        try (StorageProvider storage = Storages.connect(share, options)) {
            for (StoragePath above = smb.folder().parent(); above != null; above = above.parent()) {
                try {
                    storage.stat(above.child(SWAPS));
                    return Optional.of(above.value());
                } catch (StorageException.NotFound | StorageException.Denied e) {
                    continue; // not there, or not ours to see
                }
            }
        }
        return Optional.empty();
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

package dev.profilekeep.backup.care;

import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.convert.ConversionPlan;
import dev.profilekeep.disk.convert.ConversionRun;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.WritableBlockDevice;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.Volume;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder in which disks are restored for a trial. What is made there is removed; what a killed process left, by the next one. One thread. */
final class TrialFolder implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(TrialFolder.class);
    /** More than the file itself must be free, so that nothing else on that volume suffers. */
    private static final long SPARE = 1L << 30;

    private static final String PREFIX = "profilekeep-trial-";

    private final StorageProvider storage;
    private final String name;

    /**
     * @param storage closed with this
     * @param name for people: "the data directory"
     */
    TrialFolder(StorageProvider storage, String name) {
        this.storage = storage;
        this.name = name;
    }

    /** The folder is at fault, and neither the backup nor the repository. */
    static final class FolderException extends IOException {
        private static final long serialVersionUID = 1L;

        FolderException(String message) {
            super(message);
        }

        FolderException(String name, IOException cause) {
            super(
                    "a disk could not be restored for a trial in " + name + ": " + cause.getMessage()
                            + "; see that the folder is there, and that our account may write and delete in it",
                    cause);
        }
    }

    /** Removes what was left there. */
    void sweep() throws FolderException {
        try {
            for (StoredFile file : storage.list(StoragePath.ROOT)) {
                if (file.name().startsWith(PREFIX) && !file.directory()) {
                    storage.delete(StoragePath.of(file.name()));
                    LOG.info("removed {} from {}, which a restore test had left", file.name(), name);
                }
            }
        } catch (IOException e) {
            throw new FolderException(name, e);
        }
    }

    /** @throws FolderException if that many bytes and a GiB are not free, where the storage tells */
    void requireRoom(long bytes) throws FolderException {
        Optional<Volume> volume;
        try {
            volume = storage.volume();
        } catch (IOException e) {
            throw new FolderException(name, e);
        }
        if (volume.isPresent() && volume.get().freeBytes() < bytes + SPARE) {
            throw new FolderException("a restore test needs " + (bytes + SPARE) + " bytes in " + name + ", and "
                    + volume.get().freeBytes() + " are free: make room there");
        }
    }

    /** What is seen of a disk while it is there. */
    interface Look<T> {
        T at(BlockDevice restored) throws IOException;
    }

    /**
     * Makes the disk, lets it be looked at as any reader does, and removes it whatever happens.
     *
     * @throws FolderException if the folder is at fault
     */
    <T> T trial(long runId, ConversionPlan plan, Progress progress, Look<T> look) throws IOException {
        StoragePath path = StoragePath.of(PREFIX + runId + ".disk");
        boolean made = false;
        try {
            try (OpenFile file = inFolder(() -> storage.create(path, Sharing.NONE))) {
                made = true;
                WritableBlockDevice device = new InFolder(file);
                ConversionRun.run(plan, device, progress);
                device.flush();
            }
            try (OpenFile file = inFolder(() -> storage.openForReading(path, Sharing.NONE))) {
                return look.at(new InFolder(file));
            }
        } finally {
            if (made) {
                remove(path);
            }
        }
    }

    private void remove(StoragePath path) {
        try {
            storage.delete(path);
        } catch (StorageException.NotFound e) {
            LOG.debug("{} is not there any more", path);
        } catch (IOException e) {
            LOG.warn(
                    "{} could not be removed from {}, the next restore test tries again: {}",
                    path,
                    name,
                    e.getMessage());
        }
    }

    private interface Asking<T> {
        T of() throws IOException;
    }

    private <T> T inFolder(Asking<T> asking) throws FolderException {
        try {
            return asking.of();
        } catch (IOException e) {
            throw new FolderException(name, e);
        }
    }

    @Override
    public void close() throws IOException {
        storage.close();
    }

    /** Tells faults of the folder from those of what is restored. Does not own the file. */
    private final class InFolder implements WritableBlockDevice {
        private final OpenFile file;

        InFolder(OpenFile file) {
            this.file = file;
        }

        private void doing(Doing doing) throws FolderException {
            try {
                doing.run();
            } catch (IOException e) {
                throw new FolderException(name, e);
            }
        }

        @Override
        public long size() throws IOException {
            return inFolder(file::size);
        }

        /** Reading beyond the end is a fault of what was restored. */
        @Override
        public void readFully(long offset, ByteBuffer target) throws IOException {
            try {
                file.readFully(offset, target);
            } catch (StorageException e) {
                throw new FolderException(name, e);
            }
        }

        @Override
        public void write(long offset, ByteBuffer source) throws IOException {
            doing(() -> file.writeFully(offset, source));
        }

        @Override
        public void flush() throws IOException {
            doing(file::flush);
        }

        @Override
        public void resize(long size) throws IOException {
            doing(() -> file.resize(size));
        }

        @Override
        public void close() {}
    }

    private interface Doing {
        void run() throws IOException;
    }
}

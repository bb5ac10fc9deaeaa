package dev.profilekeep.inventory;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.info.DiskInfo;
import dev.profilekeep.disk.info.DiskInspector;
import dev.profilekeep.storage.NameEncoding;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.layer.SlicedFile;
import dev.profilekeep.storage.layer.SlicedFile.MovedException;
import dev.profilekeep.storage.layer.SlicedFile.Slices;
import java.io.EOFException;
import java.io.IOException;

/**
 * Looks at a disk without being in anybody's way. The file is opened for everybody; what the server says and the disk's
 * headers are compared before and after, and a pass in which they moved is discarded. A disk that looks damaged is looked at
 * twice: a torn read while somebody writes looks the same. Stateless.
 */
final class OptimisticRead {
    /** FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS, [MS-FSCC] 2.6: the content lies in slower storage. */
    private static final int RECALL_ON_DATA_ACCESS = 0x400000;

    private final StorageProvider storage;
    private final Slices slices;
    private final boolean lockMeansInUse;

    /** @param lockMeansInUse a {@code .lock} beside the disk says that a host works with it */
    OptimisticRead(StorageProvider storage, Slices slices, boolean lockMeansInUse) {
        this.storage = storage;
        this.slices = slices;
        this.lockMeansInUse = lockMeansInUse;
    }

    /** @throws StorageException.Unreachable if the server is gone: that says nothing about the disk */
    Outcome look(Item item) throws StorageException.Unreachable {
        if (item.listed().has(StoredFile.OFFLINE) || item.listed().has(RECALL_ON_DATA_ACCESS)) {
            return new Outcome.Unreadable(
                    "OTHER", "its content lies in slower storage; reading would fetch it back, so it is not opened", 0);
        }
        Outcome first = pass(item);
        if (!(first instanceof Outcome.Unreadable broken) || !broken.kind().equals("DAMAGED")) {
            return first;
        }
        Outcome second = pass(item);
        if (!(second instanceof Outcome.Unreadable again)) {
            return second;
        }
        long bytes = first.bytesRead() + second.bytesRead();
        if (lockMeansInUse && Seen.lock(item.sidecars()) != null) {
            return new Outcome.InUse(
                    "a Cloud Cache lock lies beside it, and it did not read as a whole: " + again.reason(), bytes);
        }
        return again.kind().equals("DAMAGED") && !again.reason().equals(broken.reason())
                ? new Outcome.InUse("it did not read the same twice: somebody is writing to it", bytes)
                : new Outcome.Unreadable(again.kind(), again.reason(), bytes);
    }

    private Outcome pass(Item item) throws StorageException.Unreachable {
        long bytes = 0;
        try (SlicedFile file = new SlicedFile(storage, item.listed().path(), slices)) {
            try {
                return read(file, item);
            } catch (MovedException e) {
                return new Outcome.InUse(String.valueOf(e.getMessage()), file.bytesRead());
            } catch (DiskException | EOFException e) {
                return SlicedFile.moved(file.opened(), file.now())
                        ? new Outcome.InUse("it was written to while it was read", file.bytesRead())
                        : new Outcome.Unreadable(Reasons.kind(e), Reasons.sentence(e), file.bytesRead());
            } finally {
                bytes = file.bytesRead();
            }
        } catch (StorageException.Unreachable e) {
            throw e;
        } catch (StorageException.NotFound e) {
            // Half a letter in a name on a share comes here as a mark, by which the file is not found again.
            return item.listed().name().indexOf(NameEncoding.MARK) >= 0
                    ? new Outcome.Unreadable(UnreadTable.ILLEGIBLE, NameEncoding.illegible(), bytes)
                    : new Outcome.Vanished(bytes);
        } catch (StorageException.Busy e) {
            return new Outcome.InUse(Reasons.sentence(e), bytes);
        } catch (IOException | RuntimeException e) {
            return new Outcome.Unreadable(Reasons.kind(e), Reasons.sentence(e), bytes);
        }
    }

    private static Outcome read(SlicedFile file, Item item) throws IOException {
        String stamp = DiskInspector.stamp(file);
        if (item.looksUnchanged() && stamp.equals(item.knownStamp())) {
            return new Outcome.Unchanged(file.bytesRead());
        }
        DiskInfo info = DiskInspector.inspect(file);
        StoredFile after = file.now();
        if (SlicedFile.moved(file.opened(), after) || !stamp.equals(DiskInspector.stamp(file))) {
            throw new MovedException();
        }
        // A listing may lag behind while somebody has the file open; then the handle knows better.
        boolean agree = item.listed().size() == after.size() && item.listed().lastWriteTime() == after.lastWriteTime();
        return new Outcome.Changed(info, stamp, agree ? item.listed() : after, file.bytesRead());
    }
}

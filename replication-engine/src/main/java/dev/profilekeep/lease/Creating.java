package dev.profilekeep.lease;

import dev.profilekeep.storage.Capabilities;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.time.Clock;
import java.util.List;

/** Makes a file whose name is free: beside the copies, and under its name when it is whole. For one use by one thread. */
final class Creating {
    private static final int ARCHIVE = 0x20;

    private final StorageProvider own;
    private final SwapPreparing preparing;
    private final SafeReplace.NewPlace place;
    private final Clock clock;
    private final SafeReplacePlan dress;
    private final SwapPaths paths;
    private final String node;

    Creating(StorageProvider own, SwapPreparing preparing, SafeReplace.NewPlace place, Clock clock, String node) {
        this.own = own;
        this.preparing = preparing;
        this.place = place;
        this.clock = clock;
        this.node = node;
        this.paths = SwapPaths.of(clock, place.containerId(), place.target());
        StoredFile like = new StoredFile(place.target(), false, 0, 0, place.creationTime(), 0, 0, 0, ARCHIVE);
        this.dress = new SafeReplacePlan(
                place.containerId(),
                place.locationId(),
                place.target(),
                place.purpose(),
                place.initiator(),
                like,
                place.security(),
                CopySeen.of(like, ""),
                List.of(),
                0,
                false);
    }

    void run(SafeReplace.Content content, SafeReplace.Check check) throws IOException {
        requireFree();
        boolean made = SwapFolder.make(own);
        Capabilities can = preparing.probed(own, dress);
        SwapPreparing.close(own, can, made);
        SwapRecovery.WORKING.add(paths.txn());
        OpenFile busy = null;
        try {
            own.createFolder(paths.folder());
            busy = own.create(paths.busy(), Sharing.NONE);
            SwapPreparing.requireOwner(own, paths.busy(), dress, can);
            SwapJournal.begin(own, paths.journal(), begun());
            try (OpenFile fresh = own.create(paths.fresh(), Sharing.NONE)) {
                content.write(fresh);
                fresh.flush();
                check.run(fresh);
            }
            SwapPreparing.dress(own, dress, paths.fresh());
            folder();
            own.rename(paths.fresh(), place.target());
        } finally {
            SwapRecovery.WORKING.remove(paths.txn());
            if (busy != null) {
                busy.close();
            }
            Settlement.clear(own, paths);
        }
    }

    private void requireFree() throws IOException {
        try {
            own.stat(place.target());
        } catch (StorageException.NotFound e) {
            return;
        }
        throw new StorageException.Exists("make " + place.target() + ": something has that name", null);
    }

    /** Who may do what with the file may do it with its folder, as where FSLogix made it. */
    private void folder() throws IOException {
        StoragePath folder = place.target().parent();
        if (folder == null || folder.equals(StoragePath.ROOT)) {
            return;
        }
        try {
            own.stat(folder);
        } catch (StorageException.NotFound e) {
            own.createFolder(folder);
            own.setSecurity(folder, place.security());
        }
    }

    private SwapEntry begun() {
        return new SwapEntry(
                SwapEntry.VERSION,
                SwapStep.BEGUN,
                clock.instant(),
                node,
                place.containerId(),
                place.target().value(),
                place.purpose(),
                null,
                null,
                false,
                "",
                null);
    }
}

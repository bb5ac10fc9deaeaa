package dev.profilekeep.lease;

import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import java.io.IOException;

/** What became of the first copy of those that change together. */
enum LeaderState {
    /** It is what it was, or has come back to it. */
    AS_IT_WAS,
    /** What was to take its place did, and nobody has written to it yet. */
    REPLACED,
    /** It went, or was replaced and used since: only its own layout may stand. */
    MOVED_ON,
    /** Not settled, or it does not tell. */
    NOT_KNOWN;

    /** By looking at what is there; the row of the container keeps us others off meanwhile. */
    static LeaderState look(StorageProvider storage, Together together) throws IOException {
        StoragePath target = StoragePath.of(together.leaderTarget());
        SwapPaths paths = new SwapPaths(together.leaderTxn());
        try {
            storage.stat(SwapPaths.open(target));
            return NOT_KNOWN;
        } catch (StorageException.NotFound e) {
            SwapEntry last = SwapRecovery.lastIfThere(storage, paths);
            if (last != null) {
                return switch (last.step()) {
                    case BEGUN, PREPARED, REVERTED, PUT_BACK -> AS_IT_WAS;
                    case DONE -> isUntouched(storage, target, together) ? REPLACED : MOVED_ON;
                    case ASIDE, CONFLICT -> MOVED_ON;
                    default -> isTheOld(storage, target, together) ? AS_IT_WAS : MOVED_ON;
                };
            }
            return isTheOld(storage, target, together) ? AS_IT_WAS : MOVED_ON;
        }
    }

    private static boolean isTheOld(StorageProvider storage, StoragePath target, Together together) throws IOException {
        try {
            long id = storage.stat(target).fileId();
            if (id != 0 && together.leaderBefore().fileId() != 0) {
                return id == together.leaderBefore().fileId();
            }
            try (OpenFile file = storage.openForReading(target, Sharing.ALL)) {
                return together.leaderBefore()
                        .ofContent()
                        .differsFrom(CopySeen.now(file))
                        .isEmpty();
            }
        } catch (StorageException.NotFound | StorageException.Busy e) {
            return false;
        }
    }

    private static boolean isUntouched(StorageProvider storage, StoragePath target, Together together)
            throws IOException {
        CopySeen after = together.leaderAfter();
        if (after == null) {
            return false;
        }
        try (OpenFile file = storage.openForReading(target, Sharing.READ)) {
            return after.ofContent().differsFrom(CopySeen.now(file)).isEmpty();
        } catch (StorageException.NotFound | StorageException.Busy e) {
            return false;
        }
    }
}

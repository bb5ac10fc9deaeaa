package dev.profilekeep.replicate;

import dev.profilekeep.compact.Refusal;
import dev.profilekeep.disk.DiskException;
import dev.profilekeep.lease.SwapRefusedException;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.layer.SlicedFile;
import java.io.EOFException;
import java.io.IOException;

/** Puts what went wrong into our words. Stateless. */
final class Reasons {
    private Reasons() {}

    static Reason of(IOException e) {
        if (e instanceof RefusedException refused) {
            return refused.reason();
        }
        if (e instanceof StorageException.Busy || e instanceof SlicedFile.MovedException) {
            return Reason.IN_USE;
        }
        if (e instanceof StorageException.Full) {
            return Reason.NO_ROOM;
        }
        if (e instanceof StorageException.Denied) {
            return Reason.NOT_ALLOWED;
        }
        if (e instanceof SwapRefusedException) {
            return Reason.NO_SAFE_SWAP;
        }
        if (e instanceof StorageException) {
            return Reason.UNREACHABLE;
        }
        return e instanceof DiskException || e instanceof EOFException ? Reason.SOURCE_UNSOUND : Reason.NOT_PROVED;
    }

    static Reason of(Refusal.Why why) {
        return switch (why) {
            case LOCKED, IN_USE -> Reason.IN_USE;
            case DAMAGED,
                    NOT_CHECKED,
                    CONTAINER_LOG,
                    UNKNOWN_FILE_SYSTEM,
                    BITLOCKER,
                    SHADOW_COPIES,
                    HIBERNATED,
                    DIRTY,
                    OPEN_LOG,
                    NO_SECOND_OPINION -> Reason.SOURCE_UNSOUND;
            default -> Reason.FORBIDDEN;
        };
    }
}

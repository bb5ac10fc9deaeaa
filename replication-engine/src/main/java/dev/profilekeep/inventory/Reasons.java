package dev.profilekeep.inventory;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.storage.StorageException;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Turns what went wrong into the words of {@code Unread}. */
final class Reasons {
    private Reasons() {}

    /** One word to group by. */
    static String kind(Exception e) {
        Throwable cause = e instanceof UncheckedIOException unchecked ? unchecked.getCause() : e;
        if (cause instanceof StorageException.Busy) {
            return "BUSY";
        }
        if (cause instanceof StorageException.Denied) {
            return "DENIED";
        }
        if (cause instanceof StorageException.Unreachable) {
            return "UNREACHABLE";
        }
        if (cause instanceof CorruptDiskException || cause instanceof EOFException) {
            return "DAMAGED";
        }
        return cause instanceof UnsupportedDiskException ? "UNSUPPORTED" : "OTHER";
    }

    /** A sentence for an administrator. */
    static String sentence(Exception e) {
        String message = e.getMessage();
        if (e instanceof EOFException) {
            return "the file ends before what its structures announce" + (message == null ? "" : " (" + message + ")");
        }
        if (e instanceof IOException || e instanceof UncheckedIOException) {
            return Runs.cut(message == null ? e.getClass().getSimpleName() : message, 2000);
        }
        return Runs.cut("an error in ProfileKeep itself: " + e, 2000);
    }
}

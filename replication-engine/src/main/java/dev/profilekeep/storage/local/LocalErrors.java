package dev.profilekeep.storage.local;

import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;

/** What this machine's errors mean; the only place that knows. */
final class LocalErrors {
    /** What Java makes of bytes in a name that are no UTF-8; it cannot find the file by that name again. */
    private static final char UNREADABLE = '\ufffd';

    private LocalErrors() {}

    static StorageException map(String verb, StoragePath path, IOException cause) {
        if (cause instanceof StorageException already) {
            return already;
        }
        String what = verb + " " + path + ": ";
        if (cause instanceof NoSuchFileException && path.value().indexOf(UNREADABLE) >= 0) {
            return new StorageException.Failed(
                    what + "the name holds bytes that are no UTF-8, so the file cannot be reached: rename it", cause);
        }
        if (cause instanceof NoSuchFileException) {
            return new StorageException.NotFound(what + "there is nothing of that name", cause);
        }
        if (cause instanceof NotDirectoryException) {
            return new StorageException.NotFound(what + "it is no folder", cause);
        }
        if (cause instanceof FileAlreadyExistsException) {
            return new StorageException.Exists(what + "the name is taken", cause);
        }
        if (cause instanceof DirectoryNotEmptyException) {
            return new StorageException.Failed(what + "the folder is not empty", cause);
        }
        if (cause instanceof AccessDeniedException) {
            return new StorageException.Denied(what + "this process has no right to", cause);
        }
        if (cause instanceof ClosedByInterruptException) {
            return new StorageException.Unreachable(what + "interrupted, which closed the file", cause);
        }
        if (cause instanceof ClosedChannelException) {
            return new StorageException.Failed(what + "the file was closed before", cause);
        }
        return byReason(what, cause);
    }

    /** The JDK passes the operating system's words on where it has no class of its own. */
    private static StorageException byReason(String what, IOException cause) {
        String reason =
                cause instanceof FileSystemException e && e.getReason() != null ? e.getReason() : cause.getMessage();
        String words = reason == null ? cause.getClass().getSimpleName() : reason;
        String lower = words.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left") || lower.contains("quota exceeded") || lower.contains("not enough space")) {
            return new StorageException.Full(what + words, cause);
        }
        if (lower.contains("used by another process") || lower.contains("resource busy")) {
            return new StorageException.Busy(what + words, cause);
        }
        if (lower.contains("not a directory")) {
            return new StorageException.NotFound(what + words, cause);
        }
        if (lower.contains("read-only file system") || lower.contains("operation not permitted")) {
            return new StorageException.Denied(what + words, cause);
        }
        if (lower.contains("stale file handle") || lower.contains("host is down") || lower.contains("timed out")) {
            return new StorageException.Unreachable(what + words, cause);
        }
        return new StorageException.Failed(what + words, cause);
    }
}

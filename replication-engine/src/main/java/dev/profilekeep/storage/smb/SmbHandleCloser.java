package dev.profilekeep.storage.smb;

import dev.profilekeep.storage.ServerOpenFile;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.smb.rpc.ServerService;
import dev.profilekeep.storage.smb.rpc.ServiceRefused;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Closes one open at its server: looks before whether it is still that one, and after whether it is closed. */
final class SmbHandleCloser {
    private static final long GONE_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long PAUSE_MILLIS = 50;

    private final SmbSession.Ask ask;
    private final ServerOpenFile file;
    private final Look look;

    /** What is open now under the file's path. */
    interface Look {
        List<ServerOpenFile> now() throws StorageException;
    }

    SmbHandleCloser(SmbSession.Ask ask, ServerOpenFile file, Look look) {
        this.ask = ask;
        this.file = file;
        this.look = look;
    }

    private boolean isThere() throws StorageException {
        return look.now().stream()
                .anyMatch(now -> now.id() == file.id()
                        && now.path().value().equalsIgnoreCase(file.path().value())
                        && now.account().equalsIgnoreCase(file.account()));
    }

    void requireStillThere() throws StorageException {
        if (!isThere()) {
            throw new StorageException.NotFound(ask.what() + ": " + file.account() + " no longer has it open", null);
        }
    }

    /** Samba makes the numbers of a process and of a file up into one, so two opens may share it. */
    boolean close(ServerService service) throws StorageException, ServiceRefused {
        long same = service.files(null).stream()
                .filter(one -> one.id() == file.id())
                .count();
        if (same != 1) {
            throw new StorageException.NotFound(
                    ask.what() + (same == 0 ? ": it is no longer open" : ": two opens have that number now"), null);
        }
        try {
            service.closeFile(file.id());
        } catch (ServiceRefused e) {
            if (isUnknown(e)) {
                throw new StorageException.NotFound(ask.what() + ": it is no longer open (" + e.getMessage() + ")", e);
            }
            throw e;
        }
        return true;
    }

    void requireGone() throws StorageException {
        long end = System.nanoTime() + GONE_WITHIN_NANOS;
        while (isThere()) {
            if (System.nanoTime() - end > 0) {
                throw new StorageException.Failed("the file server says that it closes them and does not", null);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw ask.unreachable("interrupted before it was seen to be closed", e);
            }
        }
    }

    private static boolean isUnknown(ServiceRefused e) {
        return e.code() == ServiceRefused.NO_SUCH_FILE_ID || e.code() == ServiceRefused.FILE_NOT_FOUND;
    }

    /**
     * Asks about an open, which takes the right that closing takes; a server that cannot be asked so is told to close one that
     * is not there.
     */
    static boolean requireMay(ServerService service) throws StorageException, ServiceRefused {
        Set<Long> taken = new HashSet<>();
        service.files(null).forEach(file -> taken.add(file.id()));
        long id = 0;
        while (taken.contains(id)) {
            id++;
        }
        try {
            service.requireFile(id);
            return true;
        } catch (ServiceRefused e) {
            if (isUnknown(e)) {
                return true;
            }
            if (!e.isUnsupported()) {
                throw e;
            }
        }
        try {
            service.closeFile(id);
        } catch (ServiceRefused e) {
            if (isUnknown(e)) {
                return true;
            }
            throw e;
        }
        throw new StorageException.Failed("the file server says that it closed what is not open", null);
    }
}

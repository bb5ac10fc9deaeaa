package dev.profilekeep.storage.local;

import dev.profilekeep.storage.Ability;
import dev.profilekeep.storage.FileServer;
import dev.profilekeep.storage.ServerOpenFile;
import dev.profilekeep.storage.ServerSession;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import java.time.Instant;
import java.util.List;

/** A local folder has no server that could be asked. */
final class NoFileServer implements FileServer {
    private static final String NONE = "a local folder has no server that could be asked";

    @Override
    public Ability listsOpenFiles() {
        return Ability.no("open files cannot be listed here: " + NONE);
    }

    @Override
    public Ability listsSessions() {
        return Ability.no("sessions cannot be listed here: " + NONE);
    }

    @Override
    public Ability closesHandles() {
        return Ability.no("nobody's handle can be closed here: " + NONE);
    }

    @Override
    public List<ServerOpenFile> openFiles(StoragePath under) throws StorageException {
        throw new StorageException.Failed(listsOpenFiles().why(), null);
    }

    @Override
    public List<ServerSession> sessions() throws StorageException {
        throw new StorageException.Failed(listsSessions().why(), null);
    }

    @Override
    public void close(ServerOpenFile file) throws StorageException {
        throw new StorageException.Failed(closesHandles().why(), null);
    }

    /** This machine's. */
    @Override
    public Instant clock() {
        return Instant.now();
    }
}

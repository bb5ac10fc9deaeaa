package dev.profilekeep.storage;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Tells of every question put to a file server. */
record InterceptedServer(FileServer server, InterceptedStorage storage) implements FileServer {
    private void before(String verb, StoragePath path) throws IOException {
        storage.before("server." + verb, path);
    }

    @Override
    public Ability listsOpenFiles() throws IOException {
        before("listsOpenFiles", StoragePath.ROOT);
        return server.listsOpenFiles();
    }

    @Override
    public Ability listsSessions() throws IOException {
        before("listsSessions", StoragePath.ROOT);
        return server.listsSessions();
    }

    @Override
    public Ability closesHandles() throws IOException {
        before("closesHandles", StoragePath.ROOT);
        return server.closesHandles();
    }

    @Override
    public List<ServerOpenFile> openFiles(StoragePath under) throws IOException {
        before("openFiles", under);
        return server.openFiles(under);
    }

    @Override
    public List<ServerSession> sessions() throws IOException {
        before("sessions", StoragePath.ROOT);
        return server.sessions();
    }

    @Override
    public void close(ServerOpenFile file) throws IOException {
        before("close", file.path());
        server.close(file);
    }

    @Override
    public Instant clock() throws IOException {
        before("clock", StoragePath.ROOT);
        return server.clock();
    }
}

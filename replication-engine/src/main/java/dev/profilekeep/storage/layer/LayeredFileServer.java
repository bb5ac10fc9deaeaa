package dev.profilekeep.storage.layer;

import dev.profilekeep.storage.Ability;
import dev.profilekeep.storage.FileServer;
import dev.profilekeep.storage.ServerOpenFile;
import dev.profilekeep.storage.ServerSession;
import dev.profilekeep.storage.StoragePath;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Passes everything on, each through {@link #around}. */
abstract class LayeredFileServer implements FileServer {
    private final FileServer server;

    LayeredFileServer(FileServer server) {
        this.server = server;
    }

    /** What is asked. */
    enum Verb {
        ABILITY("ask what can be told at"),
        OPEN_FILES("list open files under"),
        SESSIONS("list sessions at"),
        CLOSE("close somebody's handle on"),
        CLOCK("ask the time at");

        private final String words;

        Verb(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** One question. */
    interface Ask<R> {
        R run() throws IOException;
    }

    abstract <R> R around(Verb verb, StoragePath path, Ask<R> ask) throws IOException;

    @Override
    public Ability listsOpenFiles() throws IOException {
        return around(Verb.ABILITY, StoragePath.ROOT, server::listsOpenFiles);
    }

    @Override
    public Ability listsSessions() throws IOException {
        return around(Verb.ABILITY, StoragePath.ROOT, server::listsSessions);
    }

    @Override
    public Ability closesHandles() throws IOException {
        return around(Verb.ABILITY, StoragePath.ROOT, server::closesHandles);
    }

    @Override
    public List<ServerOpenFile> openFiles(StoragePath under) throws IOException {
        return around(Verb.OPEN_FILES, under, () -> server.openFiles(under));
    }

    @Override
    public List<ServerSession> sessions() throws IOException {
        return around(Verb.SESSIONS, StoragePath.ROOT, server::sessions);
    }

    @Override
    public void close(ServerOpenFile file) throws IOException {
        around(Verb.CLOSE, file.path(), () -> {
            server.close(file);
            return true;
        });
    }

    @Override
    public Instant clock() throws IOException {
        return around(Verb.CLOCK, StoragePath.ROOT, server::clock);
    }
}

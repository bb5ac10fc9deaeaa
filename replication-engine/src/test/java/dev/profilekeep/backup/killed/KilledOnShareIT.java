package dev.profilekeep.backup.killed;

import dev.profilekeep.storage.SambaServer;
import dev.profilekeep.storage.StoragePath;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** On a real smbd. */
class KilledOnShareIT extends KilledContract {
    private static SambaServer server;
    private static int folders;

    @BeforeAll
    static void startServer() {
        server = SambaServer.builder().share("backups").start();
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected Place place() throws Exception {
        String name = "repository" + folders++;
        try (var share = server.connect("backups")) {
            share.createFolder(StoragePath.of(name));
        }
        Path folder = server.folder("backups").resolve(name);
        return Place.of(
                "smb://127.0.0.1:" + server.port() + "/backups/" + name,
                folder,
                SambaServer.USER,
                server.password().use(String::new));
    }
}

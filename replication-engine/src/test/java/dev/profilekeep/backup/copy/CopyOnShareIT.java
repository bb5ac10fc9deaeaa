package dev.profilekeep.backup.copy;

import dev.profilekeep.storage.SambaServer;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.Storages;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** On a real smbd. */
class CopyOnShareIT extends CopyContract {
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
    protected StorageProvider connect() throws Exception {
        String folder = "repository " + folders++;
        try (StorageProvider share = server.connect("backups")) {
            share.createFolder(StoragePath.of(folder));
        }
        return Storages.connect(server.address("backups", folder), server.options());
    }
}

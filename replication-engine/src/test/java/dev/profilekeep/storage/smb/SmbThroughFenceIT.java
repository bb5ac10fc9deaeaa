package dev.profilekeep.storage.smb;

import dev.profilekeep.storage.SambaServer;
import dev.profilekeep.storage.StorageContract;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.Storages;
import dev.profilekeep.storage.layer.Fence;
import dev.profilekeep.storage.layer.FencedStorage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A fence that is open changes nothing of what a share does. */
class SmbThroughFenceIT extends StorageContract {
    private static SambaServer server;
    private static int folders;

    @BeforeAll
    static void startServer() {
        server = SambaServer.builder().share("profiles").start();
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected StorageProvider empty() throws Exception {
        String folder = "site" + folders++;
        try (StorageProvider share = server.connect("profiles")) {
            share.createFolder(StoragePath.of(folder));
        }
        return new FencedStorage(
                Storages.connect(server.address("profiles", folder), server.options()), new Fence("profiles"));
    }
}

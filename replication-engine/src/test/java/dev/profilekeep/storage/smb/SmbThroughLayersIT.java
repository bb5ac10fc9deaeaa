package dev.profilekeep.storage.smb;

import dev.profilekeep.storage.Encryption;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.LocationMode;
import dev.profilekeep.storage.SambaServer;
import dev.profilekeep.storage.StorageContract;
import dev.profilekeep.storage.StorageOptions;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.Storages;
import dev.profilekeep.storage.layer.GuardedStorage;
import dev.profilekeep.storage.layer.ObservedStorage;
import dev.profilekeep.storage.layer.RetryingStorage;
import dev.profilekeep.storage.layer.Throttle;
import dev.profilekeep.storage.layer.ThrottledStorage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract over signed SMB without encryption, through all layers, with one message under way at a time. */
class SmbThroughLayersIT extends StorageContract {
    private static SambaServer server;
    private static int folders;

    @BeforeAll
    static void startServer() {
        server = SambaServer.builder().share("profiles").encryption("off").start();
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
        StorageOptions options = server.options().toBuilder()
                .encryption(Encryption.OFF)
                .maxParallel(1)
                .build();
        StorageProvider share = Storages.connect(server.address("profiles", folder), options);
        StorageProvider patient = new RetryingStorage(new ObservedStorage(share), RetryingStorage.Patience.PERSON);
        StorageProvider slow = new ThrottledStorage(patient, new Throttle(1e6, 1e12));
        return new GuardedStorage(slow, () -> LocationMode.ACT, Initiator.JOB, "profiles");
    }
}

package dev.profilekeep.storage.smb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.profilekeep.storage.CapabilityProbe;
import dev.profilekeep.storage.SambaServer;
import dev.profilekeep.storage.StorageContract;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.Storages;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract over signed, encrypted SMB 3.1.1. */
class SmbStorageIT extends StorageContract {
    private static SambaServer server;
    private static int folders;

    @BeforeAll
    static void startServer() {
        server = SambaServer.builder().share("profiles").encryption("desired").start();
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected StorageProvider empty() throws Exception {
        String folder = "site a/" + folders++;
        try (StorageProvider share = server.connect("profiles")) {
            if (folders == 1) {
                share.createFolder(StoragePath.of("site a"));
            }
            share.createFolder(StoragePath.of(folder));
        }
        return Storages.connect(server.address("profiles", folder), server.options());
    }

    @Test
    void windows_security_is_proved_by_trying_only() throws IOException {
        assertThat(storage().capabilities().securityDescriptors()).isFalse();
        assumeTrue(SambaServer.isRoot(), "acl_xattr needs root");
        assertThat(CapabilityProbe.run(storage(), StoragePath.ROOT, null).securityDescriptors())
                .isTrue();
    }
}

package dev.profilekeep.backup.killed;

import dev.profilekeep.backup.repo.Keys;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.repo.RepositorySetting;
import dev.profilekeep.backup.seal.KeySlot;
import dev.profilekeep.backup.seal.Secret;
import dev.profilekeep.storage.Credentials;
import dev.profilekeep.storage.StorageAddress;
import dev.profilekeep.storage.StorageOptions;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.Storages;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;

/**
 * A repository that processes of a test work with.
 *
 * @param address as commands name it
 * @param folder of this machine that it lies in
 * @param account of its share, and its password; empty for a folder
 * @param key opens it
 */
record Place(String address, Path folder, String account, String password, Secret.KeyText key) {
    static final RepositorySetting SETTING = RepositorySetting.standard(Clock.systemUTC(), "test");

    static Place of(String address, Path folder, String account, String password) {
        return new Place(address, folder, account, password, Secret.KeyText.create(new SecureRandom()));
    }

    StorageProvider connect(Duration later) {
        StorageOptions options = account.isEmpty()
                ? StorageOptions.builder().build()
                : StorageOptions.of(Credentials.of(account, dev.profilekeep.storage.Secret.of(password)));
        return new LaterStorage(Storages.connect(StorageAddress.parse(address), options), folder, later);
    }

    void create() throws IOException {
        try (StorageProvider storage = connect(Duration.ZERO)) {
            Repository.create(storage, new Keys.FirstKey(key, KeySlot.Kind.KEY_FILE, "test"), SETTING)
                    .close();
        }
    }

    Repository open(StorageProvider storage) throws IOException {
        return Repository.open(storage, key, SETTING);
    }

    /** As {@link #parse} takes it. */
    String encode() {
        return String.join("\n", address, folder.toString(), account, password, key.text());
    }

    static Place parse(String encoded) {
        String[] lines = encoded.split("\n", -1);
        return new Place(lines[0], Path.of(lines[1]), lines[2], lines[3], Secret.KeyText.parse(lines[4]));
    }
}

package dev.profilekeep.portal.demo;

import dev.profilekeep.backup.repo.Keys;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.repo.RepositorySetting;
import dev.profilekeep.backup.seal.KeySlot;
import dev.profilekeep.backup.seal.Secret;
import dev.profilekeep.storage.StorageAddress;
import dev.profilekeep.storage.StorageOptions;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.Storages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;

/**
 * The repository of the demo, beside a key of its own. Its recovery key lies beside it, too, for nobody mourns the demo's backups; that of a real one, which {@code backup init} makes, does not.
 */
final class DemoBackups {
    static final String FOLDER = "backups";
    static final String KEY = "backups.key";
    static final String RECOVERY = "recovery.key";

    private final Path directory;
    private final Clock clock;

    DemoBackups(Path directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /** Makes it unless it is there. One that was cut off while it was made is made anew. */
    void stand() throws IOException {
        Path folder = directory.resolve(FOLDER);
        if (Files.exists(folder.resolve("repository"))) {
            return;
        }
        Secret.KeyText key = key(KEY);
        Files.createDirectories(folder);
        try (StorageProvider storage =
                        Storages.connect(StorageAddress.parse(folder.toString()), StorageOptions.local());
                Repository made = Repository.create(
                        storage,
                        new Keys.FirstKey(key, KeySlot.Kind.KEY_FILE, "the demo"),
                        RepositorySetting.standard(clock, "demo"))) {
            made.keys().add(key(RECOVERY), KeySlot.Kind.RECOVERY, "the demo");
            if (made.keys().list().isEmpty()) {
                throw new IOException("the demo's repository in " + folder + " has no key");
            }
        }
    }

    /** What the file says; made if it is not there. */
    private Secret.KeyText key(String name) throws IOException {
        Path file = directory.resolve(name);
        if (Files.exists(file)) {
            return Secret.KeyText.parse(Files.readString(file));
        }
        Secret.KeyText key = Secret.KeyText.create(new SecureRandom());
        Path draft = directory.resolve(name + ".part");
        Files.writeString(draft, "");
        PosixFileAttributeView rights = Files.getFileAttributeView(draft, PosixFileAttributeView.class);
        if (rights != null) {
            rights.setPermissions(PosixFilePermissions.fromString("rw-------"));
        }
        Files.writeString(draft, key.text());
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        return key;
    }
}

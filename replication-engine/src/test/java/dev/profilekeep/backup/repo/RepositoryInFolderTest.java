package dev.profilekeep.backup.repo;

import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.local.LocalStorage;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class RepositoryInFolderTest extends RepositoryContract {
    @TempDir
    Path folder;

    @Override
    protected StorageProvider connect() {
        return new LocalStorage(folder);
    }
}

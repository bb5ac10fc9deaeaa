package dev.profilekeep.backup.sweep;

import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.local.LocalStorage;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class PruneInFolderTest extends PruneContract {
    @TempDir
    Path folder;

    @Override
    protected StorageProvider connect() {
        return new LocalStorage(folder);
    }
}

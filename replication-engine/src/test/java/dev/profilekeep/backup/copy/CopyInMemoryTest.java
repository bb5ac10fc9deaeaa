package dev.profilekeep.backup.copy;

import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.StorageProvider;

/** In memory, as on a Windows server. */
class CopyInMemoryTest extends CopyContract {
    @Override
    protected StorageProvider connect() {
        return MemoryStorage.likeWindows();
    }
}

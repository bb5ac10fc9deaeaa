package dev.profilekeep.lease;

import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.local.LocalStorage;
import java.nio.file.Files;
import org.junit.jupiter.api.Nested;

class SwapTest {
    @Nested
    class LikeWindows extends SwapContract {
        @Override
        StorageProvider empty() {
            return MemoryStorage.likeWindows();
        }
    }

    @Nested
    class LikeSamba extends SwapContract {
        @Override
        StorageProvider empty() {
            return MemoryStorage.likeSamba();
        }
    }

    @Nested
    class Local extends SwapContract {
        @Override
        StorageProvider empty() throws Exception {
            return new LocalStorage(Files.createDirectories(folder.resolve("share")));
        }
    }
}

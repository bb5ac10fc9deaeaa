package dev.profilekeep.storage;

import org.junit.jupiter.api.Nested;

/** The double that other tests lean on keeps the contract too. */
class MemoryStorageTest {
    @Nested
    class LikeWindows extends StorageContract {
        @Override
        protected StorageProvider empty() {
            return MemoryStorage.likeWindows();
        }
    }

    @Nested
    class LikeSamba extends StorageContract {
        @Override
        protected StorageProvider empty() {
            return MemoryStorage.likeSamba();
        }
    }
}

package dev.profilekeep.storage.layer;

import dev.profilekeep.storage.FaultyStorage;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.LocationMode;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.StorageContract;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.TrackingStorage;
import org.junit.jupiter.api.Nested;

/** Each layer keeps the contract of what it wraps. */
class LayersTest {
    private static final double UNLIMITED = Double.POSITIVE_INFINITY;

    /** All of them, in the order they are used in. */
    static StorageProvider all(StorageProvider server) {
        StorageProvider patient = new RetryingStorage(new ObservedStorage(server), RetryingStorage.Patience.PERSON);
        StorageProvider slow = new ThrottledStorage(patient, new Throttle(UNLIMITED, UNLIMITED));
        return new GuardedStorage(slow, () -> LocationMode.ACT, Initiator.JOB, "profiles");
    }

    @Nested
    class Guarded extends StorageContract {
        @Override
        protected StorageProvider empty() {
            return new GuardedStorage(
                    MemoryStorage.likeWindows(), () -> LocationMode.ASSIST, Initiator.PERSON, "profiles");
        }
    }

    @Nested
    class Observed extends StorageContract {
        @Override
        protected StorageProvider empty() {
            return new ObservedStorage(MemoryStorage.likeWindows());
        }
    }

    @Nested
    class Throttled extends StorageContract {
        @Override
        protected StorageProvider empty() {
            return new ThrottledStorage(MemoryStorage.likeWindows(), new Throttle(1e9, 1e15));
        }
    }

    @Nested
    class Retrying extends StorageContract {
        @Override
        protected StorageProvider empty() {
            return new RetryingStorage(MemoryStorage.likeWindows(), RetryingStorage.Patience.PERSON);
        }
    }

    @Nested
    class All extends StorageContract {
        @Override
        protected StorageProvider empty() {
            return all(MemoryStorage.likeSamba());
        }
    }

    @Nested
    class DoublesOfTests extends StorageContract {
        @Override
        protected StorageProvider empty() {
            return new TrackingStorage(new FaultyStorage(MemoryStorage.likeWindows()));
        }
    }
}

package dev.profilekeep.backup.sweep;

import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.store.StorageClock;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Whether the storage's clock can be believed: one that jumped ahead would empty the trash at once, and make what is to be forgotten in two weeks be so now. */
final class Clocks {
    private final Repository repository;
    private final SecondClock second;

    Clocks(Repository repository, SecondClock second) {
        this.repository = repository;
        this.second = second;
    }

    /** Why nothing may go now, a sentence; empty if both agree. */
    Optional<String> doubt() throws IOException {
        Instant storage = StoredFile.toInstant(repository.storageClock().now());
        Instant own = second.now();
        if (Duration.between(storage, own).abs().compareTo(StorageClock.MOST_APART) <= 0) {
            return Optional.empty();
        }
        return Optional.of(
                "It waits until two clocks agree: by the storage's it is "
                        + storage.truncatedTo(ChronoUnit.SECONDS)
                        + ", by this machine's " + own.truncatedTo(ChronoUnit.SECONDS)
                        + ". While they are more than an hour apart nothing leaves the trash and nothing forgotten goes: set right the one that is wrong.");
    }
}

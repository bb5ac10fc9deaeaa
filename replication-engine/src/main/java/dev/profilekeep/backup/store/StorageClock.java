package dev.profilekeep.backup.store;

import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What time it is where the files lie: the one clock that all who write there share. Safe for several threads. */
public final class StorageClock {
    /** What is apart by less may be two clocks that go a little differently; by more, one of them is wrong. */
    public static final Duration MOST_APART = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(StorageClock.class);

    private final StorageProvider storage;
    private final DraftFolder drafts;

    /** @param storage the repository's own folder */
    public StorageClock(StorageProvider storage) {
        this.storage = storage;
        this.drafts = new DraftFolder(storage);
    }

    /** Whether something bears a time that has not come yet, as it was made while a clock ran ahead. */
    public static boolean isAhead(Instant made, Instant now) {
        return made.isAfter(latest(now));
    }

    /** What bears a later time is dated ahead. */
    public static Instant latest(Instant now) {
        return now.plus(MOST_APART);
    }

    /**
     * As {@link #now}; where nothing may be written, as on read-only storage, this machine's time. For who only reads: what is removed goes by {@link #now}.
     *
     * @throws StorageException.Unreachable if the storage does not answer
     */
    public Instant forReading() throws IOException {
        try {
            return StoredFile.toInstant(now());
        } catch (StorageException.Unreachable e) {
            throw e;
        } catch (StorageException e) {
            LOG.debug("nothing can be written to the repository, so this machine's time is used: {}", e.getMessage());
            return Instant.now();
        }
    }

    /** The time as a FILETIME, as the server dates a file that is written now. */
    public long now() throws IOException {
        StoragePath file = RepositoryNames.DRAFTS.child("clock-" + UUID.randomUUID());
        try {
            try (OpenFile tick = drafts.create(file)) {
                tick.writeFully(0, ByteBuffer.wrap(new byte[] {'t'}));
            }
            return storage.stat(file).lastWriteTime();
        } finally {
            drafts.drop(file);
        }
    }
}

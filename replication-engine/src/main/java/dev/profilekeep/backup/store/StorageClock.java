package dev.profilekeep.backup.store;

import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.UUID;

/** What time it is where the files lie: the one clock that all who write there share. Safe for several threads. */
public final class StorageClock {
    private final StorageProvider storage;
    private final DraftFolder drafts;

    /** @param storage the repository's own folder */
    public StorageClock(StorageProvider storage) {
        this.storage = storage;
        this.drafts = new DraftFolder(storage);
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

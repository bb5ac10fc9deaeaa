package dev.profilekeep.lock;

import static dev.profilekeep.lock.LockedEstate.ANNAS;
import static dev.profilekeep.lock.LockedEstate.FRA;
import static dev.profilekeep.lock.LockedEstate.LON;

import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Looks at locks through the engine, on storage in memory that behaves as Windows does. */
abstract class LooksCase {
    @TempDir
    Path folder;

    LockedEstate estate;

    @AfterEach
    void close() {
        if (estate != null) {
            estate.close();
        }
    }

    LockedEstate standard() {
        estate = placed(LockedEstate.standard(folder)).annaLocked();
        return estate;
    }

    /** Says which database. */
    LockedEstate placed(LockedEstate made) {
        return made;
    }

    LockedEstate cloudCache() {
        estate = placed(LockedEstate.cloudCache(folder)).annaLocked();
        return estate;
    }

    static void remove(MemoryStorage storage, StoredFile entry) throws IOException {
        if (entry.directory()) {
            for (StoredFile inside : storage.list(entry.path())) {
                remove(storage, inside);
            }
        }
        storage.delete(entry.path());
    }

    void lockedNow() throws IOException {
        for (String location : List.of(FRA, LON)) {
            estate.lockFile(location, ANNAS);
            estate.estate
                    .storage(location)
                    .setTimes(StoragePath.of(ANNAS + ".lock"), 0, StoredFile.fromInstant(estate.now()));
        }
    }
}

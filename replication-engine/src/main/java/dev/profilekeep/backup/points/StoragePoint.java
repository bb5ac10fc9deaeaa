package dev.profilekeep.backup.points;

import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A moment that a location's own storage keeps a container of. Nothing of it is in a repository: it goes with its storage, when that decides so.
 *
 * @param moment of the snapshot, by the storage's clock
 * @param written when the container had been written last
 * @param fileBytes size of its file then
 */
public record StoragePoint(Instant moment, Instant written, long fileBytes) {
    /**
     * The moments that tell versions of a file apart, by its size and last write, the latest first: of each the latest that has it. One question for the list
     * and one for each moment.
     *
     * @param most moments that are asked for, the latest ones
     */
    public static List<StoragePoint> of(StorageProvider storage, StoragePath path, int most) throws IOException {
        List<StoragePoint> points = new ArrayList<>();
        List<Instant> moments = storage.moments().stream()
                .sorted(Comparator.reverseOrder())
                .limit(most)
                .toList();
        StoredFile after = null;
        for (Instant moment : moments) {
            StoredFile then;
            try {
                then = storage.asOf(moment).stat(path);
            } catch (StorageException.NotFound e) {
                continue; // it was not there, or the moment is gone meanwhile
            }
            boolean same =
                    after != null && after.size() == then.size() && after.lastWriteTime() == then.lastWriteTime();
            if (!same) {
                points.add(new StoragePoint(moment, then.lastWritten(), then.size()));
            }
            after = then;
        }
        return points;
    }
}

package dev.profilekeep.backup.run;

import dev.profilekeep.backup.snapshot.SnapshotHead;
import dev.profilekeep.storage.StorageException.Unreachable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a backup came to.
 *
 * @param snapshot that was published; null if no container could be backed up
 * @param outcomes of each source that was begun, in their order
 * @param warnings plain sentences about earlier snapshots that could not be read
 * @param broken why it ended before its end: a server is gone; null if it did not
 */
public record BackupResult(
        @Nullable SnapshotHead snapshot,
        List<ContainerOutcome> outcomes,
        List<String> warnings,
        @Nullable Unreachable broken) {
    public BackupResult {
        outcomes = List.copyOf(outcomes);
        warnings = List.copyOf(warnings);
    }

    /** Whether all of them are in the snapshot. */
    public boolean isWhole() {
        return broken == null
                && outcomes.stream()
                        .allMatch(one ->
                                one instanceof ContainerOutcome.Stored || one instanceof ContainerOutcome.Unchanged);
    }
}

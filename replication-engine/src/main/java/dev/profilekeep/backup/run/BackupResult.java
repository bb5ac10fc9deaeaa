package dev.profilekeep.backup.run;

import dev.profilekeep.backup.snapshot.SnapshotHead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a backup came to.
 *
 * @param snapshot that was published; null if no container could be backed up
 * @param outcomes of each source, in their order
 * @param warnings plain sentences about earlier snapshots that could not be read
 */
public record BackupResult(@Nullable SnapshotHead snapshot, List<ContainerOutcome> outcomes, List<String> warnings) {
    public BackupResult {
        outcomes = List.copyOf(outcomes);
        warnings = List.copyOf(warnings);
    }

    /** Whether all of them are in the snapshot. */
    public boolean isWhole() {
        return outcomes.stream()
                .allMatch(one -> one instanceof ContainerOutcome.Stored || one instanceof ContainerOutcome.Unchanged);
    }
}

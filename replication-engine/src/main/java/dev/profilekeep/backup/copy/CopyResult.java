package dev.profilekeep.backup.copy;

import dev.profilekeep.backup.snapshot.ContainerFacts;
import dev.profilekeep.backup.snapshot.SnapshotHead;
import java.util.List;

/**
 * What a copy came to.
 *
 * @param snapshots that were made
 * @param containers how many backups they have
 * @param bytes that were read and stored, as they are on disks
 * @param failed what could not be copied
 */
public record CopyResult(List<SnapshotHead> snapshots, int containers, long bytes, List<Failed> failed) {
    /** A backup that is damaged, or gone meanwhile. */
    public record Failed(SnapshotHead snapshot, ContainerFacts container, String why) {}

    public CopyResult {
        snapshots = List.copyOf(snapshots);
        failed = List.copyOf(failed);
    }
}

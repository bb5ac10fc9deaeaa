package dev.profilekeep.backup.copy;

import dev.profilekeep.backup.snapshot.ContainerFacts;
import dev.profilekeep.backup.snapshot.SnapshotHead;

/** Which backups are to be copied. */
public interface CopySelection {
    CopySelection ALL = (snapshot, container) -> true;

    boolean wants(SnapshotHead snapshot, ContainerFacts container);
}

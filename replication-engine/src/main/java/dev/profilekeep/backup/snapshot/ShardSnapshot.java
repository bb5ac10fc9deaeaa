package dev.profilekeep.backup.snapshot;

import java.util.List;

/**
 * What one shard of a night backed up.
 *
 * @param shard its name
 */
public record ShardSnapshot(String shard, List<ContainerBackup> containers) {
    public ShardSnapshot {
        containers = List.copyOf(containers);
    }
}

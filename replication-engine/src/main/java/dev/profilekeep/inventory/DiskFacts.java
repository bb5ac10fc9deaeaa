package dev.profilekeep.inventory;

import dev.profilekeep.disk.info.DiskInfo;
import dev.profilekeep.disk.info.LogState;
import dev.profilekeep.disk.info.PartitionInfo;
import dev.profilekeep.disk.info.Subformat;

/**
 * Of a disk, what findings are made from. -1 where nothing is known.
 *
 * @param damage of a file system inside; empty if there is none
 */
record DiskFacts(
        long virtualSize,
        long used,
        long free,
        long reclaimable,
        boolean dirty,
        boolean logOpen,
        boolean noFileSystem,
        boolean difference,
        String damage) {

    static DiskFacts of(DiskInfo info) {
        long used = -1;
        long free = -1;
        boolean dirty = false;
        boolean ntfs = false;
        String damage = "";
        for (PartitionInfo partition : info.partitions()) {
            Long usedHere = partition.usedBytes();
            Long freeHere = partition.freeBytes();
            if (usedHere != null && freeHere != null) {
                used = Math.max(0, used) + usedHere;
                free = Math.max(0, free) + freeHere;
            }
            ntfs |= partition.filesystem().equals("NTFS");
            dirty |= Boolean.TRUE.equals(partition.dirty());
            String problem = partition.problem();
            if (problem != null && damage.isEmpty()) {
                damage = "partition " + partition.index() + ": " + problem;
            }
        }
        boolean difference = info.subformat() == Subformat.DIFFERENCING;
        return new DiskFacts(
                info.virtualSizeBytes(),
                used,
                free,
                info.reclaimableBytes(),
                dirty,
                info.log() == LogState.REPLAY_NEEDED,
                !ntfs && !difference,
                difference,
                damage);
    }
}

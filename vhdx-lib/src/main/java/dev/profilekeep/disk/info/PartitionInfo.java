package dev.profilekeep.disk.info;

import org.jspecify.annotations.Nullable;

/**
 * One partition of a virtual disk.
 *
 * @param index counted from 0 in the order of the start offsets
 * @param startBytes from the start of the virtual disk
 * @param filesystem "NTFS", or the name of what was recognised ("FAT32", "ext", "BitLocker", "ReFS"), or "unknown"
 * @param label volume label; null unless the file system is NTFS and has one
 * @param ntfsVersion "3.1" and the like; null unless NTFS
 * @param usedBytes by the file system's own bitmap; null unless NTFS
 * @param freeBytes likewise
 * @param dirty the volume asks for a check at the next mount; null unless NTFS
 * @param clusterBytes null unless NTFS
 * @param problem why the file system could not be read although it says it is NTFS; null if there was none
 */
public record PartitionInfo(
        int index,
        PartitionScheme scheme,
        long startBytes,
        long sizeBytes,
        String filesystem,
        @Nullable String label,
        @Nullable String ntfsVersion,
        @Nullable Long usedBytes,
        @Nullable Long freeBytes,
        @Nullable Boolean dirty,
        @Nullable Integer clusterBytes,
        @Nullable String problem) {}

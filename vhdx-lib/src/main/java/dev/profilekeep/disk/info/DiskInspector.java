package dev.profilekeep.disk.info;

import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.io.BlockDevice;
import java.io.IOException;

/**
 * Reads what a container says about itself, from metadata alone: for a container of 30 GB a few megabytes at most. Nothing
 * is ever written. Stateless.
 */
public final class DiskInspector {
    private DiskInspector() {}

    /**
     * Describes the container in {@code file}. A log that needs replay is replayed in memory, so that the description is of
     * the disk as the next host will see it. A problem inside one partition is told in that partition.
     *
     * @throws dev.profilekeep.disk.DiskException if it is no container, is damaged, or is of a kind that we do not read
     */
    public static DiskInfo inspect(BlockDevice file) throws IOException {
        throw new UnsupportedDiskException("no format is known yet (" + file.size() + " bytes)");
    }

    /**
     * A digest of what changes whenever somebody opened the container for writing: both VHDX headers, or for a VHD the
     * footer and the restart area of the first NTFS volume's {@code $LogFile}. Reads less than 64 KiB. Two equal stamps with equal size and
     * times mean: unchanged since.
     *
     * @return lower-case hexadecimal, at most 64 characters
     */
    public static String stamp(BlockDevice file) throws IOException {
        throw new UnsupportedDiskException("no format is known yet (" + file.size() + " bytes)");
    }
}

package dev.profilekeep.space;

import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Volumes;
import dev.profilekeep.disk.ntfs.NtfsVolume;
import dev.profilekeep.disk.usage.FileTree;
import java.io.IOException;
import java.util.List;

/**
 * What takes the room of a profile, by category. Bytes are those of whole clusters, each once: the categories add up to all that
 * is in use. No name of a file or of a folder that a person made is in it, so it may be shown to whoever helps.
 *
 * @param usedBytes by the volume's bitmap
 * @param freeBytes by the volume's bitmap
 * @param categories the largest first; none that is empty
 * @param exclusions what redirections.xml could leave out, the largest first; none of a disk without a folder {@code Profile},
 *     as FSLogix knows that file for profile containers alone, and none if something is {@code unread}, as nobody knows then what
 *     else a folder holds
 * @param placeholders files whose content is in a cloud
 * @param placeholderBytes what they would have if it was here
 * @param unread how much of the file table could not be read, or leads nowhere: 0 for a sound volume
 */
public record SpaceUse(
        long usedBytes,
        long freeBytes,
        List<CategoryUse> categories,
        List<Exclusion> exclusions,
        int placeholders,
        long placeholderBytes,
        int unread) {
    public SpaceUse {
        categories = List.copyOf(categories);
        exclusions = List.copyOf(exclusions);
    }

    /** All files of a category, with the folders that are of it. */
    public record CategoryUse(Category category, int files, long bytes) {}

    /**
     * A folder that can be left out of the profile.
     *
     * @param path below the folder of the profile, as redirections.xml writes it; made of the table's words and a number alone
     * @param bytes of clusters of all that is in it
     */
    public record Exclusion(Category category, String path, int files, long bytes) {}

    /**
     * Reads the file table of a volume once, and its bitmap.
     *
     * @throws java.util.concurrent.CancellationException if {@code progress} ends it
     */
    public static SpaceUse of(NtfsVolume volume, Progress progress) throws IOException {
        return new SpaceCount(FileTree.read(volume, progress), FolderTable.usual()).count();
    }

    /**
     * As {@link #of(NtfsVolume, Progress)}, of the one volume with NTFS that a container has.
     *
     * @throws UnsupportedDiskException if there is none, or there are several
     */
    public static SpaceUse of(VirtualDisk disk, Progress progress) throws IOException {
        List<Volumes.Place> ntfs =
                Volumes.of(disk).stream().filter(Volumes.Place::isNtfs).toList();
        if (ntfs.size() != 1) {
            throw new UnsupportedDiskException(
                    ntfs.isEmpty() ? "no partition holds NTFS" : "several partitions hold NTFS");
        }
        return of(Volumes.open(disk, ntfs.get(0)), progress);
    }
}

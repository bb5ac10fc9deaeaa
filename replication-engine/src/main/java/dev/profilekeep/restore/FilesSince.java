package dev.profilekeep.restore;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.info.Volumes;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.ntfs.NtfsFile;
import dev.profilekeep.disk.ntfs.NtfsVolume;
import dev.profilekeep.disk.ntfs.StandardInformation;
import java.io.EOFException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Files of a disk that were made or changed since a moment, as the disk's own times say.
 *
 * @param paths of at most {@link #MOST}
 * @param more beyond them
 */
record FilesSince(List<String> paths, long more) {
    static final int MOST = 500;

    FilesSince {
        paths = List.copyOf(paths);
    }

    /** Reads file records only. A disk that cannot be read has none. */
    static FilesSince of(BlockDevice container, Instant since) throws IOException {
        List<String> paths = new ArrayList<>();
        long[] more = {0};
        try {
            VirtualDisk disk = Containers.open(container);
            for (Volumes.Place place : Volumes.of(disk)) {
                if (place.isNtfs()) {
                    NtfsVolume volume = Volumes.open(disk, place);
                    volume.forEachFile(file -> {
                        if (!isSince(file, since)) {
                            return;
                        }
                        if (paths.size() < MOST) {
                            List<String> all = volume.paths(file);
                            paths.add(all.isEmpty() ? NtfsVolume.LOST : all.get(0));
                        } else {
                            more[0]++;
                        }
                    });
                }
            }
        } catch (DiskException | EOFException e) {
            return new FilesSince(paths, more[0]); // what could be read before
        }
        return new FilesSince(paths, more[0]);
    }

    private static boolean isSince(NtfsFile file, Instant since) {
        StandardInformation times = file.standard();
        return !file.isSystem()
                && !file.isDirectory()
                && times != null
                && (!times.modified().isBefore(since)
                        || !times.changed().isBefore(since)
                        || !times.created().isBefore(since));
    }
}

package dev.profilekeep.cli;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.PartitionInfo;
import dev.profilekeep.disk.info.Volumes;
import dev.profilekeep.disk.io.ReadAheadDevice;
import dev.profilekeep.disk.ntfs.ClusterBitmap;
import dev.profilekeep.disk.ntfs.NtfsLogState;
import dev.profilekeep.disk.ntfs.NtfsVolume;
import dev.profilekeep.disk.partition.PartitionTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of a disk that is no single container: of one with its parents, or of a plain image.
 *
 * @param notes what a reader should know of them
 */
record DiskPartitions(List<PartitionInfo> partitions, List<String> notes) {
    private static final int WINDOW = 128 * 1024;
    private static final int WINDOWS = 8;

    static DiskPartitions of(VirtualDisk disk) throws IOException {
        var notes = new ArrayList<>(disk.notes());
        var content = new ReadAheadDevice(disk.disk(), WINDOW, WINDOWS);
        notes.addAll(PartitionTable.read(content, disk.logicalSectorSize()).notes());
        var partitions = new ArrayList<PartitionInfo>();
        for (Volumes.Place place : Volumes.of(disk)) {
            partitions.add(describe(disk, place, notes));
        }
        return new DiskPartitions(partitions, notes);
    }

    private static PartitionInfo describe(VirtualDisk disk, Volumes.Place place, List<String> notes)
            throws IOException {
        if (!place.isNtfs()) {
            return unread(place, null);
        }
        try {
            NtfsVolume volume = Volumes.open(disk, place);
            ClusterBitmap bitmap = volume.bitmap();
            long used = bitmap.countUsed(0, bitmap.clusters());
            volume.notes().forEach(note -> notes.add("partition " + place.index() + ": " + note));
            noteLogState(place, volume, notes);
            return new PartitionInfo(
                    place.index(),
                    place.scheme(),
                    place.range().start(),
                    place.range().length(),
                    place.filesystem(),
                    volume.label().orElse(null),
                    volume.version(),
                    used * volume.clusterBytes(),
                    (bitmap.clusters() - used) * volume.clusterBytes(),
                    volume.isDirty(),
                    volume.clusterBytes(),
                    null);
        } catch (DiskException e) {
            return unread(place, e.getMessage());
        }
    }

    private static void noteLogState(Volumes.Place place, NtfsVolume volume, List<String> notes) throws IOException {
        String where = "partition " + place.index() + ": ";
        try {
            NtfsLogState state = volume.logState();
            if (state == NtfsLogState.OPEN) {
                notes.add(where + "the volume was not unmounted properly; the log of the file system is open");
            } else if (state == NtfsLogState.UNKNOWN) {
                notes.add(where + "the log of the file system has no sound restart page");
            }
        } catch (DiskException e) {
            notes.add(where + "the log of the file system cannot be read (" + e.getMessage() + ")");
        }
    }

    private static PartitionInfo unread(Volumes.Place place, @Nullable String problem) {
        return new PartitionInfo(
                place.index(),
                place.scheme(),
                place.range().start(),
                place.range().length(),
                place.filesystem(),
                null,
                null,
                null,
                null,
                null,
                null,
                problem);
    }
}

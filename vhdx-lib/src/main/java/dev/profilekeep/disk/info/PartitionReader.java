package dev.profilekeep.disk.info;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.ReadAheadDevice;
import dev.profilekeep.disk.io.SubDevice;
import dev.profilekeep.disk.ntfs.ClusterBitmap;
import dev.profilekeep.disk.ntfs.NtfsLogState;
import dev.profilekeep.disk.ntfs.NtfsVolume;
import dev.profilekeep.disk.partition.FileSystems;
import dev.profilekeep.disk.partition.Partition;
import dev.profilekeep.disk.partition.PartitionTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Describes the partitions of one disk, one after the other. One thread. */
final class PartitionReader {
    /** Partition table, boot sector and system records each lie within one such window: one read for each. */
    private static final int WINDOW = 128 * 1024;

    private static final int WINDOWS = 8;

    private final BlockDevice disk;
    private final PartitionScheme scheme;
    private final boolean hasParent;
    private final List<String> notes;
    private final List<PartitionInfo> partitions = new ArrayList<>();
    private final List<VolumeUse> volumes = new ArrayList<>();

    private PartitionReader(BlockDevice disk, PartitionScheme scheme, boolean hasParent, List<String> notes) {
        this.disk = disk;
        this.scheme = scheme;
        this.hasParent = hasParent;
        this.notes = notes;
    }

    /**
     * Reads the partitions of a disk, one after the other.
     *
     * @param notes takes what a reader should know beside them
     */
    static PartitionReader read(VirtualDisk disk, List<String> notes) throws IOException {
        var content = new ReadAheadDevice(disk.disk(), WINDOW, WINDOWS);
        PartitionTable table;
        try {
            table = PartitionTable.read(content, disk.logicalSectorSize());
        } catch (UnsupportedDiskException e) {
            if (!disk.hasParent()) {
                throw e;
            }
            notes.add("the partition table is in the parent disk, which is not open");
            table = new PartitionTable.None(List.of(), List.of());
        }
        notes.addAll(table.notes());
        var reader = new PartitionReader(content, scheme(table), disk.hasParent(), notes);
        for (Partition partition : table.partitions()) {
            reader.add(partition);
        }
        return reader;
    }

    static PartitionScheme scheme(PartitionTable table) {
        if (table instanceof PartitionTable.Gpt) {
            return PartitionScheme.GPT;
        }
        return table instanceof PartitionTable.Mbr ? PartitionScheme.MBR : PartitionScheme.NONE;
    }

    List<PartitionInfo> partitions() {
        return partitions;
    }

    /** The volumes whose bitmap could be read. */
    List<VolumeUse> volumes() {
        return volumes;
    }

    void add(Partition partition) throws IOException {
        int index = partitions.size();
        ByteRange inside = partition.range().intersect(new ByteRange(0, disk.size()));
        var window = new SubDevice(disk, inside);
        try {
            partitions.add(describe(index, partition, inside, window));
        } catch (DiskException e) {
            boolean parents = hasParent && e instanceof UnsupportedDiskException;
            String problem = parents ? "what it holds is in the parent disk, which is not open" : e.getMessage();
            if (parents) {
                notes.add("partition " + index + ": " + problem);
            }
            partitions.add(unread(index, partition, FileSystems.UNKNOWN, problem));
        }
    }

    private PartitionInfo describe(int index, Partition partition, ByteRange inside, SubDevice window)
            throws IOException {
        String name = Volumes.fileSystem(window);
        if (!name.equals(FileSystems.NTFS)) {
            return unread(index, partition, name, null);
        }
        if (NtfsVolume.hasShadowCopies(window)) {
            notes.add("partition " + index + ": the volume has shadow copies");
        }
        try {
            return ntfs(index, partition, inside, window);
        } catch (DiskException e) {
            boolean parents = hasParent && e instanceof UnsupportedDiskException;
            if (parents) {
                notes.add(
                        "partition " + index + ": a part of the file system is in the parent disk, which is not open");
            }
            return unread(index, partition, name, e.getMessage());
        }
    }

    private PartitionInfo ntfs(int index, Partition partition, ByteRange inside, SubDevice window) throws IOException {
        NtfsVolume volume = NtfsVolume.open(window);
        ClusterBitmap bitmap = volume.bitmap();
        // Counted before anything is added: a bitmap that cannot be read in full says nothing.
        long used = bitmap.countUsed(0, bitmap.clusters());
        volumes.add(new VolumeUse(inside.start(), volume.clusterBytes(), bitmap));
        volume.notes().forEach(note -> notes.add("partition " + index + ": " + note));
        noteLogState(index, volume);
        return new PartitionInfo(
                index,
                scheme,
                partition.range().start(),
                partition.range().length(),
                FileSystems.NTFS,
                volume.label().orElse(null),
                volume.version(),
                used * volume.clusterBytes(),
                (bitmap.clusters() - used) * volume.clusterBytes(),
                volume.isDirty(),
                volume.clusterBytes(),
                null);
    }

    private void noteLogState(int index, NtfsVolume volume) throws IOException {
        NtfsLogState state;
        try {
            state = volume.logState();
        } catch (DiskException e) {
            notes.add("partition " + index + ": the log of the file system cannot be read (" + e.getMessage() + ")");
            return;
        }
        if (state == NtfsLogState.OPEN) {
            notes.add("partition " + index
                    + ": the volume was not unmounted properly; the log of the file system is open");
        } else if (state == NtfsLogState.UNKNOWN) {
            notes.add("partition " + index + ": the log of the file system has no sound restart page");
        }
    }

    private PartitionInfo unread(int index, Partition partition, String name, @Nullable String problem) {
        return new PartitionInfo(
                index,
                scheme,
                partition.range().start(),
                partition.range().length(),
                name,
                null,
                null,
                null,
                null,
                null,
                null,
                problem);
    }
}

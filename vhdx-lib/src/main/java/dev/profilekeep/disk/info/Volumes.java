package dev.profilekeep.disk.info;

import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.ReadAheadDevice;
import dev.profilekeep.disk.io.SubDevice;
import dev.profilekeep.disk.ntfs.NtfsVolume;
import dev.profilekeep.disk.partition.FileSystems;
import dev.profilekeep.disk.partition.Partition;
import dev.profilekeep.disk.partition.PartitionTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Says which volumes a disk has, and opens them one by one. Stateless. */
public final class Volumes {
    private static final int WINDOW = 128 * 1024;
    private static final int WINDOWS = 8;

    private Volumes() {}

    /**
     * One partition of a disk, or the whole disk where it has no table.
     *
     * @param index as {@link PartitionInfo#index()} counts them
     * @param range the part of it that is inside the disk
     * @param filesystem "NTFS", the name of what was recognised, or "unknown"
     */
    public record Place(int index, PartitionScheme scheme, ByteRange range, String filesystem) {
        public boolean isNtfs() {
            return filesystem.equals(FileSystems.NTFS);
        }
    }

    /**
     * All partitions, in the order of their start.
     *
     * @throws dev.profilekeep.disk.UnsupportedDiskException if the table is in a parent that is not open
     */
    public static List<Place> of(VirtualDisk disk) throws IOException {
        var content = new ReadAheadDevice(disk.disk(), WINDOW, WINDOWS);
        PartitionTable table = PartitionTable.read(content, disk.logicalSectorSize());
        var places = new ArrayList<Place>();
        for (Partition partition : table.partitions()) {
            ByteRange inside = partition.range().intersect(new ByteRange(0, disk.virtualSize()));
            var window = new SubDevice(content, inside);
            places.add(new Place(places.size(), PartitionReader.scheme(table), inside, fileSystem(window)));
        }
        return places;
    }

    static String fileSystem(BlockDevice window) throws IOException {
        String name = FileSystems.name(window);
        boolean hidden = name.equals(FileSystems.UNKNOWN) && NtfsVolume.hasBackupBootSector(window);
        return hidden ? FileSystems.NTFS : name;
    }

    /**
     * Bytes of free clusters that the container stores: what compaction could give back.
     *
     * @throws dev.profilekeep.disk.DiskException if a volume cannot be read
     */
    public static long freeInStored(VirtualDisk disk) throws IOException {
        var uses = new ArrayList<VolumeUse>();
        for (Place place : of(disk)) {
            if (place.isNtfs()) {
                NtfsVolume volume = open(disk, place);
                uses.add(new VolumeUse(place.range().start(), volume.clusterBytes(), volume.bitmap()));
            }
        }
        return BlockUseCount.of(disk, BlockUseCount.disjoint(uses)).reclaimableBytes();
    }

    /** The volume in a partition that holds NTFS. */
    public static NtfsVolume open(VirtualDisk disk, Place place) throws IOException {
        return NtfsVolume.open(new SubDevice(disk.disk(), place.range()));
    }
}

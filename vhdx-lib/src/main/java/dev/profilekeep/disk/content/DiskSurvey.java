package dev.profilekeep.disk.content;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.image.Extent;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.ReadAheadDevice;
import dev.profilekeep.disk.io.SubDevice;
import dev.profilekeep.disk.ntfs.ClaimedRuns;
import dev.profilekeep.disk.ntfs.NtfsLogState;
import dev.profilekeep.disk.ntfs.NtfsVolume;
import dev.profilekeep.disk.partition.FileSystems;
import dev.profilekeep.disk.partition.Partition;
import dev.profilekeep.disk.partition.PartitionTable;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks whether a disk is understood, and what it is made of. Whatever is in doubt is a reason to take all of it. One thread. */
final class DiskSurvey {
    private static final int WINDOW = 128 * 1024;
    private static final int WINDOWS = 8;

    private final VirtualDisk disk;
    private final BlockDevice content;
    private final ChunkSizes sizes;
    private final KnownSignatures known;
    private final RecordWatch watch;
    private final Progress progress;
    private final List<Doubt> doubts = new ArrayList<>();
    private final List<DiskSection> sections = new ArrayList<>();
    private long end;
    private long inheritedBytes;
    private boolean hasVolume;

    DiskSurvey(VirtualDisk disk, ChunkSizes sizes, KnownSignatures known, RecordWatch watch, Progress progress)
            throws IOException {
        this.disk = disk;
        this.content = new ReadAheadDevice(disk.disk(), WINDOW, WINDOWS);
        this.sizes = sizes;
        this.known = known;
        this.watch = watch;
        this.progress = progress;
    }

    /** Empty if the disk is understood. */
    List<Doubt> doubts() {
        return doubts;
    }

    private void doubt(Doubt.Kind kind, String sentence) {
        doubts.add(new Doubt(kind, sentence));
    }

    /** Without gaps and in their order, if there are no doubts. */
    List<DiskSection> sections() {
        return sections;
    }

    /** What is in a parent that is not open. */
    long inheritedBytes() {
        return inheritedBytes;
    }

    void run() throws IOException {
        if (disk.hasParent()) {
            disk.extents(new ByteRange(0, disk.virtualSize()), extent -> {
                inheritedBytes += extent instanceof Extent.Inherited ? extent.length() : 0;
            });
            doubt(Doubt.Kind.PARENT, "it is a difference disk, and its parent is not open");
            return;
        }
        PartitionTable table;
        try {
            table = PartitionTable.read(content, disk.logicalSectorSize());
        } catch (DiskException | EOFException e) {
            doubt(Doubt.Kind.PARTITIONS, "the partition table cannot be read: " + e.getMessage());
            return;
        }
        table.notes().forEach(note -> doubt(Doubt.Kind.PARTITIONS, "the partition table is in doubt: " + note));
        List<Partition> partitions = table.partitions();
        for (int i = 0; i < partitions.size() && doubts.isEmpty(); i++) {
            partition(i, partitions.get(i).range());
        }
        if (!hasVolume && doubts.isEmpty()) {
            doubt(Doubt.Kind.NO_VOLUME, "it has no NTFS volume");
        }
        region(end == 0 ? "disk" : "end of the disk", disk.virtualSize());
    }

    /** Adds what lies before {@code to}. */
    private void region(String name, long to) {
        if (end < to) {
            sections.add(new DiskSection.Raw(new Owner.Region(name), ByteRange.between(end, to)));
            end = to;
        }
    }

    private void partition(int index, ByteRange range) throws IOException {
        if (range.start() < end || range.end() > disk.virtualSize()) {
            doubt(Doubt.Kind.PARTITIONS, "partition " + index + " overlaps another or the end of the disk");
            return;
        }
        region(end == 0 ? "start of the disk" : "before partition " + index, range.start());
        var window = new SubDevice(content, range);
        String filesystem;
        try {
            filesystem = FileSystems.name(window);
            if (filesystem.equals(FileSystems.NTFS)) {
                hasVolume = true;
                volume(index, range);
            } else if (filesystem.equals(FileSystems.BITLOCKER)) {
                doubt(Doubt.Kind.BITLOCKER, "partition " + index + " is encrypted by BitLocker");
            } else if (filesystem.equals(FileSystems.UNKNOWN) && NtfsVolume.hasBackupBootSector(window)) {
                doubt(Doubt.Kind.DAMAGED, "partition " + index + " is an NTFS volume whose boot sector is damaged");
            }
        } catch (DiskException | EOFException e) {
            doubt(Doubt.Kind.DAMAGED, "partition " + index + " cannot be understood: " + e.getMessage());
            return;
        }
        boolean understood = filesystem.equals(FileSystems.NTFS);
        region(understood ? "end of partition " + index : "partition " + index + " (" + filesystem + ")", range.end());
    }

    private void volume(int index, ByteRange range) throws IOException {
        String name = "partition " + index + ": ";
        var device = new SubDevice(disk.disk(), range);
        if (NtfsVolume.hasShadowCopies(device)) {
            doubt(Doubt.Kind.SHADOW_COPIES, name + "the volume has shadow copies");
        }
        NtfsVolume volume = NtfsVolume.open(device);
        if (volume.isDirty()) {
            doubt(Doubt.Kind.DIRTY, name + "the volume is dirty: it asks for a check at the next mount");
        }
        if (volume.logState() != NtfsLogState.CLOSED) {
            doubt(
                    Doubt.Kind.OPEN_LOG,
                    name + "the volume was not unmounted properly; the log of the file system is open or damaged");
        }
        if (volume.isHibernated()) {
            doubt(Doubt.Kind.HIBERNATED, name + "Windows went to sleep with the volume mounted");
        }
        if (!doubts.isEmpty()) {
            return;
        }
        ClaimedRuns runs = volume.claimedRuns(record -> watch.record(index, record), progress);
        runs.problems().forEach(problem -> doubt(Doubt.Kind.DAMAGED, name + problem));
        volume.notes().forEach(note -> doubt(Doubt.Kind.DAMAGED, name + note));
        if (!doubts.isEmpty()) {
            return;
        }
        long clusters = volume.clusterRange().length();
        var counted = new VolumeContent(
                index,
                new ByteRange(range.start(), clusters),
                volume.clusterBytes(),
                runs,
                volume.bitmap(),
                sizes,
                known);
        Optional<String> contradiction = counted.contradiction();
        if (contradiction.isPresent()) {
            doubt(Doubt.Kind.DAMAGED, name + contradiction.get());
            return;
        }
        sections.add(new DiskSection.Files(counted, counted.countedBytes()));
        end = range.start() + clusters;
    }
}

package dev.profilekeep.disk.check;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.finding.Findings;
import dev.profilekeep.disk.finding.Place;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.ReadAheadDevice;
import dev.profilekeep.disk.io.SubDevice;
import dev.profilekeep.disk.ntfs.NtfsCheck;
import dev.profilekeep.disk.ntfs.NtfsVolume;
import dev.profilekeep.disk.partition.FileSystems;
import dev.profilekeep.disk.partition.Partition;
import dev.profilekeep.disk.partition.PartitionTable;
import dev.profilekeep.disk.partition.TableCheck;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Checks what is in a virtual disk: its partition table, and the file system of each partition. */
final class ContentCheck {
    private static final int WINDOW = 128 * 1024;
    private static final int WINDOWS = 8;
    /** Microsoft reserved: it holds no file system. */
    private static final Set<String> EMPTY_TYPES = Set.of("e3c9e316-0b5c-4db8-817d-f92df00215ae");

    private final VirtualDisk disk;
    private final Findings findings;
    private final List<String> unchecked;
    private final List<String> notes;
    private final Progress progress;

    ContentCheck(VirtualDisk disk, Findings findings, List<String> unchecked, List<String> notes, Progress progress) {
        this.disk = disk;
        this.findings = findings;
        this.unchecked = unchecked;
        this.notes = notes;
        this.progress = progress;
    }

    void run() throws IOException {
        var content = new ReadAheadDevice(disk.disk(), WINDOW, WINDOWS);
        PartitionTable table;
        try {
            TableCheck.run(content, disk.logicalSectorSize(), findings);
            table = PartitionTable.read(content, disk.logicalSectorSize());
        } catch (DiskException | EOFException e) {
            findings.add(DiskRule.NOT_OPENED, Place.onDisk("partition table", 0), DiskCheck.message(e));
            return;
        }
        if (table.partitions().isEmpty()) {
            notes.add("there is no partition and no file system in the disk");
        }
        for (int i = 0; i < table.partitions().size(); i++) {
            Partition partition = table.partitions().get(i);
            if (EMPTY_TYPES.contains(partition.type().toLowerCase(Locale.ROOT))) {
                continue;
            }
            ByteRange inside = partition.range().intersect(new ByteRange(0, content.size()));
            partition("partition " + i, new SubDevice(content, inside));
        }
    }

    private void partition(String name, BlockDevice window) throws IOException {
        Findings inside = findings.within(name);
        try {
            String system = FileSystems.name(window);
            if (system.equals(FileSystems.UNKNOWN) && NtfsVolume.hasBackupBootSector(window)) {
                system = FileSystems.NTFS;
            }
            if (!system.equals(FileSystems.NTFS)) {
                unchecked.add(name + ": "
                        + (system.equals(FileSystems.UNKNOWN)
                                ? "no file system that we know begins there"
                                : "the file system is " + system + ", which we do not check"));
                return;
            }
            var outcome = NtfsCheck.run(window, inside, progress);
            outcome.unchecked().forEach(what -> unchecked.add(name + ": " + what));
            outcome.notes().forEach(note -> notes.add(name + ": " + note));
        } catch (DiskException | EOFException e) {
            inside.add(DiskRule.VOLUME_NOT_OPENED, Place.onVolume("volume", 0, null), DiskCheck.message(e));
            unchecked.add(name + ": its file system cannot be opened");
        }
    }
}

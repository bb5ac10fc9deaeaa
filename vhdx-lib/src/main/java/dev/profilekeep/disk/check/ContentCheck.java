package dev.profilekeep.disk.check;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.finding.Findings;
import dev.profilekeep.disk.finding.Place;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.ByteView;
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
import java.util.stream.Collectors;

/** Checks what is in a virtual disk: its partition table, and the file system of each partition. */
final class ContentCheck {
    private static final int WINDOW = 128 * 1024;
    private static final int WINDOWS = 8;
    private static final int SECTOR = 512;
    private static final int END_MARK = 0xaa55;
    /** A GPT takes 33 sectors, of 4 KiB at most, at either end. */
    private static final long TABLE_BYTES = 34 * 4096;

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
            if (isBareByItsCopy(content)) {
                // What stands where a table would be is the damaged boot sector.
                partition("the whole disk", content, new ByteRange(0, content.size()));
                return;
            }
            TableCheck.run(content, disk.logicalSectorSize(), findings);
            table = PartitionTable.read(content, disk.logicalSectorSize());
        } catch (DiskException | EOFException e) {
            findings.add(DiskRule.NOT_OPENED, Place.onDisk("partition table", 0), DiskCheck.message(e));
            return;
        }
        if (table.partitions().isEmpty()) {
            noPartition(table instanceof PartitionTable.None && !hasMark(content));
        }
        for (int i = 0; i < table.partitions().size(); i++) {
            Partition partition = table.partitions().get(i);
            if (EMPTY_TYPES.contains(partition.type().toLowerCase(Locale.ROOT))) {
                continue;
            }
            ByteRange inside = partition.range().intersect(new ByteRange(0, content.size()));
            partition("partition " + i, new SubDevice(content, inside), inside);
        }
    }

    /** Whether a volume fills the disk without a table, by the copy of its boot sector, though its first sector does not say so. */
    private static boolean isBareByItsCopy(BlockDevice content) throws IOException {
        return content.size() >= SECTOR
                && FileSystems.name(content).equals(FileSystems.UNKNOWN)
                && NtfsVolume.isWholeDiskByCopy(content);
    }

    private static boolean hasMark(BlockDevice content) throws IOException {
        return content.size() >= SECTOR
                && ByteView.read("first sector", content, 0, SECTOR).u16(SECTOR - 2) == END_MARK;
    }

    /** @param noTable whether there is not even a table without entries */
    private void noPartition(boolean noTable) throws IOException {
        try {
            var look = new LostTable(disk, progress);
            var lost = look.fileSystems();
            if (!lost.isEmpty()) {
                String what = lost.stream()
                        .map(found -> found.name() + " begins at " + found.offset())
                        .collect(Collectors.joining(", "));
                if (findings.hasLoss()) {
                    notes.add("where no partition table says so, " + what + " of the disk");
                } else {
                    findings.add(DiskRule.TABLE_LOST, Place.onDisk("partition table", 0), what);
                }
                unchecked.add("what is in the disk: no partition table says where its file systems lie");
                return;
            }
            switch (look.content(noTable ? 0 : TABLE_BYTES)) {
                case EMPTY -> notes.add("there is no partition and no file system in the disk");
                case PERHAPS_EMPTY ->
                    unchecked.add("what is in the disk: no partition and no file system is found; the check was ended"
                            + " before all of it was looked at, and what was is zeros");
                case SOMETHING ->
                    unchecked.add("what is in the disk: there is no partition and no file system that we know, yet"
                            + " it is not empty; it may have lost its partition table");
            }
        } catch (DiskException | EOFException e) {
            unchecked.add("what is in the disk: " + DiskCheck.message(e));
        }
    }

    /** @param place of {@code window} on the disk */
    private void partition(String name, BlockDevice window, ByteRange place) throws IOException {
        Findings inside = findings.within(name);
        try {
            String system = FileSystems.name(window);
            if (system.equals(FileSystems.UNKNOWN) && NtfsVolume.hasBackupBootSector(window)) {
                system = FileSystems.NTFS;
            }
            if (system.equals(FileSystems.UNKNOWN)) {
                noFileSystem(name, place);
                return;
            }
            if (!system.equals(FileSystems.NTFS)) {
                unchecked.add(name + ": the file system is " + system + ", which we do not check");
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

    private void noFileSystem(String name, ByteRange place) throws IOException {
        switch (new LostTable(disk, progress).content(place.start(), place.end())) {
            case EMPTY -> notes.add(name + ": nothing was ever formatted there; all of it is zeros");
            case PERHAPS_EMPTY ->
                unchecked.add(name + ": no file system begins there; the check was ended before all of it was looked"
                        + " at, and what was is zeros");
            case SOMETHING -> unchecked.add(name + ": no file system that we know begins there");
        }
    }
}

package dev.profilekeep.disk.partition;

import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.ByteView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How a disk is divided. A damaged table is told in the notes, with whatever could still be read of it; it is no reason to
 * give up the disk.
 */
public sealed interface PartitionTable {
    /** Partitions in the order of their start. */
    List<Partition> partitions();

    /** What a reader should know, in plain sentences. */
    List<String> notes();

    record Gpt(List<Partition> partitions, List<String> notes) implements PartitionTable {
        public Gpt {
            partitions = List.copyOf(partitions);
            notes = List.copyOf(notes);
        }
    }

    record Mbr(List<Partition> partitions, List<String> notes) implements PartitionTable {
        public Mbr {
            partitions = List.copyOf(partitions);
            notes = List.copyOf(notes);
        }
    }

    /** No table. If a file system begins at the first sector there is one partition: the whole disk. */
    record None(List<Partition> partitions, List<String> notes) implements PartitionTable {
        public None {
            partitions = List.copyOf(partitions);
            notes = List.copyOf(notes);
        }
    }

    /**
     * Reads the table of a disk; less than 64 KiB if it is an ordinary one.
     *
     * @param logicalSectorSize 512 or 4096; a table written for the other size is understood as well
     */
    static PartitionTable read(BlockDevice disk, int logicalSectorSize) throws IOException {
        var notes = new ArrayList<String>();
        long size = disk.size();
        if (size < 512) {
            return new None(List.of(), notes);
        }
        ByteView first = ByteView.read("first sector", disk, 0, 512);
        var whole = new Partition(new ByteRange(0, size), "", "");
        // A boot sector carries the same end mark as an MBR: look for what only the former has.
        if (FileSystems.isBootSector(first)) {
            return new None(List.of(whole), notes);
        }
        var mbr = MbrReader.primary(first);
        var gpt = GptReader.read(disk, logicalSectorSize, mbr.isProtective(), notes);
        if (gpt.isPresent()) {
            if (mbr.hasOthersThanProtective()) {
                notes.add("the MBR names partitions beside the GPT (hybrid); the GPT is used");
            }
            return new Gpt(sorted(gpt.get(), size, notes), notes);
        }
        var partitions = MbrReader.partitions(disk, mbr, logicalSectorSize, notes);
        if (!partitions.isEmpty()) {
            return new Mbr(sorted(partitions, size, notes), notes);
        }
        if (mbr.isSound() && !mbr.isEmpty()) {
            return new Mbr(List.of(), notes);
        }
        boolean known = !FileSystems.name(disk).equals(FileSystems.UNKNOWN);
        return new None(known ? List.of(whole) : List.of(), notes);
    }

    private static List<Partition> sorted(List<Partition> partitions, long diskSize, List<String> notes) {
        var sorted = new ArrayList<>(partitions);
        sorted.sort(Comparator.comparingLong(partition -> partition.range().start()));
        long end = 0;
        for (int i = 0; i < sorted.size(); i++) {
            ByteRange range = sorted.get(i).range();
            if (range.start() < end) {
                notes.add("partition " + i + " overlaps the one before it");
            }
            if (range.end() > diskSize) {
                notes.add("partition " + i + " ends at " + range.end() + ", past the end of the disk at " + diskSize);
            }
            end = Math.max(end, range.end());
        }
        return sorted;
    }
}

package dev.profilekeep.cli;

import dev.profilekeep.disk.info.DiskInfo;
import dev.profilekeep.disk.info.LogState;
import dev.profilekeep.disk.info.PartitionInfo;
import dev.profilekeep.text.Visible;
import java.util.Locale;

/** A disk's description for people. */
final class DiskInfoText {
    private DiskInfoText() {}

    static String write(String name, DiskFacts told) {
        DiskInfo info = told.info();
        StringBuilder text = new StringBuilder(Visible.oneLine(name)).append("\n\n");
        TextTable facts = new TextTable(false, false);
        facts.add(
                "Format",
                told.raw()
                        ? "plain image"
                        : info.format() + ", " + info.subformat().name().toLowerCase(Locale.ROOT));
        facts.add("Virtual size", Sizes.of(info.virtualSizeBytes()));
        facts.add(
                "File size",
                Sizes.of(info.fileSizeBytes()) + " (" + Sizes.percent(info.fileSizeBytes(), info.virtualSizeBytes())
                        + " of the virtual size)");
        if (info.blockSizeBytes() > 0) {
            facts.add("Blocks", info.allocatedBlocks() + " stored, of " + Sizes.of(info.blockSizeBytes()));
        }
        facts.add(
                "Sectors",
                info.logicalSectorBytes() + " bytes logical, " + info.physicalSectorBytes() + " bytes physical");
        if (!told.raw()) {
            facts.add(
                    "Reclaimable",
                    Sizes.of(info.reclaimableBytes()) + " ("
                            + Sizes.percent(info.reclaimableBytes(), info.fileSizeBytes()) + " of the file)"
                            + (info.wholeFreeBlocks() > 0
                                    ? ", " + info.wholeFreeBlocks() + " blocks wholly free"
                                    : ""));
            facts.add(
                    "Log",
                    info.log() == LogState.EMPTY
                            ? "empty"
                            : "needs replay: the disk was not closed cleanly; shown as after replay");
        }
        if (info.dataWriteGuid() != null) {
            facts.add("Data write GUID", info.dataWriteGuid().toString());
        }
        if (info.virtualDiskId() != null) {
            facts.add("Disk id", info.virtualDiskId().toString());
        }
        if (info.parent() != null) {
            facts.add("Parent", info.parent());
        }
        text.append(facts.write("  "));
        text.append('\n').append(partitions(told));
        if (!info.notes().isEmpty()) {
            text.append("\n  Notes\n");
            info.notes()
                    .forEach(note ->
                            text.append("    - ").append(Visible.oneLine(note)).append('\n'));
        }
        return text.toString().stripTrailing();
    }

    private static String partitions(DiskFacts told) {
        DiskInfo info = told.info();
        if (info.partitions().isEmpty()) {
            if (told.parentMissing()) {
                return "  What this disk holds is described by a partition table in its parent disk, which is not open;"
                        + " give the parent with --parent FILE.\n";
            }
            return "  No partition table and no file system that ProfileKeep recognises.\n";
        }
        TextTable table = new TextTable(true, false, true, true, false, false, true, true, true, false);
        table.add("#", "Table", "Start", "Size", "File system", "Label", "Used", "Free", "Full", "State");
        for (PartitionInfo partition : info.partitions()) {
            Long used = partition.usedBytes();
            Long free = partition.freeBytes();
            String version = partition.ntfsVersion();
            table.add(
                    Integer.toString(partition.index()),
                    partition.scheme().name(),
                    Sizes.of(partition.startBytes()),
                    Sizes.of(partition.sizeBytes()),
                    partition.filesystem() + (version == null ? "" : " " + version),
                    partition.label() == null ? "" : "\"" + partition.label() + "\"",
                    used == null ? "" : Sizes.of(used),
                    free == null ? "" : Sizes.of(free),
                    used == null || free == null ? "" : Sizes.percent(used, used + free),
                    state(partition));
        }
        return table.write("  ");
    }

    private static String state(PartitionInfo partition) {
        if (partition.problem() != null) {
            return "not readable: " + partition.problem();
        }
        Boolean dirty = partition.dirty();
        return dirty == null ? "" : dirty ? "dirty: asks for a check" : "clean";
    }
}

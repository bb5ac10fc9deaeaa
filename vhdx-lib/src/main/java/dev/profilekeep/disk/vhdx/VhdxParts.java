package dev.profilekeep.disk.vhdx;

import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.ByteView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything of a file but its block table, read and checked.
 *
 * @param file the file as it is with its log replayed
 * @param start its header section
 * @param replay what the log holds; null if the header names none
 * @param table where the block table lies
 * @param reserved the log and the regions
 */
record VhdxParts(
        BlockDevice file,
        ByteView start,
        VhdxHeader.Choice header,
        @Nullable ReplayPlan replay,
        RegionTable.Choice regions,
        MetadataTable items,
        DiskMetadata metadata,
        ByteRange table,
        List<ByteRange> reserved) {
    static final String SIGNATURE = "vhdxfile";

    static VhdxParts read(BlockDevice file) throws IOException {
        ByteView start = ByteView.read("VHDX header section", file, 0, Layout.HEADER_SECTION);
        if (!start.startsWith(0, SIGNATURE)) {
            throw new UnsupportedDiskException("not a VHDX: it does not begin with \"" + SIGNATURE + "\"");
        }
        var choice = VhdxHeader.current(
                start.slice("first header", Layout.HEADER_1, Layout.HEADER_BYTES),
                start.slice("second header", Layout.HEADER_2, Layout.HEADER_BYTES));
        VhdxHeader header = choice.header();
        BlockDevice current = file;
        ReplayPlan replay = null;
        if (header.hasLog()) {
            replay = LogReplay.plan(file, file.size(), header);
            current = replay.over(file);
            start = ByteView.read("VHDX header section", current, 0, Layout.HEADER_SECTION);
        }
        var regions = RegionTable.choose(
                start.slice("first region table", Layout.REGION_TABLE_1, Layout.REGION_TABLE_BYTES),
                start.slice("second region table", Layout.REGION_TABLE_2, Layout.REGION_TABLE_BYTES),
                header.log(),
                current.size());
        var items = MetadataTable.read(current, regions.table().require(Layout.METADATA_REGION, "metadata"));
        var reserved = new ArrayList<>(header.reserved());
        regions.table().entries().forEach(entry -> reserved.add(entry.range()));
        return new VhdxParts(
                current,
                start,
                choice,
                replay,
                regions,
                items,
                DiskMetadata.read(items),
                regions.table().require(Layout.BAT_REGION, "block allocation table"),
                List.copyOf(reserved));
    }

    /** What could be helped, in plain sentences. */
    List<String> notes() {
        var notes = new ArrayList<String>();
        if (header.note() != null) {
            notes.add(header.note());
        }
        if (replay != null && replay.writes().isEmpty()) {
            notes.add("the file was not closed properly, but its log holds no changes");
        }
        if (regions.note() != null) {
            notes.add(regions.note());
        }
        return notes;
    }
}

package dev.profilekeep.disk.vhdx;

import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.image.BlockState;
import dev.profilekeep.disk.image.DiskContent;
import dev.profilekeep.disk.image.ExtentJoiner;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.ByteView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A VHDX opened for reading. A log that needs replay is replayed in memory, so that the disk is the one that the next host
 * will see; the file is never written to. A differencing disk is opened without its parent.
 */
public final class VhdxFile implements VirtualDisk {
    private static final String SIGNATURE = "vhdxfile";
    private static final int CREATOR_BYTES = 512;

    private final DiskMetadata metadata;
    private final BlockTable table;
    private final VhdxInfo info;
    private final List<String> notes;
    private final DiskContent content;

    private VhdxFile(DiskMetadata metadata, BlockTable table, VhdxInfo info, List<String> notes, BlockDevice file) {
        this.metadata = metadata;
        this.table = table;
        this.info = info;
        this.notes = List.copyOf(notes);
        this.content = new DiskContent(this, file);
    }

    /** Whether a file that begins with these bytes says that it is a VHDX. */
    public static boolean recognises(ByteView start) throws IOException {
        return start.length() >= SIGNATURE.length() && start.startsWith(0, SIGNATURE);
    }

    /**
     * Reads and checks everything but the block table, whose entries are checked as they are used.
     *
     * @param file stays open, and stays the caller's to close
     * @throws dev.profilekeep.disk.CorruptDiskException if a rule of the format is broken
     * @throws UnsupportedDiskException if it is no VHDX, or has parts that must be understood and are not known
     */
    public static VhdxFile open(BlockDevice file) throws IOException {
        var notes = new ArrayList<String>();
        ByteView start = ByteView.read("VHDX header section", file, 0, Layout.HEADER_SECTION);
        if (!recognises(start)) {
            throw new UnsupportedDiskException("not a VHDX: it does not begin with \"" + SIGNATURE + "\"");
        }
        var choice = VhdxHeader.current(
                start.slice("first header", Layout.HEADER_1, Layout.HEADER_BYTES),
                start.slice("second header", Layout.HEADER_2, Layout.HEADER_BYTES));
        addNote(notes, choice.note());
        VhdxHeader header = choice.header();

        BlockDevice current = file;
        boolean replayed = false;
        if (header.hasLog()) {
            ReplayPlan plan = LogReplay.plan(file, file.size(), header);
            replayed = true;
            if (plan.writes().isEmpty()) {
                notes.add("the file was not closed properly, but its log holds no changes");
            }
            current = plan.over(file);
            start = ByteView.read("VHDX header section", current, 0, Layout.HEADER_SECTION);
        }
        long size = current.size();

        var regions = RegionTable.choose(
                start.slice("first region table", Layout.REGION_TABLE_1, Layout.REGION_TABLE_BYTES),
                start.slice("second region table", Layout.REGION_TABLE_2, Layout.REGION_TABLE_BYTES),
                header.log(),
                size);
        addNote(notes, regions.note());
        ByteRange metadataRegion = regions.table().require(Layout.METADATA_REGION, "metadata");
        DiskMetadata metadata = DiskMetadata.read(MetadataTable.read(current, metadataRegion));
        var reserved = new ArrayList<>(header.reserved());
        regions.table().entries().forEach(entry -> reserved.add(entry.range()));
        ByteRange tableRegion = regions.table().require(Layout.BAT_REGION, "block allocation table");
        var table = new BlockTable(current, size, tableRegion, metadata, reserved);
        var info = new VhdxInfo(
                creator(start),
                header.fileWriteGuid(),
                header.dataWriteGuid(),
                metadata.virtualDiskId(),
                metadata.leaveBlocksAllocated() && !metadata.hasParent(),
                replayed);
        return new VhdxFile(metadata, table, info, notes, current);
    }

    private static void addNote(List<String> notes, @Nullable String note) {
        if (note != null) {
            notes.add(note);
        }
    }

    private static String creator(ByteView start) throws IOException {
        String text = start.utf16(SIGNATURE.length(), CREATOR_BYTES);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    /** The bytes that change whenever the file is opened for writing: both headers, sound or not. */
    public static List<ByteRange> stampRanges() {
        return List.of(
                new ByteRange(Layout.HEADER_1, Layout.HEADER_BYTES),
                new ByteRange(Layout.HEADER_2, Layout.HEADER_BYTES));
    }

    public VhdxInfo info() {
        return info;
    }

    @Override
    public long virtualSize() {
        return metadata.virtualSize();
    }

    @Override
    public long blockSize() {
        return metadata.blockSize();
    }

    @Override
    public int logicalSectorSize() {
        return metadata.logicalSectorSize();
    }

    @Override
    public int physicalSectorSize() {
        return metadata.physicalSectorSize();
    }

    @Override
    public boolean hasParent() {
        return metadata.hasParent();
    }

    @Override
    public @Nullable String parentName() {
        ParentLocator parent = metadata.parent();
        return parent == null ? null : parent.path().orElse(null);
    }

    @Override
    public long blockCount() {
        return metadata.blockCount();
    }

    @Override
    public BlockState blockState(long block) throws IOException {
        return table.payload(block).state();
    }

    @Override
    public void extents(ByteRange range, ExtentSink sink) throws IOException {
        VirtualDisk.requireInside(this, range);
        var joiner = new ExtentJoiner(sink);
        table.extents(range, joiner);
        joiner.flush();
    }

    @Override
    public BlockDevice disk() {
        return content;
    }

    @Override
    public List<String> notes() {
        return notes;
    }
}

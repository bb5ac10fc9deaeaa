package dev.profilekeep.disk.vhdx;

import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.image.BlockState;
import dev.profilekeep.disk.image.DiskContent;
import dev.profilekeep.disk.image.ExtentJoiner;
import dev.profilekeep.disk.image.FilePart;
import dev.profilekeep.disk.image.ParentLink;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.ByteView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A VHDX opened for reading. A log that needs replay is replayed in memory, so that the disk is the one that the next host
 * will see; the file is never written to. A differencing disk is opened without its parent: {@link
 * dev.profilekeep.disk.chain.ParentChain} opens both.
 */
public final class VhdxFile implements VirtualDisk {
    private static final String SIGNATURE = VhdxParts.SIGNATURE;
    private static final int CREATOR_BYTES = 512;

    private final VhdxParts parts;
    private final DiskMetadata metadata;
    private final BlockTable table;
    private final VhdxInfo info;
    private final List<String> notes;
    private final DiskContent content;

    private VhdxFile(VhdxParts parts, BlockTable table, VhdxInfo info) {
        this.parts = parts;
        this.metadata = parts.metadata();
        this.table = table;
        this.info = info;
        this.notes = List.copyOf(parts.notes());
        this.content = new DiskContent(this, parts.file());
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
        VhdxParts parts = VhdxParts.read(file);
        DiskMetadata metadata = parts.metadata();
        VhdxHeader header = parts.header().header();
        var table = new BlockTable(parts.file(), parts.file().size(), parts.table(), metadata, parts.reserved());
        var info = new VhdxInfo(
                creator(parts.start()),
                header.fileWriteGuid(),
                header.dataWriteGuid(),
                metadata.virtualDiskId(),
                metadata.isFixed(),
                parts.replay() != null);
        return new VhdxFile(parts, table, info);
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

    /**
     * What makes this disk this disk, whatever its layout: what a copy in another layout must carry on.
     *
     * @throws dev.profilekeep.disk.DiskException if the user metadata cannot be read, or is beyond every sensible size
     */
    public VhdxEnvelope envelope() throws IOException {
        return VhdxEnvelope.read(parts);
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
    public Optional<ParentLink> parentLink() {
        return Optional.ofNullable(metadata.parent()).map(ParentLocator::link);
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
    public void requireOwnPlaces() throws IOException {
        OwnPlaces.require(table, metadata);
    }

    @Override
    public BlockDevice disk() {
        return content;
    }

    @Override
    public List<FilePart> fileParts() throws IOException {
        var found = new ArrayList<FilePart>();
        found.add(new FilePart(new ByteRange(0, Layout.HEADER_1), "file identifier"));
        found.add(new FilePart(ByteRange.between(Layout.HEADER_1, Layout.HEADER_2), "first header"));
        found.add(new FilePart(ByteRange.between(Layout.HEADER_2, Layout.REGION_TABLE_1), "second header"));
        found.add(new FilePart(ByteRange.between(Layout.REGION_TABLE_1, Layout.REGION_TABLE_2), "first region table"));
        found.add(new FilePart(new ByteRange(Layout.REGION_TABLE_2, Layout.REGION_TABLE_BYTES), "second region table"));
        found.add(new FilePart(
                ByteRange.between(Layout.HEADER_SECTION, Layout.MIB), "header section, kept for later versions"));
        ByteRange log = parts.header().header().log();
        if (!log.isEmpty()) {
            found.add(new FilePart(log, "log"));
        }
        for (RegionTable.Entry region : parts.regions().table().entries()) {
            found.add(new FilePart(
                    region.range(),
                    region.guid().equals(Layout.BAT_REGION)
                            ? "block allocation table"
                            : region.guid().equals(Layout.METADATA_REGION) ? "metadata" : "region " + region.guid()));
        }
        if (hasParent()) {
            for (long chunk = 0; chunk * metadata.chunkRatio() < metadata.blockCount(); chunk++) {
                BatEntry bitmap = table.bitmap(chunk);
                if (bitmap.state().isStored()) {
                    found.add(new FilePart(
                            new ByteRange(bitmap.fileOffset(), Layout.MIB), "sector bitmap of chunk " + chunk));
                }
            }
        }
        found.sort(Comparator.comparingLong(part -> part.range().start()));
        return found;
    }

    @Override
    public List<String> notes() {
        return notes;
    }
}

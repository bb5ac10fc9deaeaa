package dev.profilekeep.disk.vhd;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.image.BlockState;
import dev.profilekeep.disk.image.DiskContent;
import dev.profilekeep.disk.image.Extent;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A VHD opened for reading: fixed, dynamic, or differencing without its parent. */
public final class VhdFile implements VirtualDisk {
    private static final int SECTOR = 512;
    private static final int PAGE = 1024 * 1024;

    private final long fileSize;
    private final Footer footer;
    private final @Nullable BlockTable table;
    private final @Nullable ParentLink parent;
    private final List<String> notes;
    private final DiskContent content;

    private VhdFile(
            BlockDevice file,
            long fileSize,
            Footer footer,
            @Nullable BlockTable table,
            @Nullable ParentLink parent,
            List<String> notes) {
        this.fileSize = fileSize;
        this.footer = footer;
        this.table = table;
        this.parent = parent;
        this.notes = List.copyOf(notes);
        this.content = new DiskContent(this, file);
    }

    /** Whether a file that begins with these bytes says that it is a dynamic VHD; a fixed one says so only at its end. */
    public static boolean recognises(ByteView start) throws IOException {
        return Footer.hasCookie(start);
    }

    /**
     * Reads and checks everything but the block table, whose entries are checked as they are used.
     *
     * @param file stays open, and stays the caller's to close
     * @throws CorruptDiskException if a rule of the format is broken
     * @throws UnsupportedDiskException if it is no VHD, or of an unknown version
     */
    public static VhdFile open(BlockDevice file) throws IOException {
        return open(file, PAGE);
    }

    /** Whether the file ends, or begins, with what says that it is a VHD, sound or not. */
    public static boolean hasFooter(BlockDevice file) throws IOException {
        long size = file.size();
        return size >= FooterChoice.OLD_BYTES
                && (FooterChoice.end(file, size) != null || FooterChoice.start(file, size) != null);
    }

    /** As {@link #open(BlockDevice)}, reading the block table in pieces of {@code pageBytes}, a multiple of 4. */
    public static VhdFile open(BlockDevice file, int pageBytes) throws IOException {
        var notes = new ArrayList<String>();
        long size = file.size();
        Footer footer = FooterChoice.read(file, size, notes);
        if (footer.kind() == Footer.Kind.FIXED) {
            if (footer.currentSize() > size - FooterChoice.OLD_BYTES) {
                throw new CorruptDiskException(
                        "VHD footer",
                        Math.max(0, size - Footer.BYTES),
                        "the disk has " + footer.currentSize() + " bytes, the file only " + size
                                + ": was it cut short?");
            }
            return new VhdFile(file, size, footer, null, null, notes);
        }
        if (footer.dataOffset() > size - DynamicHeader.BYTES) {
            throw new CorruptDiskException(
                    "VHD footer", 16, "the dynamic header lies outside the file, at " + footer.dataOffset());
        }
        DynamicHeader header = DynamicHeader.parse(
                ByteView.read("VHD dynamic header", file, footer.dataOffset(), DynamicHeader.BYTES));
        ParentLink parent = footer.kind() == Footer.Kind.DIFFERENCING ? header.parentLink(file) : null;
        return new VhdFile(file, size, footer, new BlockTable(file, size, header, footer, pageBytes), parent, notes);
    }

    /** The disk's identity. */
    public UUID uniqueId() {
        return footer.uniqueId();
    }

    /** The program that made the file, by its own word: "win", "vpc", "qemu" …; may be empty. */
    public String creator() {
        return footer.creator();
    }

    public boolean isFixed() {
        return footer.kind() == Footer.Kind.FIXED;
    }

    /** What a new disk like this one has: blocks that nobody makes today become the usual ones. */
    public VhdEnvelope envelope() {
        long block = blockSize();
        boolean usual = block >= VhdEnvelope.LEAST_BLOCK && block <= VhdEnvelope.USUAL_BLOCK;
        return new VhdEnvelope(virtualSize(), usual ? (int) block : VhdEnvelope.USUAL_BLOCK, isFixed(), uniqueId());
    }

    @Override
    public long virtualSize() {
        return footer.currentSize();
    }

    @Override
    public long blockSize() {
        return table == null ? 0 : table.blockSize();
    }

    @Override
    public int logicalSectorSize() {
        return SECTOR;
    }

    @Override
    public int physicalSectorSize() {
        return SECTOR;
    }

    @Override
    public boolean hasParent() {
        return footer.kind() == Footer.Kind.DIFFERENCING;
    }

    @Override
    public @Nullable String parentName() {
        return parent == null || parent.paths().isEmpty()
                ? null
                : parent.paths().get(0).text();
    }

    @Override
    public Optional<ParentLink> parentLink() {
        return Optional.ofNullable(parent);
    }

    @Override
    public long blockCount() {
        return table == null ? 0 : table.blockCount();
    }

    @Override
    public BlockState blockState(long block) throws IOException {
        if (table == null) {
            throw new IllegalArgumentException("a fixed VHD has no blocks");
        }
        if (table.place(block) < 0) {
            return BlockState.NOT_PRESENT;
        }
        return hasParent() ? BlockState.PARTIALLY_PRESENT : BlockState.FULLY_PRESENT;
    }

    @Override
    public void extents(ByteRange range, ExtentSink sink) throws IOException {
        VirtualDisk.requireInside(this, range);
        if (table == null) {
            if (!range.isEmpty()) {
                sink.accept(new Extent.Stored(range.start(), range.length(), range.start()));
            }
            return;
        }
        var joiner = new ExtentJoiner(sink);
        table.extents(range, joiner);
        joiner.flush();
    }

    @Override
    public void requireOwnPlaces() throws IOException {
        if (table != null) {
            OwnPlaces.require(table, fileSize);
        }
    }

    @Override
    public BlockDevice disk() {
        return content;
    }

    @Override
    public List<FilePart> fileParts() throws IOException {
        var found = new ArrayList<FilePart>();
        long end = fileSize / SECTOR * SECTOR;
        found.add(
                new FilePart(new ByteRange(Math.max(0, end - SECTOR), fileSize - Math.max(0, end - SECTOR)), "footer"));
        if (table != null) {
            found.add(new FilePart(new ByteRange(0, SECTOR), "copy of the footer"));
            found.add(new FilePart(new ByteRange(footer.dataOffset(), DynamicHeader.BYTES), "dynamic header"));
            found.add(new FilePart(table.range(), "block allocation table"));
            for (long block = 0; block < table.blockCount(); block++) {
                long place = table.place(block);
                if (place >= 0) {
                    found.add(
                            new FilePart(new ByteRange(place, table.bitmapBytes()), "sector bitmap of block " + block));
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

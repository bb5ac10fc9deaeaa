package dev.profilekeep.disk.vhdx;

import dev.profilekeep.disk.DirtyLogException;
import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.image.BlockState;
import dev.profilekeep.disk.image.DiskContent;
import dev.profilekeep.disk.image.ExtentJoiner;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.WritableBlockDevice;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A VHDX opened for reading and writing. What is written is durable once {@link #flush()} has returned; a crash before that
 * loses each sector written since, or does not, and nothing else. The order in which things reach the file, which makes that
 * so:
 *
 * <ol>
 *   <li>before the first change both headers get a new FileWriteGuid and DataWriteGuid;
 *   <li>data goes to its place, in a block that was there or in room that nothing refers to;
 *   <li>flush; the changed entries of the block table go to the log; flush; then to the table;
 *   <li>on closing: flush; then both headers name no log.
 * </ol>
 *
 * <p>Opening changes nothing. Whoever opens a file for writing has made sure that nobody else does. Safe for use by several
 * threads, one at a time.
 */
public final class WritableVhdx implements VirtualDisk, Closeable {
    private final WritableBlockDevice file;
    private final VhdxParts parts;
    private final DiskMetadata metadata;
    private final HeaderPair headers;
    private final LogWriter log;
    private final TableSectors entries;
    private final BlockTable table;
    private final DiskContent content;
    private final List<Long> freed = new ArrayList<>();
    /** Null until the first change. */
    private @Nullable SpaceMap space;

    private long fileSize;
    private boolean failed;
    private boolean closed;

    private WritableVhdx(WritableBlockDevice file, VhdxParts parts) throws IOException {
        this.file = file;
        this.parts = parts;
        this.metadata = parts.metadata();
        this.headers = new HeaderPair(file, parts.header());
        this.log = new LogWriter(file, headers);
        this.fileSize = file.size();
        this.entries = new TableSectors(file, parts.table());
        // Checks that the region is long enough.
        BlockTable.bytes(parts.table(), metadata);
        this.table = new BlockTable(entries, file, () -> fileSize, metadata, parts.reserved());
        this.content = new DiskContent(this, file);
    }

    /**
     * Makes a new disk, all of it zeros, and opens it.
     *
     * @param file empty; stays the caller's to close
     */
    public static WritableVhdx create(WritableBlockDevice file, VhdxEnvelope envelope) throws IOException {
        NewVhdx.begin(file, envelope).finish();
        return open(file);
    }

    /**
     * @param file stays open, and stays the caller's to close
     * @throws DirtyLogException if the log must be replayed first
     * @throws UnsupportedDiskException if it is a disk that we do not write to, with the reason
     * @throws dev.profilekeep.disk.CorruptDiskException if a rule of the format is broken
     */
    public static WritableVhdx open(WritableBlockDevice file) throws IOException {
        VhdxParts parts = VhdxParts.read(file);
        if (parts.replay() != null) {
            throw new DirtyLogException("the file was not closed properly and its log holds changes:"
                    + " have it replayed before the disk is written to");
        }
        if (parts.metadata().hasParent()) {
            throw new UnsupportedDiskException(
                    "a differencing disk is not written to: merge it into its parent with Hyper-V first");
        }
        if (parts.regions().note() != null) {
            throw new UnsupportedDiskException("a disk whose two region tables are not alike is not written to ("
                    + parts.regions().note() + "): convert it");
        }
        if (parts.header().header().log().isEmpty()) {
            throw new UnsupportedDiskException("a disk without room for a log is not written to: convert it");
        }
        return new WritableVhdx(file, parts);
    }

    /**
     * Replays the log in the file itself, if it needs that.
     *
     * @return number of log entries that were applied; 0 if none were needed, and nothing was changed
     */
    public static int replayLog(WritableBlockDevice file) throws IOException {
        return LogApply.apply(file);
    }

    private interface Change {
        void run(SpaceMap space) throws IOException;
    }

    private synchronized void change(Change change) throws IOException {
        requireUsable();
        try {
            SpaceMap map = space;
            if (map == null) {
                map = SpaceMap.read(
                        new BlockTable(file, fileSize, parts.table(), metadata, parts.reserved()),
                        metadata,
                        parts.reserved());
                headers.update(
                        header -> header.withFileWriteGuid(UUID.randomUUID()).withDataWriteGuid(UUID.randomUUID()));
                space = map;
            }
            change.run(map);
        } catch (IOException | RuntimeException e) {
            failed = true;
            throw e;
        }
    }

    private void requireUsable() throws IOException {
        if (closed) {
            throw new IllegalStateException("the disk is closed");
        }
        if (failed) {
            throw new IOException("an earlier write to this disk failed: open it again");
        }
    }

    /** Writes all that {@code source} has remaining; it must lie inside the disk. */
    public void write(long offset, ByteBuffer source) throws IOException {
        requireInside(offset, source.remaining());
        if (source.hasRemaining()) {
            change(map -> writeBlocks(map, offset, source));
        }
    }

    private void requireInside(long offset, long length) {
        if (offset < 0 || length < 0 || offset > virtualSize() - length) {
            throw new IllegalArgumentException(
                    length + " bytes at " + offset + " do not fit a disk of " + virtualSize());
        }
    }

    private void writeBlocks(SpaceMap map, long offset, ByteBuffer source) throws IOException {
        int limit = source.limit();
        for (long at = offset; source.hasRemaining(); ) {
            long block = at / metadata.blockSize();
            int inBlock = (int) (at % metadata.blockSize());
            int count = Math.min(source.remaining(), metadata.blockSize() - inBlock);
            BatEntry entry = table.payload(block);
            boolean stored = entry.state() == BlockState.FULLY_PRESENT;
            long place = stored ? entry.fileOffset() : room(map, inBlock, count);
            source.limit(source.position() + count);
            file.write(place + inBlock, source);
            source.limit(limit);
            if (!stored) {
                enter(block, BlockState.FULLY_PRESENT, place);
            }
            at += count;
        }
    }

    /** Room for a block, all zeros but for what is going to be written. */
    private long room(SpaceMap map, int inBlock, int count) throws IOException {
        long place = map.allocate();
        long end = place + metadata.blockSize();
        long used = Math.min(fileSize, end);
        if (place < used) {
            // Somebody else's old bytes.
            LogApply.zero(file, ByteRange.between(place, Math.min(used, place + inBlock)));
            long after = place + inBlock + count;
            LogApply.zero(file, ByteRange.between(Math.min(after, used), used));
        }
        if (end > fileSize) {
            file.resize(end);
            fileSize = end;
        }
        return place;
    }

    private void enter(long block, BlockState state, long place) throws IOException {
        if (!entries.hasRoom()) {
            commit();
        }
        entries.set(BlockTable.payloadIndex(block, metadata.chunkRatio()), BatEntry.bits(state, place));
    }

    /** Makes a range zeros. Whole blocks give their room back, unless the disk is fixed. */
    public void zero(ByteRange range) throws IOException {
        requireInside(range.start(), range.length());
        if (!range.isEmpty()) {
            change(map -> forBlocks(range, this::zeroInside));
        }
    }

    /**
     * Says that nobody relies on the content of a range any more. Blocks that lie wholly in it read as zeros from now on and
     * give their room back, unless the disk is fixed; the others stay as they are.
     */
    public void unmap(ByteRange range) throws IOException {
        requireInside(range.start(), range.length());
        if (!range.isEmpty() && !metadata.leaveBlocksAllocated()) {
            change(map -> forBlocks(range, (block, part) -> {
                BatEntry entry = table.payload(block);
                if (entry.state().isStored() && part.length() == table.bytesInside(block)) {
                    drop(block, entry, BlockState.UNMAPPED);
                }
            }));
        }
    }

    private interface BlockPart {
        void accept(long block, ByteRange part) throws IOException;
    }

    private void forBlocks(ByteRange range, BlockPart action) throws IOException {
        for (long at = range.start(); at < range.end(); ) {
            long block = at / metadata.blockSize();
            long end = Math.min(range.end(), (block + 1) * metadata.blockSize());
            action.accept(block, ByteRange.between(at, end));
            at = end;
        }
    }

    private void zeroInside(long block, ByteRange part) throws IOException {
        BatEntry entry = table.payload(block);
        boolean whole = part.length() == table.bytesInside(block);
        if (whole && !metadata.leaveBlocksAllocated()) {
            if (entry.state() != BlockState.ZERO) {
                drop(block, entry, BlockState.ZERO);
            }
        } else if (entry.state().isStored()) {
            long inBlock = part.start() - block * metadata.blockSize();
            LogApply.zero(file, new ByteRange(entry.fileOffset() + inBlock, part.length()));
        }
    }

    private void drop(long block, BatEntry entry, BlockState state) throws IOException {
        enter(block, state, 0);
        if (entry.state().isStored()) {
            freed.add(entry.fileOffset());
        }
    }

    /** Returns once everything written before would outlive a loss of power. */
    public synchronized void flush() throws IOException {
        requireUsable();
        try {
            if (!commit() && space != null) {
                file.flush();
            }
        } catch (IOException | RuntimeException e) {
            failed = true;
            throw e;
        }
    }

    /** Changes the block table, if there is something to change. */
    private boolean commit() throws IOException {
        if (entries.changed().isEmpty()) {
            return false;
        }
        // The data before what refers to it; and the changes before these, so that their log entry is not needed any
        // more.
        file.flush();
        log.change(entries.changed(), fileSize);
        entries.applied();
        SpaceMap map = space;
        if (map != null) {
            freed.forEach(map::free);
        }
        freed.clear();
        return true;
    }

    /**
     * Flushes, and closes the log. After a failed write it does neither: the file is sound as it is, with its log to be
     * replayed.
     */
    @Override
    public synchronized void close() throws IOException {
        if (closed || failed) {
            closed = true;
            return;
        }
        try {
            commit();
            if (space != null) {
                file.flush();
            }
            log.close();
        } finally {
            closed = true;
        }
    }

    /** As {@link VhdxFile#envelope()}. */
    public VhdxEnvelope envelope() throws IOException {
        return VhdxEnvelope.read(parts);
    }

    /** Changes with the first write since the disk was opened. */
    public synchronized UUID dataWriteGuid() {
        return headers.current().dataWriteGuid();
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
        return false;
    }

    @Override
    public @Nullable String parentName() {
        return null;
    }

    @Override
    public long blockCount() {
        return metadata.blockCount();
    }

    @Override
    public synchronized BlockState blockState(long block) throws IOException {
        return table.payload(block).state();
    }

    @Override
    public synchronized void extents(ByteRange range, ExtentSink sink) throws IOException {
        VirtualDisk.requireInside(this, range);
        var joiner = new ExtentJoiner(sink);
        table.extents(range, joiner);
        joiner.flush();
    }

    @Override
    public void requireOwnPlaces() throws IOException {
        OwnPlaces.require(table, metadata);
    }

    /** The content, to be read and written; its size cannot be changed. Closing it does nothing. */
    @Override
    public WritableBlockDevice disk() {
        return new WritableContent(this, content);
    }

    @Override
    public List<String> notes() {
        return parts.notes();
    }
}

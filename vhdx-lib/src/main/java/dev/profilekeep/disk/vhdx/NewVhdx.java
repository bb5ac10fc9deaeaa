package dev.profilekeep.disk.vhdx;

import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.Guids;
import dev.profilekeep.disk.io.WritableBlockDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * Makes a VHDX in an empty file, from the beginning of its disk to the end. Header section, log (1 MiB), metadata, block
 * table, blocks in the order of the disk. Until {@link #finish()} has returned the file does not say that it is a VHDX: the
 * signature, which comes first in it, is written last, after everything else is durable. So no log is needed, and what a
 * crash leaves can be told from a disk. Not safe for several threads at once.
 */
public final class NewVhdx {
    private static final String CREATOR = "ProfileKeep";
    private static final int PAGE = Layout.MIB;
    private static final long FULLY_PRESENT = 6;

    private final WritableBlockDevice file;
    private final VhdxEnvelope envelope;
    private final DiskMetadata metadata;
    private final ByteRange log = new ByteRange(Layout.MIB, Layout.MIB);
    private final ByteRange metadataRegion;
    private final ByteRange tableRegion;
    private final ByteBuffer page = ByteBuffer.allocate(PAGE).order(ByteOrder.LITTLE_ENDIAN);
    private long pageNumber;
    private boolean pageChanged;
    /** The block that was stored last; -1 for none. */
    private long lastBlock = -1;

    private long lastPlace;
    private long end;
    private boolean finished;

    private NewVhdx(WritableBlockDevice file, VhdxEnvelope envelope) {
        this.file = file;
        this.envelope = envelope;
        this.metadata = envelope.metadata();
        this.metadataRegion = new ByteRange(log.end(), MetadataRegion.length(envelope));
        this.tableRegion = new ByteRange(metadataRegion.end(), tableBytes(metadata));
        this.end = tableRegion.end();
    }

    private static long tableBytes(DiskMetadata metadata) {
        return (metadata.tableEntries() * BatEntry.BYTES + Layout.MIB - 1) / Layout.MIB * Layout.MIB;
    }

    /**
     * Length of the file that holds so many blocks of such a disk.
     *
     * @param stored ignored for a fixed disk, which stores all
     */
    public static long fileSize(VhdxEnvelope envelope, long stored) {
        DiskMetadata metadata = envelope.metadata();
        long blocks = envelope.fixed() ? metadata.blockCount() : stored;
        return 2L * Layout.MIB + MetadataRegion.length(envelope) + tableBytes(metadata) + blocks * envelope.blockSize();
    }

    /**
     * @param file empty; stays the caller's to close
     * @throws IllegalArgumentException if the file is not empty
     */
    public static NewVhdx begin(WritableBlockDevice file, VhdxEnvelope envelope) throws IOException {
        if (file.size() != 0) {
            throw new IllegalArgumentException(
                    "a new disk needs an empty file, this one has " + file.size() + " bytes");
        }
        var made = new NewVhdx(file, envelope);
        file.resize(envelope.fixed() ? fileSize(envelope, 0) : made.end);
        return made;
    }

    /**
     * Stores bytes of the disk. A block exists as soon as a byte of it was written; what is not written in it reads as zeros.
     *
     * @param offset on the disk; its block is the one written last or a later one
     */
    public void write(long offset, ByteBuffer source) throws IOException {
        if (finished) {
            throw new IllegalStateException("the disk is finished");
        }
        if (offset < 0 || offset > metadata.virtualSize() - source.remaining()) {
            throw new IllegalArgumentException(
                    source.remaining() + " bytes at " + offset + " do not fit a disk of " + metadata.virtualSize());
        }
        long at = offset;
        int limit = source.limit();
        while (source.hasRemaining()) {
            long block = at / envelope.blockSize();
            int inBlock = (int) (at % envelope.blockSize());
            int count = Math.min(source.remaining(), envelope.blockSize() - inBlock);
            source.limit(source.position() + count);
            file.write(place(block) + inBlock, source);
            source.limit(limit);
            at += count;
        }
    }

    /**
     * Stores a block without writing to it: what its caller does not write there itself reads as zeros.
     *
     * @param block the one stored last or a later one
     * @return where in the file its first byte lies
     */
    public long reserve(long block) throws IOException {
        if (finished) {
            throw new IllegalStateException("the disk is finished");
        }
        if (block >= metadata.blockCount()) {
            throw new IllegalArgumentException("no block of the disk: " + block);
        }
        return place(block);
    }

    private long place(long block) throws IOException {
        if (block < lastBlock) {
            throw new IllegalArgumentException("block " + block + " comes after block " + lastBlock);
        }
        if (envelope.fixed()) {
            lastBlock = block;
            return tableRegion.end() + block * envelope.blockSize();
        }
        if (block > lastBlock) {
            lastBlock = block;
            lastPlace = end;
            end += envelope.blockSize();
            enter(block, lastPlace);
        }
        return lastPlace;
    }

    private void enter(long block, long place) throws IOException {
        long at = BlockTable.payloadIndex(block, metadata.chunkRatio()) * BatEntry.BYTES;
        if (at / PAGE != pageNumber) {
            writePage();
            pageNumber = at / PAGE;
        }
        page.putLong((int) (at % PAGE), place | FULLY_PRESENT);
        pageChanged = true;
    }

    private void writePage() throws IOException {
        if (pageChanged) {
            file.write(tableRegion.start() + pageNumber * PAGE, page.duplicate().clear());
            page.clear().put(new byte[PAGE]).clear();
            pageChanged = false;
        }
    }

    /** Completes the file; when this returns it is a VHDX, and durable. */
    public void finish() throws IOException {
        if (finished) {
            throw new IllegalStateException("the disk is finished");
        }
        finished = true;
        if (envelope.fixed()) {
            for (long block = 0; block < metadata.blockCount(); block++) {
                enter(block, tableRegion.end() + block * envelope.blockSize());
            }
            end = fileSize(envelope, 0);
        }
        writePage();
        if (file.size() < end) {
            file.resize(end);
        }
        write(metadataRegion.start(), MetadataRegion.of(envelope));
        var regions = new RegionTable(List.of(
                        new RegionTable.Entry(Layout.METADATA_REGION, metadataRegion, true),
                        new RegionTable.Entry(Layout.BAT_REGION, tableRegion, true)))
                .bytes();
        write(Layout.REGION_TABLE_1, regions);
        write(Layout.REGION_TABLE_2, regions);
        var header = new VhdxHeader(0, UUID.randomUUID(), UUID.randomUUID(), Guids.ZERO, 0, log);
        write(Layout.HEADER_1, header.bytes());
        write(Layout.HEADER_2, header.numbered(1).bytes());
        write(VhdxParts.SIGNATURE.length(), CREATOR.getBytes(StandardCharsets.UTF_16LE));
        file.flush();
        write(0, VhdxParts.SIGNATURE.getBytes(StandardCharsets.US_ASCII));
        file.flush();
    }

    private void write(long offset, byte[] bytes) throws IOException {
        file.write(offset, ByteBuffer.wrap(bytes));
    }
}

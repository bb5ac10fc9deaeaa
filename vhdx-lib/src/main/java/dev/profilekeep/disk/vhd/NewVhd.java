package dev.profilekeep.disk.vhd;

import dev.profilekeep.disk.io.WritableBlockDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Makes a VHD in an empty file, from the beginning of its disk to the end. Dynamic: copy of the footer, header, block table, blocks in the order of the disk, footer. The copy of the
 * footer, by which a file is known as a dynamic VHD, and the footer, by which any is, are written last, after everything else is durable. What a crash leaves can be told from a disk. One thread.
 */
public final class NewVhd {
    private static final int SECTOR = BlockTable.SECTOR;
    private static final int TABLE = Footer.BYTES + DynamicHeader.BYTES;

    private final WritableBlockDevice file;
    private final VhdEnvelope envelope;
    /** Sectors in the file, as the table counts; 4 bytes for each block of 2 TB at most. */
    private final int[] table;

    private final int bitmapBytes;
    private long lastBlock = -1;
    private long end;
    private boolean finished;

    private NewVhd(WritableBlockDevice file, VhdEnvelope envelope) {
        this.file = file;
        this.envelope = envelope;
        this.table = new int[envelope.fixed() ? 0 : (int) envelope.blocks()];
        Arrays.fill(table, (int) BlockTable.UNUSED);
        this.bitmapBytes = bitmapBytes(envelope);
        this.end = envelope.fixed() ? envelope.virtualSize() : TABLE + tableBytes(envelope);
    }

    /** A bit for each sector, in whole sectors. */
    private static int bitmapBytes(VhdEnvelope envelope) {
        return (envelope.blockSize() / SECTOR / 8 + SECTOR - 1) / SECTOR * SECTOR;
    }

    private static long tableBytes(VhdEnvelope envelope) {
        return (envelope.blocks() * BlockTable.ENTRY_BYTES + SECTOR - 1) / SECTOR * SECTOR;
    }

    /**
     * Length of the file that holds so many blocks of such a disk.
     *
     * @param stored ignored for a fixed disk, which stores all
     */
    public static long fileSize(VhdEnvelope envelope, long stored) {
        if (envelope.fixed()) {
            return envelope.virtualSize() + Footer.BYTES;
        }
        return TABLE + tableBytes(envelope) + stored * (envelope.blockSize() + bitmapBytes(envelope)) + Footer.BYTES;
    }

    /**
     * @param file empty; stays the caller's to close
     * @throws IllegalArgumentException if the file is not empty
     */
    public static NewVhd begin(WritableBlockDevice file, VhdEnvelope envelope) throws IOException {
        if (file.size() != 0) {
            throw new IllegalArgumentException(
                    "a new disk needs an empty file, this one has " + file.size() + " bytes");
        }
        NewVhd made = new NewVhd(file, envelope);
        file.resize(made.end);
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
        if (offset < 0 || offset > envelope.virtualSize() - source.remaining()) {
            throw new IllegalArgumentException(
                    source.remaining() + " bytes at " + offset + " do not fit a disk of " + envelope.virtualSize());
        }
        if (envelope.fixed()) {
            file.write(offset, source);
            return;
        }
        long at = offset;
        int limit = source.limit();
        while (source.hasRemaining()) {
            long block = at / envelope.blockSize();
            int inBlock = (int) (at % envelope.blockSize());
            int count = Math.min(source.remaining(), envelope.blockSize() - inBlock);
            source.limit(source.position() + count);
            file.write(place(block) + bitmapBytes + inBlock, source);
            source.limit(limit);
            at += count;
        }
    }

    /**
     * Stores a block without writing to it: what its caller does not write there itself reads as zeros.
     *
     * @param block of a dynamic disk, the one stored last or a later one
     * @return where in the file its first byte lies
     */
    public long reserve(long block) throws IOException {
        if (finished) {
            throw new IllegalStateException("the disk is finished");
        }
        if (envelope.fixed() || block >= envelope.blocks()) {
            throw new IllegalArgumentException("no block of a dynamic disk: " + block);
        }
        return place(block) + bitmapBytes;
    }

    /** Where a block lies, its bitmap first. */
    private long place(long block) throws IOException {
        if (block < lastBlock) {
            throw new IllegalArgumentException("block " + block + " comes after block " + lastBlock);
        }
        if (block > lastBlock) {
            lastBlock = block;
            table[(int) block] = (int) (end / SECTOR);
            byte[] bitmap = new byte[bitmapBytes];
            Arrays.fill(bitmap, 0, envelope.blockSize() / SECTOR / 8, (byte) 0xff);
            file.write(end, ByteBuffer.wrap(bitmap));
            end += bitmapBytes + envelope.blockSize();
        }
        return Integer.toUnsignedLong(table[(int) block]) * SECTOR;
    }

    /** Completes the file; when this returns it is a VHD, and durable. */
    public void finish() throws IOException {
        if (finished) {
            throw new IllegalStateException("the disk is finished");
        }
        finished = true;
        byte[] footer = VhdStructures.footer(envelope);
        file.resize(end);
        if (!envelope.fixed()) {
            ByteBuffer entries = ByteBuffer.allocate((int) tableBytes(envelope));
            for (int entry : table) {
                entries.putInt(entry);
            }
            while (entries.hasRemaining()) {
                entries.put((byte) 0xff);
            }
            file.write(TABLE, entries.flip());
            file.write(Footer.BYTES, ByteBuffer.wrap(VhdStructures.header(envelope, TABLE)));
        }
        file.flush();
        file.write(end, ByteBuffer.wrap(footer));
        file.flush();
        if (!envelope.fixed()) {
            file.write(0, ByteBuffer.wrap(footer));
            file.flush();
        }
    }
}

package dev.profilekeep.disk.witness;

import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.io.BlockDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Says which sectors of a disk count, where in the file they lie, and what they come to. It knows VHDX without a parent and with
 * an empty log, fixed and dynamic VHD, GPT and MBR, and NTFS; a sector does not count if it is of a cluster that {@code
 * $Bitmap} of an NTFS volume calls free. What it does not know it refuses.
 *
 * <p>Describes the container as it was when this was made; whoever changes it meanwhile makes the answers worthless. It does
 * not own the file. Takes 16 bytes for each block that is stored, up to 272 bytes for each MiB of the file while sectors are
 * being seen, and 1 MiB for each volume. Safe for use by several threads.
 */
public final class SectorWitness {
    private static final int PIECE = 1 << 20;
    private static final byte[] ZEROS = new byte[PIECE];

    private final StoredDisk disk;
    private final CountedSectors counted;
    private final SeenSectors seen;

    private SectorWitness(StoredDisk disk) throws IOException {
        this.disk = disk;
        this.counted = new CountedSectors(disk);
        this.seen = new SeenSectors(disk, counted);
    }

    /**
     * Reads the headers and the block table, and of the disk the partition table and where each {@code $Bitmap} lies.
     *
     * @param file stays open, and stays the caller's to close
     * @throws dev.profilekeep.disk.WitnessException if something is not understood
     * @throws dev.profilekeep.disk.DiskException if a structure lies outside what holds it
     * @throws java.io.EOFException if the file ends too early
     */
    public static SectorWitness of(BlockDevice file) throws IOException {
        return new SectorWitness(StoredDisk.open(file));
    }

    /** Size of the disk in bytes. */
    public long virtualSize() {
        return disk.size();
    }

    /** The logical sector size: 512 or 4096 bytes. */
    public int sectorSize() {
        return disk.sectorSize();
    }

    /**
     * Whether a sector is part of what the disk says.
     *
     * @throws IllegalArgumentException if the disk has no such sector
     */
    public boolean counts(long sector) throws IOException {
        requireInside(sector);
        long[] marks = new long[1];
        counted.markOthers(sector, 1, marks);
        return marks[0] == 0;
    }

    /**
     * Where in the file a sector lies, in bytes; -1 if nothing of it is stored: it is all zeros.
     *
     * @throws IllegalArgumentException if the disk has no such sector
     */
    public long placeOf(long sector) throws IOException {
        requireInside(sector);
        return disk.placeOf(sector);
    }

    private void requireInside(long sector) {
        if (sector < 0 || sector >= virtualSize() / sectorSize()) {
            throw new IllegalArgumentException("no sector of the disk: " + sector);
        }
    }

    /**
     * The file, through which others read: whole sectors that go by need not be read again. Closing it leaves the file open.
     *
     * @param file the one that this was made of, or another way to the same bytes
     */
    public BlockDevice watched(BlockDevice file) {
        return new BlockDevice() {
            @Override
            public long size() throws IOException {
                return file.size();
            }

            @Override
            public void readFully(long offset, ByteBuffer target) throws IOException {
                int from = target.position();
                file.readFully(offset, target);
                ByteBuffer bytes = target.duplicate().flip().position(from);
                try {
                    seen.note(offset, bytes);
                } catch (IOException e) {
                    // Which sectors count could not be read. They stay unseen, and finish() asks again: the reader is
                    // not disturbed.
                }
            }

            @Override
            public void close() {}
        };
    }

    /**
     * Reads each stored sector that counts and did not go by yet, in the order of the file. To be called when those who read
     * through {@link #watched} are done.
     *
     * @param progress told of the bytes of stored blocks
     * @return what all sectors that count come to
     * @throws CancellationException if {@code progress} says so
     */
    public SectorSum finish(Progress progress) throws IOException {
        return seen.finish(progress);
    }

    /**
     * Compares byte by byte, and names the first sector that is not the same or that counts on one disk only. Reads all that
     * counts of both.
     *
     * @param progress told of the bytes of the disk
     * @return a sentence; empty if both hold the same
     * @throws CancellationException if {@code progress} says so
     */
    public Optional<String> firstDifference(SectorWitness other, Progress progress) throws IOException {
        if (virtualSize() != other.virtualSize() || sectorSize() != other.sectorSize()) {
            return Optional.of("one disk has " + virtualSize() + " bytes in sectors of " + sectorSize() + ", the other "
                    + other.virtualSize() + " in sectors of " + other.sectorSize());
        }
        int sector = sectorSize();
        for (long at = 0; at < virtualSize(); at += PIECE) {
            if (!progress.at(at, virtualSize())) {
                throw new CancellationException(
                        "comparing was cancelled after " + at + " of " + virtualSize() + " bytes");
            }
            int count = (int) (Math.min(PIECE, virtualSize() - at) / sector);
            long[] mine = others(at / sector, count);
            long[] theirs = other.others(at / sector, count);
            byte[] bytes = bytes(at, count * sector);
            byte[] theirBytes = other.bytes(at, count * sector);
            for (int i = 0; i < count && !(bytes == theirBytes && Arrays.equals(mine, theirs)); i++) {
                int from = i * sector;
                long bit = 1L << i;
                if (((mine[i / 64] ^ theirs[i / 64]) & bit) != 0) {
                    return Optional.of(named(at + from) + " counts on one disk only");
                }
                if ((mine[i / 64] & bit) == 0
                        && !Arrays.equals(bytes, from, from + sector, theirBytes, from, from + sector)) {
                    return Optional.of(named(at + from) + " differs");
                }
            }
        }
        progress.at(virtualSize(), virtualSize());
        return Optional.empty();
    }

    /**
     * Whether copying exactly these ranges of this file into another, empty one brought each stored sector that counts to where the other has it, and nothing else; and whether the same sectors count on
     * both. Reads which sectors count, and nothing of what they say: that whoever copied did as told is another's to show.
     *
     * @param progress told of the bytes of the disk
     * @return a sentence about the first fault; empty if there is none
     * @throws CancellationException if {@code progress} says so
     */
    public Optional<String> firstMiscopied(SectorWitness other, CopiedRanges copied, Progress progress)
            throws IOException {
        return new CopyOpinion(disk, counted, other.disk, other.counted, copied).firstFault(progress);
    }

    /**
     * Names the first sector that counts on one disk only. Reads which sectors count, and nothing of what they say.
     *
     * @param progress told of the bytes of the disk
     * @return a sentence; empty if the same sectors count on both
     * @throws CancellationException if {@code progress} says so
     */
    public Optional<String> firstCountedOnOne(SectorWitness other, Progress progress) throws IOException {
        if (virtualSize() != other.virtualSize() || sectorSize() != other.sectorSize()) {
            return Optional.of("one disk has " + virtualSize() + " bytes in sectors of " + sectorSize() + ", the other "
                    + other.virtualSize() + " in sectors of " + other.sectorSize());
        }
        int sector = sectorSize();
        for (long at = 0; at < virtualSize(); at += PIECE) {
            if (!progress.at(at, virtualSize())) {
                throw new CancellationException(
                        "comparing was cancelled after " + at + " of " + virtualSize() + " bytes");
            }
            int count = (int) (Math.min(PIECE, virtualSize() - at) / sector);
            long[] mine = others(at / sector, count);
            long[] theirs = other.others(at / sector, count);
            for (int i = 0; i < mine.length; i++) {
                long differing = mine[i] ^ theirs[i];
                if (differing != 0) {
                    long bit = 64L * i + Long.numberOfTrailingZeros(differing);
                    return Optional.of(named(at + bit * sector) + " counts on one disk only");
                }
            }
        }
        progress.at(virtualSize(), virtualSize());
        return Optional.empty();
    }

    private String named(long offset) {
        return "sector " + offset / sectorSize() + " (byte " + offset + " of the disk)";
    }

    private long[] others(long first, int count) throws IOException {
        long[] marks = new long[(count + 63) / 64];
        counted.markOthers(first, count, marks);
        return marks;
    }

    /** At most {@link #PIECE} of the disk; always the same array if nothing of it is stored. */
    private byte[] bytes(long offset, int count) throws IOException {
        if (!disk.stores(offset, count)) {
            return ZEROS;
        }
        byte[] bytes = new byte[count];
        disk.readFully(offset, ByteBuffer.wrap(bytes));
        return bytes;
    }
}

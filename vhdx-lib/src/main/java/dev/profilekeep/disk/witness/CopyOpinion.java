package dev.profilekeep.disk.witness;

import dev.profilekeep.disk.Progress;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Says whether what was copied from one container into another, empty one is each stored sector that counts, to where the other has it, and nothing else: by the tables of both as the witness reads
 * them. Walks both disks in steps that lie within one block of each. One thread.
 */
final class CopyOpinion {
    private static final int PIECE = 1 << 20;

    private final StoredDisk from;
    private final CountedSectors fromCounted;
    private final StoredDisk to;
    private final CountedSectors toCounted;
    private final CopiedRanges copied;
    private final int sectorSize;
    /** The range that is looked at, and how much of it was found right. */
    private int range;

    private long done;

    CopyOpinion(
            StoredDisk from, CountedSectors fromCounted, StoredDisk to, CountedSectors toCounted, CopiedRanges copied) {
        this.from = from;
        this.fromCounted = fromCounted;
        this.to = to;
        this.toCounted = toCounted;
        this.copied = copied;
        this.sectorSize = from.sectorSize();
    }

    Optional<String> firstFault(Progress progress) throws IOException {
        long size = from.size();
        if (size != to.size() || sectorSize != to.sectorSize()) {
            return Optional.of("one disk has " + size + " bytes in sectors of " + sectorSize + ", the other "
                    + to.size() + " in sectors of " + to.sectorSize());
        }
        long step = Math.min(
                PIECE,
                Math.min(from.map().shape().blockBytes(), to.map().shape().blockBytes()));
        for (long at = 0; at < size; at += step) {
            if (!progress.at(at, size)) {
                throw new CancellationException("comparing was cancelled after " + at + " of " + size + " bytes");
            }
            Optional<String> fault = step(at, (int) (Math.min(step, size - at) / sectorSize));
            if (fault.isPresent()) {
                return fault;
            }
        }
        progress.at(size, size);
        return range == copied.count() ? Optional.empty() : Optional.of("more was copied than what counts: " + told());
    }

    private Optional<String> step(long at, int sectors) throws IOException {
        long first = at / sectorSize;
        long[] others = others(fromCounted, first, sectors);
        long[] othersThere = others(toCounted, first, sectors);
        if (!Arrays.equals(others, othersThere)) {
            BitSet differ = BitSet.valueOf(others);
            differ.xor(BitSet.valueOf(othersThere));
            return Optional.of(named(first + differ.nextSetBit(0)) + " counts on one disk only");
        }
        long place = from.map().placeOf(at);
        if (place < 0) {
            return Optional.empty(); // all zeros, and nothing to copy
        }
        BitSet absent = absent(from, at, place, sectors);
        absent.or(BitSet.valueOf(others));
        long there = to.map().placeOf(at);
        BitSet absentThere = there < 0 ? all(sectors) : absent(to, at, there, sectors);
        for (int i = absent.nextClearBit(0); i < sectors; ) {
            int end = absent.nextSetBit(i);
            end = end < 0 ? sectors : Math.min(end, sectors);
            int lost = absentThere.nextSetBit(i);
            if (lost >= 0 && lost < end) {
                return Optional.of(named(first + lost) + " counts, and the new file does not store it");
            }
            long bytes = (long) i * sectorSize;
            if (!take(place + bytes, there + bytes, (long) (end - i) * sectorSize)) {
                return Optional.of("from " + named(first + i) + " on, which is to be copied from " + (place + bytes)
                        + " to " + (there + bytes) + ": " + told());
            }
            i = absent.nextClearBit(end);
        }
        return Optional.empty();
    }

    private static long[] others(CountedSectors counted, long first, int sectors) throws IOException {
        long[] marks = new long[(sectors + 63) / 64];
        counted.markOthers(first, sectors, marks);
        return marks;
    }

    private static BitSet all(int sectors) {
        BitSet all = new BitSet(sectors);
        all.set(0, sectors);
        return all;
    }

    /** Sectors of a stored block that are not stored themselves. */
    private BitSet absent(StoredDisk disk, long at, long place, int sectors) throws IOException {
        long[] marks = new long[(sectors + 63) / 64];
        long inBlock = at % disk.map().shape().blockBytes();
        disk.markNotStored(place - inBlock, (int) (inBlock / sectorSize), sectors, marks);
        return BitSet.valueOf(marks);
    }

    /** Whether the next bytes of what was copied are these. */
    private boolean take(long source, long target, long length) {
        long left = length;
        while (left > 0) {
            long taken = length - left;
            if (range == copied.count()
                    || copied.from(range) + done != source + taken
                    || copied.to(range) + done != target + taken) {
                return false;
            }
            long part = Math.min(left, copied.length(range) - done);
            left -= part;
            done += part;
            if (done == copied.length(range)) {
                range++;
                done = 0;
            }
        }
        return true;
    }

    private String told() {
        return range == copied.count()
                ? "nothing more was copied"
                : "bytes were copied from " + (copied.from(range) + done) + " to " + (copied.to(range) + done);
    }

    private String named(long sector) {
        return "sector " + sector + " (byte " + sector * sectorSize + " of the disk)";
    }
}

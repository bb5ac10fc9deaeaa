package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.ntfs.compress.Lznt1;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The content of a compressed attribute. It is made of units of 2^n clusters: one without clusters is zeros, one with all of
 * them is stored as it is, any other begins with its clusters and saves the rest. Keeps the unit that was read last; several
 * threads wait for each other.
 */
final class CompressedStream implements BlockDevice {
    private static final int LZNT1 = 1;
    /** Windows compresses 16 clusters of up to 4 KiB together. */
    private static final int MAX_UNIT = 2 * 1024 * 1024;

    private final String name;
    private final BlockDevice volume;
    private final int clusterBytes;
    private final DataRuns runs;
    private final long size;
    private final long initialisedSize;
    private final int unitClusters;
    /** Guarded by this, as are the two below. */
    private final byte[] unit;

    private final byte[] packed;
    private long loaded = -1;

    private CompressedStream(
            String name,
            BlockDevice volume,
            int clusterBytes,
            DataRuns runs,
            long size,
            long initialisedSize,
            int unitClusters) {
        this.name = name;
        this.volume = volume;
        this.clusterBytes = clusterBytes;
        this.runs = runs;
        this.size = size;
        this.initialisedSize = initialisedSize;
        this.unitClusters = unitClusters;
        this.unit = new byte[unitClusters * clusterBytes];
        this.packed = new byte[unit.length];
    }

    static CompressedStream open(
            String name,
            BlockDevice volume,
            int clusterBytes,
            DataRuns runs,
            long size,
            long initialisedSize,
            int unitShift,
            int method)
            throws IOException {
        if (method != LZNT1) {
            throw new UnsupportedDiskException(name + " is compressed by a method that NTFS does not know: " + method);
        }
        if (unitShift < 1 || unitShift > 12 || (long) clusterBytes << unitShift > MAX_UNIT) {
            throw new CorruptDiskException(
                    name, 0, "a compression unit of 2^" + unitShift + " clusters of " + clusterBytes + " bytes");
        }
        return new CompressedStream(name, volume, clusterBytes, runs, size, initialisedSize, 1 << unitShift);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void readFully(long offset, ByteBuffer target) throws IOException {
        if (offset < 0 || offset > size - target.remaining()) {
            throw new EOFException(
                    name + " ends at " + size + ", " + target.remaining() + " bytes were asked for at " + offset);
        }
        for (long at = offset; target.hasRemaining(); ) {
            int inUnit = (int) (at % unit.length);
            int count = Math.min(target.remaining(), unit.length - inUnit);
            copy(at / unit.length, inUnit, target, count);
            at += count;
        }
    }

    private synchronized void copy(long number, int from, ByteBuffer target, int count) throws IOException {
        if (number != loaded) {
            loaded = -1;
            load(number);
            loaded = number;
        }
        target.put(unit, from, count);
    }

    private void load(long number) throws IOException {
        long vcn = number * unitClusters;
        // Clusters that have a place come first; the first without one ends them.
        int there = 0;
        for (int index = runs.indexOf(vcn);
                there < unitClusters && index < runs.runs().size();
                index++) {
            DataRuns.Run run = runs.runs().get(index);
            if (run.isHole()) {
                break;
            }
            long inRun = vcn + there - run.vcn();
            int count = (int) Math.min(unitClusters - there, run.length() - inRun);
            volume.readFully(
                    (run.lcn() + inRun) * clusterBytes,
                    ByteBuffer.wrap(packed, there * clusterBytes, count * clusterBytes));
            there += count;
        }
        // The last unit may be cut off where the stream ends; no hole then says that it is compressed.
        boolean compressed = there < unitClusters && vcn + there < runs.end();
        if (there == 0) {
            Arrays.fill(unit, (byte) 0);
        } else if (compressed) {
            Lznt1.decode(packed, there * clusterBytes, unit);
        } else {
            System.arraycopy(packed, 0, unit, 0, there * clusterBytes);
            Arrays.fill(unit, there * clusterBytes, unit.length, (byte) 0);
        }
        long written = initialisedSize - vcn * clusterBytes;
        if (written < unit.length) {
            Arrays.fill(unit, (int) Math.max(0, written), unit.length, (byte) 0);
        }
    }

    @Override
    public void close() {}
}

package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.io.ByteView;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the clusters of an attribute lie: pieces that follow each other by their number in the attribute (VCN), each at a
 * cluster of the volume (LCN) or nowhere, which reads as zeros.
 *
 * <p>On disk, each run is a byte whose low half says how many bytes give its length and whose high half how many give its
 * distance from the run before, signed; none for a hole. A zero byte ends the list.
 *
 * @param runs by VCN, without gaps
 */
record DataRuns(List<Run> runs) {
    static final DataRuns NONE = new DataRuns(List.of());

    /** A thousand times what Windows can address, and still bytes of the largest clusters can be counted in a long. */
    private static final long MAX_VCN = 1L << 42;

    /** @param lcn -1 for a hole */
    record Run(long vcn, long lcn, long length) {
        boolean isHole() {
            return lcn < 0;
        }

        long end() {
            return vcn + length;
        }
    }

    DataRuns {
        runs = List.copyOf(runs);
    }

    /**
     * @param encoded the list, up to the end of its attribute
     * @param firstVcn number of its first cluster in the attribute
     * @param clusters of the volume; no run may lie outside
     */
    static DataRuns decode(ByteView encoded, long firstVcn, long clusters) throws CorruptDiskException {
        var runs = new ArrayList<Run>();
        long vcn = firstVcn;
        long lcn = 0;
        int at = 0;
        // The end mark may be missing if the list fills its attribute.
        while (at < encoded.length() && encoded.u8(at) != 0) {
            int lengthBytes = encoded.u8(at) & 15;
            int distanceBytes = encoded.u8(at) >> 4;
            if (lengthBytes == 0 || lengthBytes > 8 || distanceBytes > 8) {
                throw encoded.corrupt(
                        at, "run has %d bytes of length and %d of distance".formatted(lengthBytes, distanceBytes));
            }
            long length = signed(encoded, at + 1, lengthBytes);
            if (length <= 0 || length > MAX_VCN - vcn) {
                throw encoded.corrupt(at, "run length makes no sense: " + length);
            }
            boolean hole = distanceBytes == 0;
            if (!hole) {
                lcn += signed(encoded, at + 1 + lengthBytes, distanceBytes);
                if (lcn < 0 || length > clusters || lcn > clusters - length) {
                    throw encoded.corrupt(
                            at,
                            "run of " + length + " clusters at " + lcn + " lies outside the volume, which has "
                                    + clusters);
                }
            }
            runs.add(new Run(vcn, hole ? -1 : lcn, length));
            vcn += length;
            at += 1 + lengthBytes + distanceBytes;
        }
        return new DataRuns(runs);
    }

    private static long signed(ByteView encoded, int at, int bytes) throws CorruptDiskException {
        long value = (byte) encoded.u8(at + bytes - 1);
        for (int i = bytes - 2; i >= 0; i--) {
            value = value << 8 | encoded.u8(at + i);
        }
        return value;
    }

    /** Clusters that have a place on the volume. */
    long stored() {
        long stored = 0;
        for (Run run : runs) {
            stored += run.isHole() ? 0 : run.length();
        }
        return stored;
    }

    /** The VCN after the last. */
    long end() {
        return runs.isEmpty() ? 0 : runs.get(runs.size() - 1).end();
    }

    /** These and the runs that follow them. */
    DataRuns append(DataRuns next) {
        var all = new ArrayList<>(runs);
        all.addAll(next.runs);
        return new DataRuns(all);
    }

    /** Index of the run that holds {@code vcn}, which is not negative and before {@link #end()}. */
    int indexOf(long vcn) {
        int low = 0;
        int high = runs.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (runs.get(middle).vcn() <= vcn) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}

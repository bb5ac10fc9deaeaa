package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.UnsupportedDiskException;
import java.util.Arrays;

/** Runs of clusters and whose they are, 24 bytes each, collected in any order and sorted in place. One thread. */
final class RunTable {
    /** 96 MB. As many pieces as {@link OwnerIndex} takes. */
    static final int MAX_RUNS = 4_000_000;
    /** What fits the 32 bits that a place has here, and all that Windows knows. */
    static final long MAX_CLUSTERS = 1L << 32;

    /** First cluster in the upper half; in the lower one how many more there are than one. */
    private long[] places = new long[1024];

    private long[] vcns = new long[1024];
    private long[] owners = new long[1024];
    private int count;

    /** @param lcn below {@link #MAX_CLUSTERS}, with all clusters of the run */
    void add(long owner, long vcn, long lcn, long clusters) throws UnsupportedDiskException {
        int last = count - 1;
        // A run that only continues the one before costs nothing.
        if (last >= 0
                && owners[last] == owner
                && vcns[last] + clusters(last) == vcn
                && lcn(last) + clusters(last) == lcn) {
            places[last] += clusters;
            return;
        }
        if (count == places.length) {
            if (count == MAX_RUNS) {
                throw new UnsupportedDiskException("its files are in more than " + MAX_RUNS + " pieces");
            }
            int larger = Math.min(MAX_RUNS, count + (count >> 1));
            places = Arrays.copyOf(places, larger);
            vcns = Arrays.copyOf(vcns, larger);
            owners = Arrays.copyOf(owners, larger);
        }
        places[count] = lcn << 32 | (clusters - 1);
        vcns[count] = vcn;
        owners[count] = owner;
        count++;
    }

    int count() {
        return count;
    }

    long owner(int run) {
        return owners[run];
    }

    long vcn(int run) {
        return vcns[run];
    }

    long lcn(int run) {
        return places[run] >>> 32;
    }

    long clusters(int run) {
        return (places[run] & 0xffffffffL) + 1;
    }

    /** The first run of this owner, or where it would stand; for a sorted table. */
    int first(long owner) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (owners[middle] < owner) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Runs by their place on the volume, as their numbers in this table. */
    int[] byPlace() {
        long[] keys = new long[count];
        for (int i = 0; i < count; i++) {
            // Signs are turned, so that the greatest places come last.
            keys[i] = (places[i] & 0xffffffff_00000000L ^ Long.MIN_VALUE) | i;
        }
        Arrays.sort(keys);
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = (int) keys[i];
        }
        return order;
    }

    /** By owner, then by VCN. */
    void sort() {
        int sorted = 1;
        while (sorted < count && !isAfter(sorted - 1, sorted)) {
            sorted++;
        }
        if (sorted >= count) {
            return;
        }
        // Heap sort: in place, over three arrays at once.
        for (int i = count / 2 - 1; i >= 0; i--) {
            sink(i, count);
        }
        for (int end = count - 1; end > 0; end--) {
            swap(0, end);
            sink(0, end);
        }
    }

    private boolean isAfter(int a, int b) {
        return owners[a] > owners[b] || owners[a] == owners[b] && vcns[a] > vcns[b];
    }

    private void sink(int from, int end) {
        int parent = from;
        while (2 * parent + 1 < end) {
            int child = 2 * parent + 1;
            if (child + 1 < end && isAfter(child + 1, child)) {
                child++;
            }
            if (!isAfter(child, parent)) {
                return;
            }
            swap(parent, child);
            parent = child;
        }
    }

    private void swap(int a, int b) {
        swap(places, a, b);
        swap(vcns, a, b);
        swap(owners, a, b);
    }

    private static void swap(long[] array, int a, int b) {
        long kept = array[a];
        array[a] = array[b];
        array[b] = kept;
    }
}

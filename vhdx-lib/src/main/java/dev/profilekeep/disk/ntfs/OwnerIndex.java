package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.io.ByteRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Who owns which clusters of a volume, by the runs of all files in use. Takes 24 bytes for each run; a volume of more than
 * four million runs is refused. Immutable; safe for use by several threads.
 */
public final class OwnerIndex {
    /**
     * A run of clusters and whose it is.
     *
     * @param file number of its record
     * @param stream its place among {@link NtfsFile#streams()}
     */
    public record Run(long lcn, long clusters, long file, int stream) {}

    private static final int MAX_RUNS = 4_000_000;
    private static final int STREAM_BITS = 16;
    /** Runs that share one place in {@link #reach}. */
    private static final int GROUP = 64;

    private final int clusterBytes;
    private final int count;
    private final long[] starts;
    private final long[] lengths;
    private final long[] owners;
    /** How far the runs up to the end of each group reach: runs of a damaged volume overlap. */
    private final long[] reach;

    private OwnerIndex(int clusterBytes, int count, long[] starts, long[] lengths, long[] owners) {
        this.clusterBytes = clusterBytes;
        this.count = count;
        this.starts = starts;
        this.lengths = lengths;
        this.owners = owners;
        this.reach = new long[(count + GROUP - 1) / GROUP];
        long end = 0;
        for (int i = 0; i < count; i++) {
            end = Math.max(end, starts[i] + lengths[i]);
            reach[i / GROUP] = end;
        }
    }

    /** How many runs there are. */
    public int runs() {
        return count;
    }

    /** The runs that have a byte of the volume in common with {@code bytes}, by their place on the volume. */
    public List<Run> owners(ByteRange bytes) {
        var found = new ArrayList<Run>();
        if (bytes.isEmpty()) {
            return found;
        }
        long from = bytes.start() / clusterBytes;
        long end = (bytes.end() - 1) / clusterBytes + 1;
        int group = Arrays.binarySearch(reach, from);
        // The first group that reaches further than the start; several may reach equally far.
        group = group < 0 ? -group - 1 : group;
        while (group < reach.length && reach[group] <= from) {
            group++;
        }
        for (int i = group * GROUP; i < count && starts[i] < end; i++) {
            if (starts[i] + lengths[i] > from) {
                found.add(new Run(
                        starts[i], lengths[i], owners[i] >>> STREAM_BITS, (int) (owners[i] & (1 << STREAM_BITS) - 1)));
            }
        }
        return found;
    }

    /** Collects runs in any order. */
    static final class Builder {
        private long[] starts = new long[1024];
        private long[] lengths = new long[1024];
        private long[] owners = new long[1024];
        private int count;

        void add(NtfsFile file) throws IOException {
            for (int i = 0; i < file.streams().size(); i++) {
                for (DataRuns.Run run : file.streams().get(i).runs().runs()) {
                    if (!run.isHole()) {
                        add(run, file.number() << STREAM_BITS | Math.min(i, (1 << STREAM_BITS) - 1));
                    }
                }
            }
        }

        private void add(DataRuns.Run run, long owner) throws IOException {
            // A run that only continues the one before costs nothing.
            if (count > 0 && owners[count - 1] == owner && starts[count - 1] + lengths[count - 1] == run.lcn()) {
                lengths[count - 1] += run.length();
                return;
            }
            if (count == starts.length) {
                if (count >= MAX_RUNS) {
                    throw new UnsupportedDiskException("the volume's files are in more than " + MAX_RUNS
                            + " pieces, too many to say who owns which");
                }
                int larger = Math.min(MAX_RUNS, count + (count >> 1));
                starts = Arrays.copyOf(starts, larger);
                lengths = Arrays.copyOf(lengths, larger);
                owners = Arrays.copyOf(owners, larger);
            }
            starts[count] = run.lcn();
            lengths[count] = run.length();
            owners[count] = owner;
            count++;
        }

        OwnerIndex build(int clusterBytes) {
            sort();
            return new OwnerIndex(clusterBytes, count, starts, lengths, owners);
        }

        /** Heap sort by start: in place, over three arrays at once. */
        private void sort() {
            for (int i = count / 2 - 1; i >= 0; i--) {
                sink(i, count);
            }
            for (int end = count - 1; end > 0; end--) {
                swap(0, end);
                sink(0, end);
            }
        }

        private void sink(int from, int end) {
            int parent = from;
            while (2 * parent + 1 < end) {
                int child = 2 * parent + 1;
                if (child + 1 < end && starts[child + 1] > starts[child]) {
                    child++;
                }
                if (starts[parent] >= starts[child]) {
                    return;
                }
                swap(parent, child);
                parent = child;
            }
        }

        private void swap(int a, int b) {
            swap(starts, a, b);
            swap(lengths, a, b);
            swap(owners, a, b);
        }

        private static void swap(long[] array, int a, int b) {
            long kept = array[a];
            array[a] = array[b];
            array[b] = kept;
        }
    }
}

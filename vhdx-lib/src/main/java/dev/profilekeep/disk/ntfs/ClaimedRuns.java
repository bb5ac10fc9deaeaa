package dev.profilekeep.disk.ntfs;

import java.util.List;

/**
 * All clusters that records in use claim, run by run: of every attribute that lies outside its record, base records and their
 * extensions alike, with the clusters behind the end of the content. Runs are numbered stream by stream, those of a stream by
 * their VCN. Takes 28 bytes for each run, nothing for a file. Immutable; safe for use by several threads.
 */
public final class ClaimedRuns {
    static final int MAX_STREAM_NAMES = 1 << 16;

    /** What kind of attribute a stream is, and its name; as many as there are different ones on the volume. */
    record StreamName(long type, String name) {}

    private final RunTable runs;
    private final int[] byPlace;
    private final List<StreamName> names;
    private final List<String> problems;

    ClaimedRuns(RunTable runs, int[] byPlace, List<StreamName> names, List<String> problems) {
        this.runs = runs;
        this.byPlace = byPlace;
        this.names = List.copyOf(names);
        this.problems = List.copyOf(problems);
    }

    /** How runs remember their owner: 32 bits of record, 16 of stream name, 16 of sequence. */
    static long owner(FileReference file, int name) {
        return file.number() << 32 | (long) name << 16 | file.sequence();
    }

    /**
     * Why these are perhaps not all claims, or contradict each other: damaged records, clusters with two owners, streams whose
     * pieces are missing. In plain sentences, the first few; empty if nothing is wrong. If it is not empty, runs may be missing.
     */
    public List<String> problems() {
        return problems;
    }

    /** How many runs there are. */
    public int count() {
        return runs.count();
    }

    /** The run that is the {@code place}-th of the volume, by its first cluster. */
    public int byPlace(int place) {
        return byPlace[place];
    }

    /** How many runs begin before this cluster. */
    public int placesBefore(long lcn) {
        int low = 0;
        int high = byPlace.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (runs.lcn(byPlace[middle]) < lcn) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Its first cluster on the volume. */
    public long lcn(int run) {
        return runs.lcn(run);
    }

    /** Its first cluster, counted from the start of the stream. */
    public long vcn(int run) {
        return runs.vcn(run);
    }

    public long clusters(int run) {
        return runs.clusters(run);
    }

    /** The file it belongs to: the base record, and which life of it. */
    public FileReference file(int run) {
        long owner = runs.owner(run);
        return new FileReference(owner >>> 32, (int) (owner & 0xffff));
    }

    /** What kind of attribute it is a piece of; see {@link AttributeType}. */
    public long type(int run) {
        return name(runs, names, run).type();
    }

    /** Name of the stream; empty for an unnamed one. */
    public String name(int run) {
        return name(runs, names, run).name();
    }

    static StreamName name(RunTable runs, List<StreamName> names, int run) {
        return names.get((int) (runs.owner(run) >>> 16 & 0xffff));
    }

    /** Whether both are pieces of one stream. */
    public boolean isSameStream(int run, int other) {
        return runs.owner(run) == runs.owner(other);
    }

    /** The first run of the stream. */
    public int firstOfStream(int run) {
        return runs.first(runs.owner(run));
    }

    /** The run after the last of the stream. */
    public int endOfStream(int run) {
        return runs.first(runs.owner(run) + 1);
    }
}

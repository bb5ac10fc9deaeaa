package dev.profilekeep.disk.usage;

import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.io.FileTimes;
import dev.profilekeep.disk.ntfs.FileReference;
import dev.profilekeep.disk.ntfs.NtfsVolume;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All names of a volume as a tree, made by one read of the master file table in its order. A name is a number from 0, which is
 * the root; a file with several names has several numbers, and counts where sizes are added at the first of them only. What
 * leads nowhere is below {@link #lost()}. Takes about 100 bytes a name. Immutable but for the sums, which are made when first
 * asked for; one thread.
 */
public final class FileTree {
    /** The number of the root directory. */
    public static final int ROOT = 0;

    private static final int LOST_NODE = 1;

    /** Below it, a damaged tree goes on for ever. A path of Windows has at most 32,767 characters. */
    static final int MAX_DEPTH = 16_384;

    /** Decides what a walk meets next. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * @param node a name
         * @param depth 1 for what is directly below the beginning of the walk
         * @return whether to go on to what is below it
         */
        boolean visit(int node, int depth) throws IOException;
    }

    private final NtfsVolume volume;
    private final TreeBuilder rows;
    private final int[] parents;
    private final int[] childStart;
    private final int[] children;
    /** Every name after the one it is below. */
    private final int[] order;

    private final Comparator<String> nameOrder;
    private long @Nullable [] storedBelow;
    private long @Nullable [] sizeBelow;
    private int @Nullable [] filesBelow;

    FileTree(NtfsVolume volume, TreeBuilder rows) throws IOException {
        this.volume = volume;
        this.rows = rows;
        this.nameOrder = volume.nameOrder();
        this.parents = rows.parents();
        cutLoops(parents);
        this.childStart = new int[parents.length + 1];
        this.children = new int[parents.length];
        this.order = new int[parents.length];
        arrange();
    }

    /**
     * Reads the tree.
     *
     * @param progress is told records; ends it with a {@link java.util.concurrent.CancellationException}
     */
    public static FileTree read(NtfsVolume volume, Progress progress) throws IOException {
        var builder = new TreeBuilder(volume.records(), progress);
        volume.forEachFile(builder);
        return new FileTree(volume, builder);
    }

    /** What is below itself is lost. */
    private static void cutLoops(int[] parents) {
        byte[] state = new byte[parents.length];
        state[ROOT] = LEADS_TO_TOP;
        state[LOST_NODE] = LEADS_TO_TOP;
        for (int node = 2; node < parents.length; node++) {
            int at = node;
            while (state[at] == 0) {
                state[at] = BEING_FOLLOWED;
                at = parents[at];
            }
            if (state[at] == BEING_FOLLOWED) {
                for (int round = parents[at]; round != at; round = parents[round]) {
                    state[round] = LEADS_TO_TOP;
                }
                parents[at] = LOST_NODE;
            }
            for (at = node; state[at] == BEING_FOLLOWED; at = parents[at]) {
                state[at] = LEADS_TO_TOP;
            }
        }
    }

    private static final byte BEING_FOLLOWED = 1;
    private static final byte LEADS_TO_TOP = 2;

    private void arrange() {
        Arrays.fill(childStart, 0);
        for (int node = 2; node < parents.length; node++) {
            childStart[parents[node] + 1]++;
        }
        for (int node = 0; node < parents.length; node++) {
            childStart[node + 1] += childStart[node];
        }
        int[] next = childStart.clone();
        for (int node = 2; node < parents.length; node++) {
            children[next[parents[node]]++] = node;
        }
        int count = 0;
        order[count++] = ROOT;
        order[count++] = LOST_NODE;
        for (int i = 0; i < count; i++) {
            int node = order[i];
            for (int child = childStart[node]; child < childStart[node + 1]; child++) {
                order[count++] = children[child];
            }
        }
    }

    public NtfsVolume volume() {
        return volume;
    }

    /** How many names there are, those of the root and of {@link #lost()} among them. */
    public int size() {
        return parents.length;
    }

    /** What is below it has a name in a directory that is not there, or none at all; it stands for no file itself. */
    public int lost() {
        return LOST_NODE;
    }

    public boolean hasLost() {
        return childStart[LOST_NODE + 1] > childStart[LOST_NODE];
    }

    /** The first name of a file; -1 if there is none in use. */
    public int node(long record) {
        int file = rows.indexOf(record);
        return file < 0 ? -1 : rows.firstNode[file];
    }

    /** The directory that the name is in. */
    public int parent(int node) {
        return parents[node];
    }

    public String name(int node) {
        return node == LOST_NODE ? NtfsVolume.LOST : rows.name(node);
    }

    /** Names from the root on, with "/" between them; empty for the root. */
    public String path(int node) {
        Deque<String> names = new ArrayDeque<>();
        for (int at = node; at != ROOT; at = parents[at]) {
            names.addFirst(name(at));
            if (at == LOST_NODE) {
                break;
            }
        }
        return String.join("/", names);
    }

    public FileReference reference(int node) {
        int file = rows.fileOf[node];
        return new FileReference(rows.records[file], rows.sequences[file]);
    }

    public boolean isDirectory(int node) {
        return node == LOST_NODE || rows.has(node, TreeBuilder.DIRECTORY);
    }

    /** Whether it is the file system's own: {@code $MFT} and the like, and what is in {@code $Extend}. */
    public boolean isSystem(int node) {
        return node > LOST_NODE && rows.has(node, TreeBuilder.SYSTEM);
    }

    /** Whether its content is somewhere else; {@link dev.profilekeep.disk.ntfs.NtfsFile#whyElsewhere()} says where. */
    public boolean isElsewhere(int node) {
        return node != LOST_NODE && rows.has(node, TreeBuilder.ELSEWHERE);
    }

    /** Whether its file has another name that is counted. */
    public boolean isCountedElsewhere(int node) {
        return node != LOST_NODE && rows.firstNode[rows.fileOf[node]] != node;
    }

    /** Size of the content without a name, in bytes. */
    public long size(int node) {
        return node == LOST_NODE ? 0 : rows.sizes[rows.fileOf[node]];
    }

    /** Bytes of all clusters that the file takes. */
    public long stored(int node) {
        return node == LOST_NODE ? 0 : rows.stored[rows.fileOf[node]];
    }

    public Instant modified(int node) {
        return FileTimes.instant(node == LOST_NODE ? 0 : rows.modified[rows.fileOf[node]]);
    }

    public int attributeBits(int node) {
        return node == LOST_NODE ? 0 : rows.attributes[rows.fileOf[node]];
    }

    /** Number of the file's descriptor in {@code $Secure}; 0 if it has one of its own, or none. */
    public long securityId(int node) {
        return node == LOST_NODE ? 0 : rows.securityIds[rows.fileOf[node]];
    }

    /** Names of the file, without those for DOS. */
    public int names(int node) {
        return node == LOST_NODE ? 0 : rows.names[rows.fileOf[node]];
    }

    /** Content of the file that has a name of its own. */
    public List<NamedStream> streams(int node) {
        return node == LOST_NODE ? List.of() : rows.streams.getOrDefault(rows.fileOf[node], List.of());
    }

    /** A stream of content, and its size in bytes. */
    public record NamedStream(String name, long size) {}

    /** What could not be read, in plain sentences: the first hundred, and how many more. */
    public List<String> problems() {
        return rows.problems();
    }

    /** Bytes of the clusters of a name and of all below it, each file once. */
    public long storedBelow(int node) {
        return sums()[node];
    }

    /** Bytes of the content of a name and of all below it, each file once. */
    public long sizeBelow(int node) {
        sums();
        return Objects.requireNonNull(sizeBelow)[node];
    }

    /** Files, without directories, at a name and below it, each once. */
    public int filesBelow(int node) {
        sums();
        return Objects.requireNonNull(filesBelow)[node];
    }

    private long[] sums() {
        long[] stored = storedBelow;
        if (stored == null) {
            stored = new long[parents.length];
            long[] sizes = new long[parents.length];
            int[] files = new int[parents.length];
            for (int i = parents.length - 1; i >= 0; i--) {
                int node = order[i];
                if (!isCountedElsewhere(node)) {
                    stored[node] += stored(node);
                    sizes[node] += size(node);
                    files[node] += isDirectory(node) ? 0 : 1;
                }
                if (node > LOST_NODE) {
                    stored[parents[node]] += stored[node];
                    sizes[parents[node]] += sizes[node];
                    files[parents[node]] += files[node];
                }
            }
            storedBelow = stored;
            sizeBelow = sizes;
            filesBelow = files;
        }
        return stored;
    }

    /** What is directly below a name, in the order that directories have. */
    public int[] children(int node) {
        int count = childStart[node + 1] - childStart[node];
        record Named(String name, int node) {}
        var named = new Named[count];
        for (int i = 0; i < count; i++) {
            int child = children[childStart[node] + i];
            named[i] = new Named(name(child), child);
        }
        Arrays.sort(named, (a, b) -> nameOrder.compare(a.name(), b.name()));
        return Arrays.stream(named).mapToInt(Named::node).toArray();
    }

    /** Meets everything below a name, a directory before what is in it, in the order that directories have. */
    public void walk(int from, Visitor visitor) throws IOException {
        record Level(int[] nodes, int[] next) {}
        Deque<Level> levels = new ArrayDeque<>();
        levels.push(new Level(children(from), new int[1]));
        while (!levels.isEmpty()) {
            Level level = levels.peek();
            if (level.next()[0] == level.nodes().length) {
                levels.pop();
                continue;
            }
            int node = level.nodes()[level.next()[0]++];
            boolean below = visitor.visit(node, levels.size());
            if (below && childStart[node + 1] > childStart[node] && levels.size() < MAX_DEPTH) {
                levels.push(new Level(children(node), new int[1]));
            }
        }
    }
}

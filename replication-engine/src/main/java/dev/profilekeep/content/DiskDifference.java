package dev.profilekeep.content;

import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.content.ContentLayout;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.io.ByteRange;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * In what two disks differ.
 *
 * @param first its map
 * @param second its map, of the same rules
 * @param ranges of the disk that differ, or count in one of them alone: whole chunks, in their order
 * @param coarse whether there were so many ranges that some have equal bytes between them
 * @param files that differ, those that the file system keeps for itself left out; empty if there are none, or if the kind is RAW
 * @param moreFiles files that differ beyond those listed
 */
public record DiskDifference(
        ContentMap first,
        ContentMap second,
        List<ByteRange> ranges,
        boolean coarse,
        List<FileChange> files,
        long moreFiles) {
    public DiskDifference {
        ranges = List.copyOf(ranges);
        files = List.copyOf(files);
    }

    /** Whether the two say the same, byte for byte of what counts. */
    public boolean isEqual() {
        return first.root().equals(second.root());
    }

    /** Bytes of the ranges. */
    public long bytes() {
        return ranges.stream().mapToLong(ByteRange::length).sum();
    }

    /**
     * Reads two disks. If only one of them can be understood, everything that is stored counts in both: then free clusters that differ, differ.
     *
     * @param nodes to keep both maps in
     */
    public static DiskDifference of(
            MapMaker<?> maker, NodeStore nodes, VirtualDisk first, VirtualDisk second, Progress progress)
            throws IOException {
        ContentMap a = maker.make(first, null, MapMaker.Extent.FULL, progress).map();
        ContentMap b = maker.make(second, null, MapMaker.Extent.FULL, progress).map();
        if (a.kind() != b.kind()) {
            ContentMap understood = a.kind() == ContentLayout.Kind.FILES ? a : b;
            ContentMap other = understood == a ? b : a;
            String reason =
                    "the other disk is read as a whole: " + other.rawReasons().get(0);
            ContentMap anew = maker.makeRaw(understood == a ? first : second, reason, progress)
                    .map();
            a = understood == a ? anew : a;
            b = understood == b ? anew : b;
        }
        return between(nodes, first, a, second, b);
    }

    /**
     * Compares two disks whose maps are there already; what they have in common is not read.
     *
     * @param nodes has those of both maps
     * @param a of the first, by the same rules as {@code b}
     */
    public static DiskDifference between(
            NodeStore nodes, VirtualDisk first, ContentMap a, VirtualDisk second, ContentMap b) throws IOException {
        var ranges = new DifferingRanges();
        if (a.root().equals(b.root())) {
            return new DiskDifference(a, b, List.of(), false, List.of(), 0);
        }
        @Nullable FileChanges files = a.kind() == ContentLayout.Kind.FILES ? new FileChanges(first, second) : null;
        var reader = new MapReader(nodes);
        MapDifference.walk(reader.entries(a), reader.entries(b), (one, other) -> {
            ranges.add(one);
            ranges.add(other);
            if (files != null) {
                files.add(one, other);
            }
        });
        return new DiskDifference(
                a,
                b,
                ranges.joined(),
                ranges.isCoarse(),
                files == null ? List.of() : files.listed(),
                files == null ? 0 : files.more());
    }
}

package dev.profilekeep.disk.content;

import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.ntfs.AttributeType;
import dev.profilekeep.disk.ntfs.ClaimedRuns;
import dev.profilekeep.disk.ntfs.ClusterBitmap;
import dev.profilekeep.disk.ntfs.FileReference;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** What counts of a volume that is understood: the clusters of its files, and those in use that are no file's. One thread. */
final class VolumeContent {
    private static final long MFT = 0;
    private static final long BITMAP = 6;

    private final int partition;
    private final ByteRange range;
    private final int cluster;
    private final ClaimedRuns runs;
    private final ClusterBitmap bitmap;
    private final ChunkSizes sizes;
    private final KnownSignatures known;
    private final Owner.Region unclaimed;
    /** By the first run of their stream: those looked at, and those that are cut into small chunks. */
    private final BitSet looked = new BitSet();

    private final BitSet small = new BitSet();

    /** @param range of the disk that is made of clusters */
    VolumeContent(
            int partition,
            ByteRange range,
            int cluster,
            ClaimedRuns runs,
            ClusterBitmap bitmap,
            ChunkSizes sizes,
            KnownSignatures known) {
        this.partition = partition;
        this.range = range;
        this.cluster = cluster;
        this.runs = runs;
        this.bitmap = bitmap;
        this.sizes = sizes;
        this.known = known;
        this.unclaimed = new Owner.Region("partition " + partition + ": in use, but no file's");
    }

    ByteRange range() {
        return range;
    }

    /** Receives ranges of clusters that are no file's. */
    private interface GapSink {
        void accept(long lcn, long end) throws IOException;
    }

    /** Reads the bitmap. */
    long countedBytes() throws IOException {
        long[] clusters = {0};
        for (int place = 0; place <= runs.count(); place++) {
            gapBefore(place, (lcn, end) -> clusters[0] += bitmap.countUsed(lcn, end));
            if (place < runs.count()) {
                clusters[0] += runs.clusters(runs.byPlace(place));
            }
        }
        return clusters[0] * cluster;
    }

    /** Why the bitmap cannot be believed, if it calls a cluster free that a file has. Reads it. */
    Optional<String> contradiction() throws IOException {
        for (int place = 0; place < runs.count(); place++) {
            int run = runs.byPlace(place);
            if (bitmap.countUsed(runs.lcn(run), end(run)) < runs.clusters(run)) {
                return Optional.of("$Bitmap calls clusters free that file record "
                        + runs.file(run).number() + " has, from " + runs.lcn(run) + " on");
            }
        }
        return Optional.empty();
    }

    /** Gives the ranges of the disk that count, in their order. */
    void counted(ContentLayout.RangeSink sink) throws IOException {
        for (int place = 0; place <= runs.count(); place++) {
            gapBefore(
                    place,
                    (lcn, end) -> bitmap.forEachUsed(lcn, end, (used, count) -> sink.accept(onDisk(used, count))));
            if (place < runs.count()) {
                int run = runs.byPlace(place);
                sink.accept(onDisk(runs.lcn(run), runs.clusters(run)));
            }
        }
    }

    /** @param disk to look at the first bytes of files */
    void walk(BlockDevice disk, PlanSink sink) throws IOException {
        for (int place = 0; place <= runs.count(); place++) {
            gapBefore(
                    place,
                    (lcn, end) ->
                            bitmap.forEachUsed(lcn, end, (used, count) -> sink.range(unclaimed, onDisk(used, count))));
            if (place < runs.count()) {
                chunksFrom(runs.byPlace(place), disk, sink);
            }
        }
    }

    private void gapBefore(int place, GapSink sink) throws IOException {
        long from = place == 0 ? 0 : end(runs.byPlace(place - 1));
        long to = place == runs.count() ? bitmap.clusters() : runs.lcn(runs.byPlace(place));
        if (from < to) {
            sink.accept(from, to);
        }
    }

    private long end(int run) {
        return runs.lcn(run) + runs.clusters(run);
    }

    private ByteRange onDisk(long lcn, long clusters) {
        return new ByteRange(range.start() + lcn * cluster, clusters * cluster);
    }

    /** The chunks whose first piece lies in a run. */
    private void chunksFrom(int run, BlockDevice disk, PlanSink sink) throws IOException {
        long size = isSmall(run, disk) ? sizes.small() : sizes.large();
        long start = runs.vcn(run) * cluster;
        long end = start + runs.clusters(run) * cluster;
        long first = start / size * size;
        if (first < start && run > 0 && runs.isSameStream(run, run - 1)) {
            long before = (runs.vcn(run - 1) + runs.clusters(run - 1)) * cluster;
            // The chunk that the run begins in may have begun before it.
            first += before > first ? size : 0;
        }
        for (long at = first; at < end; at += size) {
            sink.chunk(new Chunk(owner(run, Math.max(at, start)), pieces(run, at, size)));
        }
    }

    private List<ByteRange> pieces(int first, long from, long size) {
        var pieces = new ArrayList<ByteRange>();
        long limit = from + size;
        for (int run = first; run < runs.count() && runs.isSameStream(run, first); run++) {
            long start = runs.vcn(run) * cluster;
            if (start >= limit) {
                break;
            }
            long at = Math.max(start, from);
            long length = Math.min(limit, start + runs.clusters(run) * cluster) - at;
            long place = range.start() + runs.lcn(run) * cluster + at - start;
            int last = pieces.size() - 1;
            if (last >= 0 && pieces.get(last).end() == place) {
                pieces.set(
                        last,
                        new ByteRange(pieces.get(last).start(), pieces.get(last).length() + length));
            } else {
                pieces.add(new ByteRange(place, length));
            }
        }
        return pieces;
    }

    private Owner.FileStream owner(int run, long offset) {
        FileReference file = runs.file(run);
        return new Owner.FileStream(partition, file.number(), file.sequence(), runs.type(run), runs.name(run), offset);
    }

    private boolean isSmall(int run, BlockDevice disk) throws IOException {
        long record = runs.file(run).number();
        long type = runs.type(run);
        if (record == MFT
                || record == BITMAP
                || type == AttributeType.INDEX_ALLOCATION
                || type == AttributeType.BITMAP) {
            return true;
        }
        int first = runs.firstOfStream(run);
        if (!looked.get(first)) {
            looked.set(first);
            small.set(first, looksSmall(first, disk));
        }
        return small.get(first);
    }

    private boolean looksSmall(int first, BlockDevice disk) throws IOException {
        int last = runs.endOfStream(first) - 1;
        if (runs.type(first) != AttributeType.DATA
                || runs.vcn(first) != 0
                || (runs.vcn(last) + runs.clusters(last)) * cluster <= sizes.small()) {
            // One chunk either way, or content of no file, or a file that begins with a hole.
            return false;
        }
        Optional<Signature> signature = known.of(owner(first, 0));
        if (signature.isPresent()) {
            return signature.get().isCutSmall();
        }
        byte[] start = new byte[Signature.BYTES];
        disk.readFully(onDisk(runs.lcn(first), 1).start(), ByteBuffer.wrap(start));
        return Signature.of(start).isCutSmall();
    }

    /** Whose a byte of the disk is, which is in the range of clusters. */
    Owner ownerAt(long diskOffset) throws IOException {
        long inVolume = diskOffset - range.start();
        long lcn = inVolume / cluster;
        int before = runs.placesBefore(lcn + 1);
        if (before > 0) {
            int run = runs.byPlace(before - 1);
            if (lcn < end(run)) {
                return owner(run, (runs.vcn(run) - runs.lcn(run)) * cluster + inVolume);
            }
        }
        return bitmap.countUsed(lcn, lcn + 1) > 0 ? unclaimed : new Owner.Nobody();
    }
}

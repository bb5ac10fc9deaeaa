package dev.profilekeep.disk.content;

import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.image.Extent;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.io.ByteRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Which bytes of a disk count, and in what chunks. It covers every sector: partition tables, gaps, partitions whose file system
 * is not known, the copy of the boot sector; of an NTFS volume that is clean and understood, the clusters of all that lies
 * outside the records, file by file, as they are stored and with what follows the end of a file, and those that are in use but
 * no file's. Only a cluster that {@code $Bitmap} calls free and no record in use claims is left out.
 *
 * <p>If anything is in doubt on any volume, nothing is left out: see {@link #rawReasons()}. What the container does not store
 * reads as zeros and is never read. The answer is one of the content: two containers that hold the same disk have the same
 * layout, however their blocks lie, and a file has the same chunks wherever its clusters lie.
 *
 * <p>Takes 28 bytes for each run of clusters on the disk (some 115 MB for four million, the most; half of it more while it is
 * made), 8 MiB for the view of each {@code $Bitmap}, and nothing for a file. Describes the disk as it was
 * when it was made. One thread.
 */
public final class ContentLayout {
    /** How it was decided what counts. */
    public enum Kind {
        /** By files; free clusters do not count. */
        FILES,
        /** Everything that is stored counts, cut by its content. */
        RAW
    }

    private final VirtualDisk disk;
    private final ChunkSizes sizes;
    private final List<Doubt> doubts;
    private final List<DiskSection> sections;
    private final long inheritedBytes;

    private ContentLayout(
            VirtualDisk disk, ChunkSizes sizes, List<Doubt> doubts, List<DiskSection> sections, long inheritedBytes) {
        this.disk = disk;
        this.sizes = sizes;
        this.doubts = List.copyOf(doubts);
        this.sections = List.copyOf(sections);
        this.inheritedBytes = inheritedBytes;
    }

    /** As {@link #of(VirtualDisk, ChunkSizes, KnownSignatures, RecordWatch, Progress)}, in chunks of the standard sizes. */
    public static ContentLayout of(VirtualDisk disk) throws IOException {
        return of(disk, ChunkSizes.STANDARD, KnownSignatures.NONE, RecordWatch.NONE, Progress.NONE);
    }

    /**
     * Reads the partition table, and of each NTFS volume the master file table and {@code $Bitmap}.
     *
     * @param known asked about files before their first bytes are read, which happens when the layout is walked
     * @param watch told of the file records in use, before this returns
     * @param progress told of the bytes of a master file table
     * @throws dev.profilekeep.disk.DiskException if the container is damaged; damage on the disk is a reason instead
     * @throws java.util.concurrent.CancellationException if {@code progress} says so
     */
    public static ContentLayout of(
            VirtualDisk disk, ChunkSizes sizes, KnownSignatures known, RecordWatch watch, Progress progress)
            throws IOException {
        disk.requireOwnPlaces();
        var survey = new DiskSurvey(disk, sizes, known, watch, progress);
        survey.run();
        if (survey.doubts().isEmpty()) {
            return new ContentLayout(disk, sizes, List.of(), survey.sections(), 0);
        }
        return new ContentLayout(disk, sizes, survey.doubts(), List.of(), survey.inheritedBytes());
    }

    /**
     * One in which everything that is stored counts, whatever the disk holds: to compare with a disk that is not understood.
     *
     * @param disk without a parent that is not open
     * @param reason a plain sentence
     * @throws dev.profilekeep.disk.DiskException if the container is damaged
     */
    public static ContentLayout raw(VirtualDisk disk, ChunkSizes sizes, String reason) throws IOException {
        if (disk.hasParent()) {
            throw new IllegalArgumentException("the parent is not open");
        }
        disk.requireOwnPlaces();
        return new ContentLayout(disk, sizes, List.of(new Doubt(Doubt.Kind.ASKED, reason)), List.of(), 0);
    }

    public Kind kind() {
        return doubts.isEmpty() ? Kind.FILES : Kind.RAW;
    }

    /** Why everything counts, in plain sentences; empty if the kind is {@link Kind#FILES}. */
    public List<String> rawReasons() {
        return doubts.stream().map(Doubt::sentence).toList();
    }

    /** As {@link #rawReasons()}, each with its kind. */
    public List<Doubt> doubts() {
        return doubts;
    }

    /** Receives ranges of the disk. */
    @FunctionalInterface
    public interface RangeSink {
        void accept(ByteRange range) throws IOException;
    }

    /** Gives the ranges that count, in the order of the disk and without overlap; neighbours are joined. Reads the bitmaps. */
    public void counted(RangeSink sink) throws IOException {
        var joiner = new RangeJoiner(sink);
        if (kind() == Kind.RAW) {
            for (ByteRange range : own()) {
                joiner.accept(range);
            }
        }
        for (DiskSection section : sections) {
            if (section instanceof DiskSection.Files files) {
                files.content().counted(joiner);
            } else {
                joiner.accept(section.range());
            }
        }
        joiner.end();
    }

    public VirtualDisk disk() {
        return disk;
    }

    public ChunkSizes sizes() {
        return sizes;
    }

    /** Bytes that count, those that the container does not store included: they are dealt with in no time. */
    public long countedBytes() {
        if (kind() == Kind.RAW) {
            return disk.virtualSize() - inheritedBytes;
        }
        long bytes = 0;
        for (DiskSection section : sections) {
            bytes += section.countedBytes();
        }
        return bytes;
    }

    /** Bytes that are in a parent which is not open; they are neither read nor told, and are not zeros. */
    public long inheritedBytes() {
        return inheritedBytes;
    }

    /**
     * Whose a byte is.
     *
     * @param diskOffset inside the disk
     * @throws IllegalArgumentException if it is not
     */
    public Owner ownerAt(long diskOffset) throws IOException {
        if (diskOffset < 0 || diskOffset >= disk.virtualSize()) {
            throw new IllegalArgumentException("no byte of the disk: " + diskOffset);
        }
        for (DiskSection section : sections) {
            if (diskOffset < section.range().end()) {
                return section instanceof DiskSection.Files files
                        ? files.content().ownerAt(diskOffset)
                        : ((DiskSection.Raw) section).owner();
            }
        }
        return wholeDisk();
    }

    private static Owner.Region wholeDisk() {
        return new Owner.Region("disk");
    }

    /** Gives everything that counts, in the order of the disk. */
    void walk(PlanSink sink) throws IOException {
        if (kind() == Kind.RAW) {
            for (ByteRange range : own()) {
                sink.range(wholeDisk(), range);
            }
            return;
        }
        for (DiskSection section : sections) {
            if (section instanceof DiskSection.Files files) {
                files.content().walk(disk.disk(), sink);
            } else {
                sink.range(((DiskSection.Raw) section).owner(), section.range());
            }
        }
    }

    /** All of the disk but what is inherited. */
    private List<ByteRange> own() throws IOException {
        var whole = new ByteRange(0, disk.virtualSize());
        if (inheritedBytes == 0) {
            return whole.isEmpty() ? List.of() : List.of(whole);
        }
        var ranges = new ArrayList<ByteRange>();
        long[] begin = {0};
        disk.extents(whole, extent -> {
            if (extent instanceof Extent.Inherited) {
                if (begin[0] < extent.diskOffset()) {
                    ranges.add(ByteRange.between(begin[0], extent.diskOffset()));
                }
                begin[0] = extent.diskEnd();
            }
        });
        if (begin[0] < whole.end()) {
            ranges.add(ByteRange.between(begin[0], whole.end()));
        }
        return ranges;
    }
}

package dev.profilekeep.disk.usage;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.ntfs.ClusterBitmap;
import dev.profilekeep.disk.ntfs.NtfsFile;
import dev.profilekeep.disk.ntfs.NtfsStream;
import dev.profilekeep.disk.ntfs.NtfsVolume;
import dev.profilekeep.disk.ntfs.OwnerIndex;
import dev.profilekeep.disk.ntfs.StreamExtent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whose each byte of a volume is. One read of the file table; then a question costs a record for each owner. One thread. */
final class VolumeOwners {
    /** Asked for at a time, so that the answer to a question about all of a disk takes little memory. */
    private static final long WINDOW = 1L << 30;
    /** Records of the file table that are named one by one. */
    private static final int RECORDS_NAMED = 64;

    private static final int FILES_KEPT = 64;
    private static final long FIRST_OWN = 24;

    private final NtfsVolume volume;
    private final long size;
    private final OwnerIndex owners;
    private final ClusterBitmap bitmap;
    private final int cluster;
    private final Map<Long, NtfsFile> files = new LinkedHashMap<>(2 * FILES_KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, NtfsFile> eldest) {
            return size() > FILES_KEPT;
        }
    };

    /** @param size of the partition, which has a few bytes more than the volume's clusters */
    VolumeOwners(NtfsVolume volume, long size) throws IOException {
        this.volume = volume;
        this.size = size;
        this.owners = volume.owners();
        this.bitmap = volume.bitmap();
        this.cluster = volume.clusterBytes();
    }

    /** @param asked inside the partition */
    void find(ByteRange asked, OwnerSink sink) throws IOException {
        ByteRange clusters = asked.intersect(volume.clusterRange());
        for (long at = clusters.start(); at < clusters.end(); at += WINDOW) {
            window(ByteRange.between(at, Math.min(clusters.end(), at + WINDOW)), sink);
        }
        long from = Math.max(asked.start(), volume.clusterRange().end());
        if (from < asked.end()) {
            sink.accept(new ByteOwner(
                    ByteRange.between(from, asked.end()),
                    ByteOwner.Kind.FILE_SYSTEM,
                    "end of the partition",
                    null,
                    asked.end() == size ? "with the copy of the boot sector" : ""));
        }
    }

    private void window(ByteRange asked, OwnerSink sink) throws IOException {
        long at = asked.start();
        for (OwnerIndex.Run run : owners.owners(asked)) {
            long begin = run.lcn() * cluster;
            long end = begin + run.clusters() * cluster;
            if (begin > at) {
                noOwner(ByteRange.between(at, begin), sink);
            }
            owned(run, new ByteRange(begin, end - begin).intersect(asked), sink);
            at = Math.max(at, end);
        }
        if (at < asked.end()) {
            noOwner(ByteRange.between(at, asked.end()), sink);
        }
    }

    private void noOwner(ByteRange range, OwnerSink sink) throws IOException {
        long first = range.start() / cluster;
        long end = (range.end() - 1) / cluster + 1;
        split(first, end, range, sink);
    }

    /** By halves, until a half is of one kind. */
    private void split(long first, long end, ByteRange range, OwnerSink sink) throws IOException {
        long used = bitmap.countUsed(first, end);
        if (used != 0 && used != end - first) {
            long middle = (first + end) >>> 1;
            split(first, middle, range, sink);
            split(middle, end, range, sink);
            return;
        }
        ByteRange part = ByteRange.between(first * cluster, end * cluster).intersect(range);
        if (used == 0) {
            sink.accept(new ByteOwner(part, ByteOwner.Kind.FREE, "free", null, ""));
        } else {
            sink.accept(
                    new ByteOwner(part, ByteOwner.Kind.NOBODY, "nobody", null, "marked as used, but no file has it"));
        }
    }

    private void owned(OwnerIndex.Run run, ByteRange part, OwnerSink sink) throws IOException {
        NtfsFile file = file(run.file());
        NtfsStream stream = file.streams().get(run.stream());
        String name = volume.ownerName(run);
        boolean system = file.isSystem() || file.number() < FIRST_OWN || name.startsWith("$Extend/");
        ByteOwner.Kind kind = system ? ByteOwner.Kind.FILE_SYSTEM : ByteOwner.Kind.FILE;
        for (StreamExtent extent : extents(stream, run)) {
            long lcn = extent instanceof StreamExtent.Stored stored ? stored.lcn() : ((StreamExtent.Zero) extent).lcn();
            ByteRange here = new ByteRange(lcn * cluster, extent.clusters() * cluster).intersect(part);
            if (here.isEmpty()) {
                continue;
            }
            long from = extent.vcn() * cluster + here.start() - lcn * cluster;
            var inside = new ByteRange(from, here.length());
            if (file.number() == 0 && stream.isData()) {
                records(here, inside, sink);
            } else {
                sink.accept(new ByteOwner(here, kind, name, inside, detail(extent, stream, inside)));
            }
        }
    }

    private String detail(StreamExtent extent, NtfsStream stream, ByteRange inside) {
        if (stream.isCompressed()) {
            return "compressed";
        }
        if (extent instanceof StreamExtent.Zero) {
            return "reserved, never written";
        }
        if (inside.start() >= stream.size()) {
            return "reserved, after the end of the file";
        }
        return inside.end() > stream.size() ? "the file ends in it, at " + stream.size() : "";
    }

    /** Those that lie in the run, by their place. */
    private static List<StreamExtent> extents(NtfsStream stream, OwnerIndex.Run run) {
        var extents = new ArrayList<StreamExtent>();
        for (StreamExtent extent : stream.extents()) {
            long lcn = extent instanceof StreamExtent.Stored stored
                    ? stored.lcn()
                    : extent instanceof StreamExtent.Zero zero ? zero.lcn() : -1;
            if (lcn >= run.lcn() && lcn < run.lcn() + run.clusters()) {
                extents.add(extent);
            }
        }
        extents.sort((a, b) -> Long.compare(place(a), place(b)));
        return extents;
    }

    private static long place(StreamExtent extent) {
        return extent instanceof StreamExtent.Stored stored ? stored.lcn() : ((StreamExtent.Zero) extent).lcn();
    }

    /** A piece of the file table; small files lie in it as a whole. */
    private void records(ByteRange here, ByteRange inside, OwnerSink sink) throws IOException {
        int bytes = volume.recordBytes();
        long first = inside.start() / bytes;
        long end = (inside.end() - 1) / bytes + 1;
        if (end - first > RECORDS_NAMED) {
            sink.accept(new ByteOwner(
                    here, ByteOwner.Kind.FILE_SYSTEM, "$MFT", inside, "file records " + first + " to " + (end - 1)));
            return;
        }
        for (long record = first; record < end; ) {
            String name = recordName(record);
            long next = record + 1;
            while (name.isEmpty() && next < end && recordName(next).isEmpty()) {
                next++;
            }
            ByteRange part = new ByteRange(record * bytes, (next - record) * bytes).intersect(inside);
            String detail =
                    next == record + 1 ? "file record " + record : "file records " + record + " to " + (next - 1);
            sink.accept(new ByteOwner(
                    new ByteRange(here.start() + part.start() - inside.start(), part.length()),
                    ByteOwner.Kind.FILE_SYSTEM,
                    "$MFT",
                    part,
                    detail + ": " + (name.isEmpty() ? "not in use, or a part of others" : name)));
            record = next;
        }
    }

    /** Empty for one that is not in use. */
    private String recordName(long record) throws IOException {
        try {
            NtfsFile file = volume.file(record);
            List<String> paths = volume.paths(file);
            String path =
                    paths.isEmpty() ? "a file without a name" : paths.get(0).isEmpty() ? "/" : paths.get(0);
            boolean whole = file.stream("")
                    .filter(content -> content.isResident() && content.size() > 0)
                    .isPresent();
            return path + (whole ? ", with its content" : "");
        } catch (DiskException e) {
            return "";
        }
    }

    private NtfsFile file(long number) throws IOException {
        NtfsFile file = files.get(number);
        if (file == null) {
            file = volume.file(number);
            files.put(number, file);
        }
        return file;
    }
}

package dev.profilekeep.disk.usage;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.chain.ParentChain;
import dev.profilekeep.disk.image.Extent;
import dev.profilekeep.disk.image.FilePart;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.PartitionScheme;
import dev.profilekeep.disk.info.Volumes;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers whose bytes are: of a volume, of the whole disk, or of the container's file. Neighbours of one owner are given as one.
 * Reads the file table of a volume when first asked about it. One thread.
 */
public final class ByteOwners {
    private static final long SECTOR = 512;
    /** A GPT with 128 entries takes the first 34 sectors, and the last 33. */
    private static final long GPT_SECTORS = 34;

    private final VirtualDisk disk;
    private final BlockDevice file;
    private final List<Volumes.Place> places;
    private final Map<Integer, VolumeOwners> volumes = new HashMap<>();

    /** @param file that the disk, or the child of a chain, was opened on */
    public ByteOwners(VirtualDisk disk, BlockDevice file) throws IOException {
        this.disk = disk;
        this.file = file;
        this.places = Volumes.of(disk);
    }

    /**
     * Whose bytes of a volume are.
     *
     * @param asked inside it
     */
    public void ofVolume(Volumes.Place place, ByteRange asked, OwnerSink sink) throws IOException {
        var joined = new Joined(sink);
        volume(place).find(asked, joined);
        joined.end();
    }

    /** @param asked inside the disk */
    public void ofDisk(ByteRange asked, OwnerSink sink) throws IOException {
        var joined = new Joined(sink);
        onDisk(asked, joined);
        joined.end();
    }

    /** @param asked inside the file */
    public void ofFile(ByteRange asked, OwnerSink sink) throws IOException {
        var joined = new Joined(sink);
        inFile(asked, joined);
        joined.end();
    }

    private VolumeOwners volume(Volumes.Place place) throws IOException {
        VolumeOwners owners = volumes.get(place.index());
        if (owners == null) {
            owners = new VolumeOwners(Volumes.open(disk, place), place.range().length());
            volumes.put(place.index(), owners);
        }
        return owners;
    }

    private void onDisk(ByteRange asked, OwnerSink sink) throws IOException {
        long at = asked.start();
        for (Volumes.Place place : places) {
            ByteRange part = place.range().intersect(asked);
            if (part.isEmpty() || part.end() <= at) {
                continue;
            }
            if (part.start() > at) {
                outside(ByteRange.between(at, part.start()), sink);
            }
            inPlace(place, ByteRange.between(Math.max(at, part.start()), part.end()), sink);
            at = part.end();
        }
        if (at < asked.end()) {
            outside(ByteRange.between(at, asked.end()), sink);
        }
    }

    private void inPlace(Volumes.Place place, ByteRange part, OwnerSink sink) throws IOException {
        String name = "partition " + place.index();
        long start = place.range().start();
        var inside = new ByteRange(part.start() - start, part.length());
        if (!place.isNtfs()) {
            sink.accept(new ByteOwner(part, ByteOwner.Kind.PARTITION, name, inside, place.filesystem()));
            return;
        }
        VolumeOwners owners;
        try {
            owners = volume(place);
        } catch (DiskException e) {
            sink.accept(new ByteOwner(
                    part, ByteOwner.Kind.PARTITION, name, inside, "NTFS, not readable: " + e.getMessage()));
            return;
        }
        owners.find(
                inside,
                owner -> sink.accept(owner.in(new ByteRange(
                        owner.range().start() + start, owner.range().length()))));
    }

    /** What lies in no partition. */
    private void outside(ByteRange part, OwnerSink sink) throws IOException {
        long sector = disk.logicalSectorSize();
        boolean gpt = !places.isEmpty() && places.get(0).scheme() == PartitionScheme.GPT;
        boolean none = places.isEmpty() || places.get(0).scheme() == PartitionScheme.NONE;
        // With sectors of 4 KiB the entries take four of them.
        long bytes = gpt ? (sector == SECTOR ? GPT_SECTORS * SECTOR : 6 * sector) : none ? 0 : SECTOR;
        long end = gpt ? disk.virtualSize() - bytes + sector : disk.virtualSize();
        table(part.intersect(new ByteRange(0, bytes)), sink);
        ByteRange between = ByteRange.between(bytes, Math.max(bytes, end)).intersect(part);
        if (!between.isEmpty()) {
            sink.accept(
                    new ByteOwner(between, ByteOwner.Kind.GAP, none ? "no partition" : "between partitions", null, ""));
        }
        if (part.end() > end) {
            table(ByteRange.between(Math.max(end, part.start()), part.end()), sink);
        }
    }

    private static void table(ByteRange part, OwnerSink sink) throws IOException {
        if (!part.isEmpty()) {
            sink.accept(new ByteOwner(part, ByteOwner.Kind.PARTITION_TABLE, "partition table", null, ""));
        }
    }

    /** Content of the disk that the asked part of the file holds. */
    private record Content(ByteRange range, long diskOffset) {}

    private void inFile(ByteRange asked, OwnerSink sink) throws IOException {
        VirtualDisk own = disk instanceof ParentChain chain ? chain.layers().get(0) : disk;
        var contents = new ArrayList<Content>();
        own.extents(new ByteRange(0, own.virtualSize()), extent -> {
            if (extent instanceof Extent.Stored stored) {
                ByteRange part = new ByteRange(stored.fileOffset(), stored.length()).intersect(asked);
                if (!part.isEmpty()) {
                    contents.add(new Content(part, stored.diskOffset() + part.start() - stored.fileOffset()));
                }
            }
        });
        List<FilePart> parts = own.fileParts();
        contents.sort(Comparator.comparingLong(content -> content.range().start()));
        long at = asked.start();
        for (Content content : contents) {
            if (content.range().start() > at) {
                structures(parts, ByteRange.between(at, content.range().start()), sink);
            }
            long from = Math.max(at, content.range().start());
            if (from < content.range().end()) {
                content(from, content, sink);
            }
            at = Math.max(at, content.range().end());
        }
        if (at < asked.end()) {
            structures(parts, ByteRange.between(at, asked.end()), sink);
        }
    }

    private void content(long from, Content content, OwnerSink sink) throws IOException {
        long shift = content.range().start() - content.diskOffset();
        onDisk(
                ByteRange.between(from - shift, content.range().end() - shift),
                owner -> sink.accept(owner.in(new ByteRange(
                        owner.range().start() + shift, owner.range().length()))));
    }

    private static void structures(List<FilePart> parts, ByteRange asked, OwnerSink sink) throws IOException {
        long at = asked.start();
        for (FilePart part : parts) {
            ByteRange here = part.range().intersect(asked);
            if (here.isEmpty() || here.end() <= at) {
                continue;
            }
            if (here.start() > at) {
                unused(ByteRange.between(at, here.start()), sink);
            }
            long from = Math.max(at, here.start());
            var inside = ByteRange.between(
                    from - part.range().start(), here.end() - part.range().start());
            sink.accept(new ByteOwner(
                    ByteRange.between(from, here.end()), ByteOwner.Kind.CONTAINER, part.name(), inside, ""));
            at = here.end();
        }
        if (at < asked.end()) {
            unused(ByteRange.between(at, asked.end()), sink);
        }
    }

    private static void unused(ByteRange range, OwnerSink sink) throws IOException {
        sink.accept(
                new ByteOwner(range, ByteOwner.Kind.CONTAINER, "unused", null, "no block and no structure lies here"));
    }

    /** Size of the container's file. */
    public long fileSize() throws IOException {
        return file.size();
    }

    /** Joins neighbours of one owner. */
    private static final class Joined implements OwnerSink {
        private final OwnerSink sink;
        private final List<ByteOwner> last = new ArrayList<>(1);

        Joined(OwnerSink sink) {
            this.sink = sink;
        }

        @Override
        public void accept(ByteOwner next) throws IOException {
            if (!last.isEmpty()) {
                ByteOwner before = last.remove(0);
                if (follows(before, next)) {
                    ByteRange inside = before.inside();
                    last.add(new ByteOwner(
                            ByteRange.between(
                                    before.range().start(), next.range().end()),
                            before.kind(),
                            before.name(),
                            inside == null || next.inside() == null
                                    ? null
                                    : ByteRange.between(
                                            inside.start(), next.inside().end()),
                            next.detail()));
                    return;
                }
                sink.accept(before);
            }
            last.add(next);
        }

        private static boolean follows(ByteOwner before, ByteOwner next) {
            ByteRange a = before.inside();
            ByteRange b = next.inside();
            return before.kind() == next.kind()
                    && before.name().equals(next.name())
                    && before.detail().equals(next.detail())
                    && before.range().end() == next.range().start()
                    && (a == null ? b == null : b != null && a.end() == b.start());
        }

        void end() throws IOException {
            if (!last.isEmpty()) {
                sink.accept(last.remove(0));
            }
        }
    }
}

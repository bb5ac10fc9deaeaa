package dev.profilekeep.replicate;

import dev.profilekeep.content.ContentKeeper;
import dev.profilekeep.content.ContentMap;
import dev.profilekeep.content.MapDifference;
import dev.profilekeep.content.MapEntry;
import dev.profilekeep.content.MapMaker.Extent;
import dev.profilekeep.content.MapReader;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.check.CheckReport;
import dev.profilekeep.disk.check.DiskCheck;
import dev.profilekeep.disk.check.Verdict;
import dev.profilekeep.disk.convert.ConversionPlanner;
import dev.profilekeep.disk.convert.DraftDisk;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.witness.SectorWitness;
import dev.profilekeep.lease.SafeReplacePlan;
import dev.profilekeep.storage.CopyRange;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.layer.HandleDevice;
import dev.profilekeep.storage.layer.SlicedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Writes a new file of a copy, and proves it. For one container by one thread. */
final class Draft {
    /** Between two requests to the server it can be stopped, and the old file let go of. */
    private static final int BATCH = 16 << 20;

    private static final int PIECE = 1 << 20;
    /** What no map tells: that something counts now, is zeros and was something else where it did not count. Once is enough. */
    private static final int MENDS = 2;

    private final Means means;
    private final Progress progress;
    private final LongAdder read = new LongAdder();
    private final Patch patch;
    private long sentWhole;
    private long copied;

    Draft(Means means, Progress progress) {
        this.means = means;
        this.progress = progress;
        this.patch = new Patch(means.bandwidth());
    }

    /** Fails if the source is not what it was. */
    interface Still {
        void require() throws IOException;
    }

    /**
     * What is to be made.
     *
     * @param source stays the caller's
     * @param plan of the old copy; null if there is none
     * @param changes what the map of the agreement does not have; null if all of the file is sent
     * @param now what the source says
     * @param isWhole whether the new file is read whole for the proof
     */
    record Task(
            SlicedFile source,
            @Nullable SafeReplacePlan plan,
            Baseline base,
            @Nullable Spool changes,
            ContentMap now,
            boolean isWhole,
            Still still) {
        SafeReplacePlan swap() {
            SafeReplacePlan swap = plan;
            if (swap == null) {
                throw new IllegalStateException("there is no old copy");
            }
            return swap;
        }

        Task readWhole() {
            return new Task(source, plan, base, null, now, true, still);
        }
    }

    long bytesRead() {
        return read.sum();
    }

    long sent() {
        return patch.sent() + sentWhole;
    }

    long copiedByServer() {
        return copied;
    }

    private CountedReads device(OpenFile file) {
        return new CountedReads(new HandleDevice(file), read);
    }

    /** All bytes of the source. */
    void whole(Task task, OpenFile empty) throws IOException {
        long size = task.source().size();
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        for (long at = 0; at < size; at += piece.capacity()) {
            progress.at(at, size);
            piece.clear().limit((int) Math.min(piece.capacity(), size - at));
            task.source().readFully(at, piece);
            means.bandwidth().take(piece.flip().remaining());
            sentWhole += piece.remaining();
            empty.writeFully(at, piece);
        }
        task.still().require();
    }

    /** The old copy, by its server where it can, and into that what changed. */
    void changes(Task task, OpenFile empty, StorageProvider own) throws IOException {
        copyOld(task.swap(), empty, own);
        Spool changes = task.changes();
        if (changes == null) {
            throw new IllegalStateException("it is not known what changed");
        }
        try (DraftDisk disk = DraftDisk.open(device(empty))) {
            changes.each((offset, bytes) -> {
                progress.at(offset, task.now().virtualSize());
                patch.put(disk, offset, bytes);
            });
        }
    }

    private void copyOld(SafeReplacePlan swap, OpenFile empty, StorageProvider own) throws IOException {
        try (SlicedFile old = new SlicedFile(own, swap.target(), means.slices())) {
            if (SlicedFile.moved(old.opened(), swap.file())) {
                throw new SlicedFile.MovedException();
            }
            long size = old.size();
            long at = 0;
            for (boolean copies = true; copies && at < size; ) {
                progress.at(at, size);
                long length = Math.min(BATCH, size - at);
                long done = old.copyTo(empty, List.of(new CopyRange(at, at, length)));
                copies = done == length;
                at += done;
            }
            copied += at;
            if (at < size && !means.settings().copyFromHere()) {
                throw new RefusedException(
                        Reason.NO_SERVER_COPY,
                        "the server of " + swap.locationId()
                                + " does not copy, and the policy forbids to copy from here");
            }
            ByteBuffer piece = ByteBuffer.allocate(PIECE);
            while (at < size) {
                progress.at(at, size);
                piece.clear().limit((int) Math.min(piece.capacity(), size - at));
                old.readFully(at, piece);
                read.add(piece.position());
                means.bandwidth().take(piece.flip().remaining());
                sentWhole += piece.remaining();
                at += piece.remaining();
                empty.writeFully(at - piece.remaining(), piece);
            }
            if (SlicedFile.moved(old.opened(), old.now())) {
                throw new SlicedFile.MovedException();
            }
        }
    }

    /**
     * Shows that the new file says what the source said: by the root of its map, by a second reader that finds what was written and the same sectors to count, and by a check.
     *
     * @param byteByByte whether all of the file was sent
     * @throws RefusedException if that cannot be shown
     */
    void prove(Task task, OpenFile made, boolean byteByByte) throws IOException {
        CountedReads file = device(made);
        SectorWitness witness = requireSame(task, file, byteByByte);
        Optional<String> other = SectorWitness.of(task.source()).firstCountedOnOne(witness, progress);
        if (other.isPresent()) {
            throw notProved("the second reader finds that " + other.get());
        }
        CheckReport report = DiskCheck.run("new file", file, (child, parent) -> Optional.empty(), progress);
        if (report.verdict() != Verdict.SOUND) {
            throw notProved("the check of the new file found: " + report.totals() + report.unchecked());
        }
        Identity is = Identity.of(ConversionPlanner.like(Containers.open(file)));
        Identity wanted = Identity.of(ConversionPlanner.like(Containers.open(task.source())));
        if (!is.equals(wanted)) {
            throw notProved("the new disk says of itself " + is + " where " + wanted + " was wanted");
        }
        task.still().require();
    }

    private SectorWitness requireSame(Task task, CountedReads file, boolean byteByByte) throws IOException {
        for (int mended = 0; ; mended++) {
            SectorWitness witness = SectorWitness.of(file);
            Optional<String> lost = byteByByte ? Optional.empty() : patch.firstNotFound(witness, file);
            if (lost.isPresent()) {
                throw notProved(lost.get());
            }
            VirtualDisk disk = Containers.open(file);
            ContentMap now = means.maker(task.base().nodes(), ContentKeeper.NOTHING)
                    .make(
                            disk,
                            byteByByte ? null : task.base().map(),
                            task.isWhole() || mended == MENDS ? Extent.FULL : Extent.CHANGED,
                            progress)
                    .map();
            boolean comparable = now.rules().equals(task.now().rules());
            if (comparable && now.root().equals(task.now().root())) {
                return witness;
            }
            if (!comparable || byteByByte || mended == MENDS) {
                throw notProved(
                        "the new file says " + now.root() + " (" + now.rules().text() + "), and the copy at the"
                                + " active site " + task.now().root());
            }
            mend(task, file, now);
        }
    }

    private void mend(Task task, CountedReads file, ContentMap now) throws IOException {
        List<ByteRange> differing = new ArrayList<>();
        MapReader reader = new MapReader(task.base().nodes());
        MapDifference.walk(reader.entries(task.now()), reader.entries(now), (wanted, is) -> {
            add(differing, wanted);
            add(differing, is);
        });
        patch.found();
        VirtualDisk source = Containers.open(task.source());
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        try (DraftDisk disk = DraftDisk.open(file)) {
            for (ByteRange range : differing) {
                for (long at = range.start(); at < range.end(); at += piece.capacity()) {
                    progress.at(at, task.now().virtualSize());
                    piece.clear().limit((int) Math.min(piece.capacity(), range.end() - at));
                    source.disk().readFully(at, piece);
                    patch.put(disk, at, piece.flip());
                }
            }
        }
        file.flush();
    }

    private static void add(List<ByteRange> ranges, @Nullable MapEntry entry) {
        if (entry != null) {
            ranges.addAll(entry.pieces());
        }
    }

    private static RefusedException notProved(String sentence) {
        return new RefusedException(Reason.NOT_PROVED, sentence);
    }
}

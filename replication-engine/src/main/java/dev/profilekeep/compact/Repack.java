package dev.profilekeep.compact;

import dev.profilekeep.compact.CompactionProgress.Phase;
import dev.profilekeep.content.ContentKeeper;
import dev.profilekeep.content.ContentMap;
import dev.profilekeep.content.MadeMap;
import dev.profilekeep.content.MapMaker;
import dev.profilekeep.content.Place;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.content.TemporaryNodes;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.check.CheckReport;
import dev.profilekeep.disk.check.DiskCheck;
import dev.profilekeep.disk.check.Verdict;
import dev.profilekeep.disk.compact.CompactionPlan;
import dev.profilekeep.disk.compact.RepackTarget;
import dev.profilekeep.disk.content.Chunk;
import dev.profilekeep.disk.content.ChunkSizes;
import dev.profilekeep.disk.content.ContentLayout;
import dev.profilekeep.disk.content.ContentReader;
import dev.profilekeep.disk.convert.ConversionPlanner;
import dev.profilekeep.disk.convert.ConversionTarget;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.info.DiskInspector;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.witness.CopiedRanges;
import dev.profilekeep.disk.witness.SectorSum;
import dev.profilekeep.disk.witness.SectorWitness;
import dev.profilekeep.lease.CopySeen;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.layer.HandleDevice;
import dev.profilekeep.storage.layer.SlicedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies what counts of a container into an empty file: at the server where it can, else in the one reading of the old file that makes the map of its content and the sum of its
 * sectors. Then reads the new file once, for the same two. What the old file says need not be read if it is known of this very state of it and nothing has to be written from here; what is known by a
 * map alone proves as much with the help of the second reader's tables ({@link ProofByMap}), and where that proves nothing the old file is read after all. One thread.
 */
final class Repack {
    private static final Logger LOG = LoggerFactory.getLogger(Repack.class);

    private final SlicedFile file;
    private final OpenContainer source;
    private final ContentReader reader;
    private final Clock clock;
    private final CompactionProgress progress;
    private @Nullable KnownContent known;
    private @Nullable KnownContent before;
    private @Nullable CopiedRanges copied;
    private boolean knewWrong;
    private long bytesRead;
    private long bytesWritten;
    private long bytesCopied;

    /** @param file that {@code source} was looked at in; stays the caller's to close */
    Repack(SlicedFile file, OpenContainer source, ContentReader reader, Clock clock, CompactionProgress progress) {
        this.file = file;
        this.source = source;
        this.reader = reader;
        this.clock = clock;
        this.progress = progress;
    }

    /** What the old file is known to say; passed over if it is of another state. */
    Repack knowing(KnownContent earlier) {
        known = earlier;
        return this;
    }

    /** Writes each chunk as soon as its digest is made. */
    private record Writing(RepackTarget target) implements ContentKeeper<Boolean> {
        @Override
        public Boolean take(Chunk chunk, Sha256 digest, ByteBuffer bytes) throws IOException {
            target.put(chunk, bytes);
            return Boolean.TRUE;
        }

        @Override
        public @Nullable Place keep(Chunk chunk, Sha256 digest, Boolean taken) {
            return null;
        }
    }

    /**
     * @param empty stays the caller's to close; if this does not return, what it holds is of no use
     * @throws SlicedFile.MovedException if somebody wrote to the old file meanwhile
     * @throws java.util.concurrent.CancellationException if it was stopped
     */
    void write(OpenFile empty) throws IOException {
        CompactionPlan plan = source.allowedPlan();
        CopySeen state = state();
        KnownContent given = known;
        KnownContent earlier = given != null && isOf(given, state) ? given : null;
        CopiedRanges told = new CopiedRanges();
        Progress copying = OpenContainer.in(progress, Phase.COPYING);
        MadeMap made = null;
        try (RepackTarget target = RepackTarget.begin(plan, new HandleDevice(empty))) {
            bytesCopied = ServerSideCopy.run(
                    target,
                    ranges -> {
                        if (earlier != null) {
                            ranges.forEach(range -> told.add(range.from(), range.to(), range.length()));
                        }
                        return file.copyTo(empty, ranges);
                    },
                    plan.liveBytes(),
                    half(earlier != null, 0, copying));
            if (earlier == null || bytesCopied < plan.liveBytes()) {
                made = map(plan.layout().disk(), new Writing(target), half(bytesCopied == 0, 1, copying));
                requireFiles(made.map());
            }
            target.finish();
            bytesWritten = target.bytesWritten();
        } catch (RepackTarget.NotPlannedException e) {
            // What counts now and did not when it was planned shows that somebody writes.
            var moved = new SlicedFile.MovedException();
            moved.initCause(e);
            throw moved;
        }
        before = made == null ? earlier : read(state, made, copying);
        copied = told;
        requireStill(state);
        if (earlier != null && made != null) {
            compare(earlier, made.map());
        }
    }

    private void compare(KnownContent earlier, ContentMap found) {
        knewWrong = !found.rules().equals(earlier.rules()) || !found.root().equals(earlier.root());
    }

    /** Whether it tells of a file that is in this state, by the rules of today. What was not known of the state then proves nothing now. */
    private static boolean isOf(KnownContent known, CopySeen now) {
        CopySeen state = known.state();
        return known.rules().equals(ContentMap.Rules.STANDARD)
                && !state.stamp().isEmpty()
                && state.lastWriteTime() != 0
                && state.changeTime() != 0
                && state.equals(now);
    }

    private void requireStill(CopySeen state) throws IOException {
        if (!state.equals(state())) {
            throw new SlicedFile.MovedException();
        }
    }

    private CopySeen state() throws IOException {
        StoredFile now = file.now();
        if (SlicedFile.moved(file.opened(), now)) {
            throw new SlicedFile.MovedException();
        }
        return CopySeen.of(now, DiskInspector.stamp(file));
    }

    /** Of two passes over the same bytes, each told as half of the way; {@code alone}, one is all of it. */
    private static Progress half(boolean alone, int before, Progress told) {
        return alone ? told : (done, total) -> told.at(before * total + done, 2 * total);
    }

    private KnownContent.ByTwoReaders read(CopySeen state, MadeMap made, Progress reading) throws IOException {
        SectorSum sectors = source.witness().finish(reading);
        bytesRead = made.read().bytesRead() + sectors.bytesRead();
        return new KnownContent.ByTwoReaders(
                state, made.map().rules(), made.map().root(), sectors);
    }

    /**
     * What the old file says, for the next time; once that is proved, by two readers.
     *
     * @throws IllegalStateException if nothing was written yet
     */
    KnownContent original() {
        KnownContent found = before;
        if (found == null) {
            throw new IllegalStateException("nothing was written yet");
        }
        return found;
    }

    private MadeMap map(VirtualDisk disk, ContentKeeper<Boolean> keeper, Progress told) throws IOException {
        try (TemporaryNodes nodes = TemporaryNodes.open()) {
            return new MapMaker<>(nodes, reader, keeper, ChunkSizes.STANDARD, clock)
                    .make(disk, null, MapMaker.Extent.FULL, told);
        }
    }

    private static void requireFiles(ContentMap map) throws ProofFailedException {
        if (map.kind() != ContentLayout.Kind.FILES) {
            throw new ProofFailedException(
                    "the disk is in doubt by now: " + map.rawReasons().get(0));
        }
    }

    /**
     * Reads the new file as any reader does, and compares.
     *
     * @throws ProofFailedException if it is not what the old one is
     * @throws java.util.concurrent.CancellationException if it was stopped
     */
    Proof prove(BlockDevice fresh) throws IOException {
        KnownContent then = original();
        CompactionPlan plan = source.allowedPlan();
        Progress proving = OpenContainer.in(progress, Phase.PROVING);
        if (fresh.size() != plan.bytesAfter()) {
            throw new ProofFailedException(
                    "the new file has " + fresh.size() + " bytes where " + plan.bytesAfter() + " were planned");
        }
        requireSound(fresh, proving);
        SectorWitness witness = SectorWitness.of(fresh);
        VirtualDisk made = Containers.open(witness.watched(fresh));
        requireIdentity(plan, made);
        MadeMap now;
        SectorSum sectors;
        KnownContent.ByTwoReaders full;
        if (then instanceof KnownContent.ByMap byMap) {
            ProofByMap seeing = new ProofByMap(source.witness(), witness, copies());
            now = map(made, seeing, proving);
            requireFiles(now.map());
            sectors = witness.finish(proving);
            String doubt = seeing.doubt(byMap, now.map(), sectors, proving);
            requireStill(byMap.state());
            if (doubt.isEmpty()) {
                // both say the same, so that what the second reader found in the one holds for the other
                before = new KnownContent.ByTwoReaders(byMap.state(), byMap.rules(), byMap.root(), sectors);
                return proof(now, sectors);
            }
            LOG.info(
                    "All of a disk is read that is to become smaller, for what is known of it proves nothing: {}",
                    doubt);
            full = readAfterAll(byMap, proving);
        } else {
            full = (KnownContent.ByTwoReaders) then;
            now = map(made, ContentKeeper.NOTHING, proving);
            requireFiles(now.map());
            sectors = witness.finish(proving);
        }
        if (!now.map().rules().equals(full.rules()) || !now.map().root().equals(full.root())) {
            throw new ProofFailedException("the content of the new file ("
                    + now.map().root() + ") is not that of the old one (" + full.root() + ")");
        }
        if (!sectors.sameAs(full.sectors())) {
            throw new ProofFailedException("the second reader does not find the same in both files: "
                    + source.witness().firstDifference(witness, proving).orElse("the sums of their sectors differ"));
        }
        return proof(now, sectors);
    }

    private CopiedRanges copies() {
        CopiedRanges told = copied;
        if (told == null) {
            throw new IllegalStateException("nothing was written yet");
        }
        return told;
    }

    private Proof proof(MadeMap now, SectorSum sectors) {
        return new Proof(
                now.map().root().toString(),
                sectors.sectors(),
                bytesRead + now.read().bytesRead() + sectors.bytesRead(),
                bytesWritten,
                bytesCopied);
    }

    private KnownContent.ByTwoReaders readAfterAll(KnownContent.ByMap known, Progress proving) throws IOException {
        MadeMap made = map(source.allowedPlan().layout().disk(), ContentKeeper.NOTHING, proving);
        requireFiles(made.map());
        KnownContent.ByTwoReaders found = read(known.state(), made, proving);
        requireStill(known.state());
        before = found;
        compare(known, made.map());
        return found;
    }

    /** Whether the old file was found to say something else than was known of it, though it is in the state of which that was known. */
    boolean knewWrong() {
        return knewWrong;
    }

    private static void requireSound(BlockDevice file, Progress proving) throws IOException {
        CheckReport report = DiskCheck.run("new file", file, (child, parent) -> Optional.empty(), proving);
        if (report.verdict() != Verdict.SOUND) {
            throw new ProofFailedException("the check of the new file found: " + report.totals() + report.unchecked());
        }
    }

    /** The identity of the disk lies in its container; that of its partitions and volumes is content. */
    private static void requireIdentity(CompactionPlan plan, VirtualDisk made) throws IOException {
        ConversionTarget is = ConversionPlanner.like(made);
        if (!is.equals(plan.target())) {
            throw new ProofFailedException(
                    "the new disk says of itself " + is + " where " + plan.target() + " was planned");
        }
    }
}

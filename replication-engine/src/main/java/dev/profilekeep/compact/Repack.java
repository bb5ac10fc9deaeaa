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
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.WritableBlockDevice;
import dev.profilekeep.disk.witness.SectorSum;
import dev.profilekeep.disk.witness.SectorWitness;
import dev.profilekeep.storage.layer.SlicedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Copies what counts of a container into an empty file, in one reading, which makes the map of the content and the sum of the sectors as well; then reads the new file
 * once, for the same two. One thread.
 */
final class Repack {
    private final OpenContainer source;
    private final ContentReader reader;
    private final Clock clock;
    private final CompactionProgress progress;
    private @Nullable ContentMap before;
    private @Nullable SectorSum sectorsBefore;
    private long bytesRead;
    private long bytesWritten;

    Repack(OpenContainer source, ContentReader reader, Clock clock, CompactionProgress progress) {
        this.source = source;
        this.reader = reader;
        this.clock = clock;
        this.progress = progress;
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
     * @throws java.util.concurrent.CancellationException if it was stopped
     */
    void write(WritableBlockDevice empty) throws IOException {
        CompactionPlan plan = source.allowedPlan();
        Progress copying = OpenContainer.in(progress, Phase.COPYING);
        try (RepackTarget target = RepackTarget.begin(plan, empty)) {
            MadeMap made = copied(plan, target, copying);
            requireFiles(made.map());
            target.finish();
            before = made.map();
            bytesRead = made.read().bytesRead();
            bytesWritten = target.bytesWritten();
        }
        sectorsBefore = source.witness().finish(copying);
    }

    /** What counts now and did not when it was planned shows that somebody writes. */
    private MadeMap copied(CompactionPlan plan, RepackTarget target, Progress copying) throws IOException {
        try {
            return map(plan.layout().disk(), new Writing(target), copying);
        } catch (RepackTarget.NotPlannedException e) {
            var moved = new SlicedFile.MovedException();
            moved.initCause(e);
            throw moved;
        }
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
    Proof prove(BlockDevice file) throws IOException {
        ContentMap then = before;
        SectorSum sectorsThen = sectorsBefore;
        if (then == null || sectorsThen == null) {
            throw new IllegalStateException("nothing was written yet");
        }
        CompactionPlan plan = source.allowedPlan();
        Progress proving = OpenContainer.in(progress, Phase.PROVING);
        if (file.size() != plan.bytesAfter()) {
            throw new ProofFailedException(
                    "the new file has " + file.size() + " bytes where " + plan.bytesAfter() + " were planned");
        }
        requireSound(file, proving);
        SectorWitness witness = SectorWitness.of(file);
        VirtualDisk made = Containers.open(witness.watched(file));
        requireIdentity(plan, made);
        MadeMap now = map(made, ContentKeeper.NOTHING, proving);
        requireFiles(now.map());
        if (!now.map().rules().equals(then.rules()) || !now.map().root().equals(then.root())) {
            throw new ProofFailedException("the content of the new file ("
                    + now.map().root() + ") is not that of the old one (" + then.root() + ")");
        }
        SectorSum sectors = witness.finish(proving);
        if (!sectors.sameAs(sectorsThen)) {
            throw new ProofFailedException("the second reader does not find the same in both files: "
                    + source.witness().firstDifference(witness, proving).orElse("the sums of their sectors differ"));
        }
        return new Proof(
                now.map().root().toString(),
                sectors.sectors(),
                bytesRead + sectorsThen.bytesRead() + now.read().bytesRead() + sectors.bytesRead(),
                bytesWritten);
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

package dev.profilekeep.compact;

import dev.profilekeep.compact.CompactionProgress.Phase;
import dev.profilekeep.compact.Refusal.Why;
import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.check.CheckReport;
import dev.profilekeep.disk.check.DiskCheck;
import dev.profilekeep.disk.compact.CompactionPlan;
import dev.profilekeep.disk.compact.CompactionPlanner;
import dev.profilekeep.disk.compact.CompactionWish;
import dev.profilekeep.disk.content.ChunkSizes;
import dev.profilekeep.disk.content.ContentLayout;
import dev.profilekeep.disk.content.KnownSignatures;
import dev.profilekeep.disk.content.RecordWatch;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.witness.SectorWitness;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A container that may be compacted, as two readers understand it that share no code. What the first reads, the second notes as it goes by.
 */
final class OpenContainer {
    private final BlockDevice file;
    private final @Nullable SectorWitness witness;
    private final @Nullable CompactionPlan plan;
    private final List<Refusal> refusals;

    private OpenContainer(
            BlockDevice file, @Nullable SectorWitness witness, @Nullable CompactionPlan plan, List<Refusal> refusals) {
        this.file = file;
        this.witness = witness;
        this.plan = plan;
        this.refusals = List.copyOf(refusals);
    }

    /**
     * Reads metadata only.
     *
     * @param file stays open, and stays the caller's to close
     * @param room bytes that a new file beside it may take
     * @throws IllegalArgumentException if the wish cannot be fulfilled
     * @throws IOException if the file cannot be read; damage in it is a refusal
     */
    static OpenContainer look(BlockDevice file, CompactionWish wish, long room, CompactionProgress progress)
            throws IOException {
        Progress planning = in(progress, Phase.PLANNING);
        List<Refusal> refusals = new ArrayList<>();
        CheckReport check = DiskCheck.run("disk", file, (child, parent) -> Optional.empty(), planning);
        SectorWitness witness = null;
        String notSeen = "";
        try {
            witness = SectorWitness.of(file);
        } catch (DiskException | EOFException e) {
            notSeen = String.valueOf(e.getMessage());
        }
        CompactionPlan plan = null;
        try {
            plan = plan(witness == null ? file : witness.watched(file), check, wish, room, planning);
            plan.obstacles().stream().map(Refusal::of).forEach(refusals::add);
        } catch (UnsupportedDiskException e) {
            refusals.add(new Refusal(Why.NOT_CHECKED, "it is of a kind that is not understood: " + e.getMessage()));
        } catch (DiskException | EOFException e) {
            refusals.add(new Refusal(Why.DAMAGED, "it cannot be read: " + e.getMessage()));
        }
        if (witness == null && refusals.isEmpty()) {
            refusals.add(new Refusal(Why.NO_SECOND_OPINION, "the second reader does not understand it: " + notSeen));
        }
        return new OpenContainer(file, witness, plan, refusals);
    }

    private static CompactionPlan plan(
            BlockDevice file, CheckReport check, CompactionWish wish, long room, Progress planning) throws IOException {
        ContentLayout layout = ContentLayout.of(
                Containers.open(file), ChunkSizes.STANDARD, KnownSignatures.NONE, RecordWatch.NONE, planning);
        return CompactionPlanner.plan(file.size(), layout, check, wish, room);
    }

    static Progress in(CompactionProgress progress, Phase phase) {
        return (done, total) -> {
            if (!progress.at(phase, done, total)) {
                throw new CancellationException("stopped");
            }
            return true;
        };
    }

    /** Why it is not to be compacted, by what the file says. */
    List<Refusal> refusals() {
        return refusals;
    }

    /** What would be done; empty if the file cannot be read. */
    Optional<CompactionPlan> plan() {
        return Optional.ofNullable(plan);
    }

    long size() throws IOException {
        return file.size();
    }

    CompactionPlan allowedPlan() {
        CompactionPlan allowed = plan;
        if (allowed == null || !refusals.isEmpty()) {
            throw new IllegalStateException("not to be compacted: " + refusals);
        }
        return allowed;
    }

    SectorWitness witness() {
        if (witness == null) {
            throw new IllegalStateException("nobody has seen it");
        }
        return witness;
    }
}

package dev.profilekeep.replicate;

import dev.profilekeep.audit.Act;
import dev.profilekeep.audit.AuditEntry;
import dev.profilekeep.compact.Refusal;
import dev.profilekeep.content.ContentKeeper;
import dev.profilekeep.content.ContentMap;
import dev.profilekeep.content.MadeMap;
import dev.profilekeep.content.MapMaker.Extent;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.convert.ConversionPlanner;
import dev.profilekeep.disk.convert.DraftDisk;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.info.DiskInspector;
import dev.profilekeep.lease.CopySeen;
import dev.profilekeep.lease.Kept;
import dev.profilekeep.lease.Lease;
import dev.profilekeep.lease.LeaseRefusedException;
import dev.profilekeep.lease.LeaseRequest;
import dev.profilekeep.lease.PreparedSwap;
import dev.profilekeep.lease.SafeReplace;
import dev.profilekeep.lease.SafeReplacePlan;
import dev.profilekeep.lease.SwapOutcome;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.Volume;
import dev.profilekeep.storage.layer.SlicedFile;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out one plan. For one use by one thread. */
final class CarryRun {
    private static final Logger LOG = LoggerFactory.getLogger(CarryRun.class);
    private static final String ACT = "container.replicate";
    private static final int PERCENT = 100;

    private final Means means;
    private final ReplicationPlan plan;
    private final Pair pair;
    private final Progress progress;
    private final Draft draft;
    private @Nullable SlicedFile source;
    private long readAtTarget;
    private long chunks;

    CarryRun(Means means, ReplicationPlan plan, BooleanSupplier stop) {
        this.means = means;
        this.plan = plan;
        this.pair = plan.pair();
        this.progress = (done, total) -> {
            if (stop.getAsBoolean()) {
                throw new CancellationException("stopped");
            }
            return true;
        };
        this.draft = new Draft(means, progress);
    }

    Counts counts() {
        SlicedFile read = source;
        return new Counts(
                read == null ? 0 : read.bytesRead(),
                readAtTarget + draft.bytesRead(),
                draft.sent(),
                draft.copiedByServer(),
                chunks);
    }

    ReplicationOutcome run() throws IOException, LeaseRefusedException {
        requireSound();
        Agreement agreed = plan.agreement();
        try (SlicedFile file = new SlicedFile(means.storage(pair.from()), pair.source(), means.slices());
                Baseline base = Baseline.open(means.archive(), agreed == null ? null : agreed.root());
                Spool spool = Spool.open()) {
            source = file;
            CopySeen state = state(file);
            if (!state.equals(plan.source())) {
                throw new SlicedFile.MovedException();
            }
            return switch (plan.way()) {
                case FIRST_COPY -> first(file, state, base);
                case COMPARE -> compare(file, state, base);
                default -> changes(file, state, base, spool, agreed(agreed));
            };
        }
    }

    private static Agreement agreed(@Nullable Agreement agreement) {
        if (agreement == null) {
            throw new IllegalStateException("nothing was agreed");
        }
        return agreement;
    }

    private SafeReplacePlan swap() {
        SafeReplacePlan swap = plan.swap();
        if (swap == null) {
            throw new IllegalStateException("no swap was planned");
        }
        return swap;
    }

    /** A damaged disk, or one in doubt, is not carried over a sound one. */
    private void requireSound() throws IOException {
        Optional<Refusal> against =
                ContainerReplicator.content(means, pair.from(), pair.source()).look(0);
        if (against.isPresent()) {
            throw new RefusedException(
                    Reasons.of(against.get().why()),
                    "at " + pair.from() + ": " + against.get().sentence());
        }
    }

    private static CopySeen state(SlicedFile file) throws IOException {
        StoredFile now = file.now();
        if (SlicedFile.moved(file.opened(), now)) {
            throw new SlicedFile.MovedException();
        }
        return CopySeen.of(now, DiskInspector.stamp(file));
    }

    private static void requireStill(SlicedFile file, CopySeen state) throws IOException {
        if (!state(file).equals(state)) {
            throw new SlicedFile.MovedException();
        }
    }

    private ContentMap read(SlicedFile file, CopySeen state, Baseline base, Extent extent, ContentKeeper<?> keeper)
            throws IOException {
        VirtualDisk disk = Containers.open(file);
        MadeMap made = means.maker(base.nodes(), keeper).make(disk, base.map(), extent, progress);
        requireStill(file, state);
        if (!made.map().rules().equals(ContentMap.Rules.STANDARD)) {
            throw new RefusedException(
                    Reason.SOURCE_UNSOUND,
                    "the disk is in doubt: " + made.map().rawReasons().get(0));
        }
        return made.map();
    }

    private ReplicationOutcome changes(SlicedFile file, CopySeen state, Baseline base, Spool spool, Agreement agreed)
            throws IOException, LeaseRefusedException {
        SafeReplacePlan swap = swap();
        CopySeen there = swap.seen().ofContent();
        Sha256 said = agreed.target().ofContent().differsFrom(there).isEmpty()
                ? agreed.root()
                : root(means.storage(pair.to()), swap);
        Instant began = means.clock().instant();
        boolean whole = base.map() == null
                || agreed.fullAt().plus(means.settings().fullEvery()).isBefore(began);
        ContentMap now = read(file, state, base, whole ? Extent.FULL : Extent.CHANGED, spool);
        chunks = spool.count();
        if (now.root().equals(said)) {
            return sameAlready(agreed, state, there, base, now, began);
        }
        if (!said.equals(agreed.root())) {
            throw changedThere(agreed, !now.root().equals(agreed.root()));
        }
        means.archive().keep(now, base.nodes());
        requireRoom(Math.max(swap.file().size(), file.size()));
        Draft.Task task = new Draft.Task(file, swap, base, spool, now, whole, () -> requireStill(file, state));
        Agreement next = new Agreement(
                pair.containerId(),
                pair.from(),
                pair.to(),
                now.root(),
                state,
                there,
                began,
                whole ? began : agreed.fullAt());
        ReplicationOutcome outcome;
        try (PreparedSwap prepared = prepare(file, task)) {
            outcome = exchange(prepared, next);
        }
        if (outcome.isUpToDate()) {
            dropOld();
        }
        return outcome;
    }

    /** By the changes alone where the container allows that; else all of the file. */
    private PreparedSwap prepare(SlicedFile file, Draft.Task task) throws IOException {
        ContainerReplicator.requireOpen(means.gate(), pair);
        if (isAlike(file, task.swap())) {
            try {
                return means.swaps()
                        .prepareBeside(
                                task.swap(),
                                (empty, own) -> draft.changes(task, empty, own),
                                made -> draft.prove(task, made, false));
            } catch (DraftDisk.NoPlaceException e) {
                LOG.info("container={} all of the file is sent: {}", pair.containerId(), e.getMessage());
            }
        }
        Draft.Task all = task.readWhole();
        return means.swaps()
                .prepare(all.swap(), empty -> draft.whole(all, empty), made -> draft.prove(all, made, true));
    }

    /** Whether the old copy is the same disk in the same kind of container, whatever its layout. */
    private boolean isAlike(SlicedFile file, SafeReplacePlan swap) throws IOException {
        try (SlicedFile old = new SlicedFile(means.storage(pair.to()), swap.target(), means.slices())) {
            Identity here = Identity.of(ConversionPlanner.like(Containers.open(file)));
            Identity there = Identity.of(ConversionPlanner.like(Containers.open(old)));
            readAtTarget += old.bytesRead();
            if (!here.isSameDisk(there)) {
                throw new RefusedException(
                        Reason.DIVERGED,
                        "the disk at " + pair.from() + " is another one than the copy at " + pair.to()
                                + " is of: a profile that was made anew must not take the place of the old one, so both"
                                + " are kept, and a person decides which one counts");
            }
            return here.equals(there);
        }
    }

    /** What they say is not in question: only which bytes of which file say so. */
    private ReplicationOutcome sameAlready(
            Agreement agreed, CopySeen state, CopySeen there, Baseline base, ContentMap now, Instant began)
            throws IOException {
        ContainerReplicator.requireOpen(means.gate(), pair);
        means.archive().keep(now, base.nodes());
        means.book()
                .record(new Agreement(
                        pair.containerId(), pair.from(), pair.to(), now.root(), state, there, began, agreed.fullAt()));
        return done(ReplicationOutcome.Word.UNCHANGED, "both say the same: a file changed, and not what it says");
    }

    /** Somebody worked with the other copy. */
    private RefusedException changedThere(Agreement agreed, boolean both) {
        return new RefusedException(
                both ? Reason.DIVERGED : Reason.NEWER_AT_SECONDARY,
                "the copy at " + pair.to() + " says something else than at " + agreed.at()
                        + (both ? ", and so does the one at " + pair.from() : "")
                        + ": both are kept, and a person decides which one counts");
    }

    /** Reads all of the other copy, which is another file than it was: somebody worked with it, or it was only laid out anew. */
    private Sha256 root(StorageProvider storage, SafeReplacePlan swap) throws IOException {
        try (SlicedFile file = new SlicedFile(storage, swap.target(), means.slices());
                Baseline none = Baseline.none()) {
            CopySeen state = state(file);
            if (!swap.seen().ofContent().differsFrom(state).isEmpty()) {
                throw new SlicedFile.MovedException();
            }
            ContentMap map = means.maker(none.nodes(), ContentKeeper.NOTHING)
                    .make(Containers.open(file), null, Extent.FULL, progress)
                    .map();
            requireStill(file, state);
            readAtTarget += file.bytesRead();
            if (!map.rules().equals(ContentMap.Rules.STANDARD)) {
                throw new RefusedException(
                        Reason.DIVERGED,
                        "the copy at " + pair.to() + " is in doubt ("
                                + map.rawReasons().get(0) + "): somebody worked with it, so it is not replaced");
            }
            return map.root();
        }
    }

    private ReplicationOutcome compare(SlicedFile file, CopySeen state, Baseline base) throws IOException {
        Instant began = means.clock().instant();
        SafeReplacePlan there = means.swaps()
                .plan(pair.containerId(), pair.to(), pair.target(), ContainerReplicator.PURPOSE, means.initiator());
        ContentMap now = read(file, state, base, Extent.FULL, ContentKeeper.NOTHING);
        Sha256 root = root(means.storage(pair.to()), there);
        if (!root.equals(now.root())) {
            throw new RefusedException(
                    Reason.NEVER_AGREED,
                    "both copies are there, and do not say the same, and it is not known that they ever did: a person"
                            + " decides which one counts");
        }
        requireStill(file, state);
        means.archive().keep(now, base.nodes());
        means.book()
                .record(new Agreement(
                        pair.containerId(),
                        pair.from(),
                        pair.to(),
                        root,
                        state,
                        there.seen().ofContent(),
                        began,
                        began));
        return done(ReplicationOutcome.Word.AGREED, "both say the same, as reading both whole has shown");
    }

    private ReplicationOutcome first(SlicedFile file, CopySeen state, Baseline base) throws IOException {
        Instant began = means.clock().instant();
        ContainerReplicator.requireOpen(means.gate(), pair);
        requireRoom(file.size());
        ContentMap now = read(file, state, base, Extent.FULL, ContentKeeper.NOTHING);
        chunks = now.chunks();
        means.archive().keep(now, base.nodes());
        StorageProvider from = means.storage(pair.from());
        SafeReplace.NewPlace place = new SafeReplace.NewPlace(
                pair.containerId(),
                pair.to(),
                pair.target(),
                ContainerReplicator.PURPOSE,
                means.initiator(),
                from.security(pair.source()),
                file.opened().creationTime());
        Draft.Task task = new Draft.Task(file, null, base, null, now, true, () -> requireStill(file, state));
        Agreement[] next = new Agreement[1];
        told(() -> {
            means.swaps().create(place, empty -> draft.whole(task, empty), made -> {
                draft.prove(task, made, true);
                CopySeen fresh = ContainerReplicator.seen(made);
                // its dates are settled when it is closed
                CopySeen undated = new CopySeen(fresh.size(), 0, 0, fresh.fileId(), fresh.stamp());
                next[0] = new Agreement(
                        pair.containerId(), pair.from(), pair.to(), now.root(), state, undated, began, began);
                ContainerReplicator.requireOpen(means.gate(), pair);
                means.book().intend(next[0]);
            });
            return true;
        });
        Agreement intended = agreed(next[0]);
        CopySeen came = ContainerReplicator.seen(means.storage(pair.to()), pair.target())
                .filter(seen -> intended.target().differsFrom(seen).isEmpty())
                .orElse(intended.target());
        means.book().record(intended.in(state, came.ofContent(), began));
        return done(ReplicationOutcome.Word.COPIED, "there is a copy at " + pair.to() + " now");
    }

    private void requireRoom(long bytes) throws IOException {
        Optional<Volume> volume = means.storage(pair.to()).volume();
        if (volume.isPresent()) {
            long stays = volume.get().totalBytes() / PERCENT * means.settings().keepFreePercent();
            if (volume.get().freeBytes() - stays < bytes) {
                throw new RefusedException(
                        Reason.NO_ROOM,
                        "the new file needs " + bytes + " bytes at " + pair.to() + ", and "
                                + Math.max(0, volume.get().freeBytes() - stays) + " are free");
            }
        }
    }

    private ReplicationOutcome exchange(PreparedSwap prepared, Agreement planned)
            throws IOException, LeaseRefusedException {
        CopySeen fresh;
        try (OpenFile made = means.swaps().openPrepared(prepared)) {
            fresh = ContainerReplicator.seen(made).ofContent();
        }
        Agreement next = planned.in(planned.source(), fresh, planned.at());
        LeaseRequest request = new LeaseRequest(
                pair.containerId(),
                List.of(prepared.plan().copy()),
                ContainerReplicator.PURPOSE,
                means.initiator(),
                means.actor());
        progress.at(0, 1);
        means.book().intend(next);
        SwapOutcome outcome;
        try {
            outcome = told(() -> {
                try (Lease lease = means.leases().take(request)) {
                    ContainerReplicator.requireOpen(means.gate(), pair);
                    ContainerReplicator.requireFree(means, pair.to(), pair.target());
                    return means.swaps().swap(prepared, lease);
                } catch (LeaseRefusedException e) {
                    throw new NotTakenException(e);
                }
            });
        } catch (NotTakenException e) {
            throw e.refused;
        }
        if (outcome instanceof SwapOutcome.Swapped) {
            means.book().record(next);
            return done(
                    ReplicationOutcome.Word.CARRIED,
                    "the copy at " + pair.to() + " says what the one at " + pair.from() + " said at " + planned.at());
        }
        Reason reason = outcome instanceof SwapOutcome.Conflict
                ? Reason.DIVERGED
                : outcome instanceof SwapOutcome.Unsettled ? Reason.UNREACHABLE : Reason.IN_USE;
        return new ReplicationOutcome(ReplicationOutcome.Word.LEFT, reason, outcome.sentence(), counts());
    }

    private static final class NotTakenException extends IOException {
        private static final long serialVersionUID = 1L;
        private final transient LeaseRefusedException refused;

        NotTakenException(LeaseRefusedException refused) {
            super(refused.reason().sentence(), refused);
            this.refused = refused;
        }
    }

    /**
     * Old files of ours, also of a run that was cut off: what they said is what the active site's copy said earlier, and the new one is proved and recorded. Those that others keep,
     * such as a restore, stay.
     */
    private void dropOld() {
        try {
            for (Kept kept : means.swaps().keptOf(pair.to(), pair.containerId())) {
                if (kept.purpose().equals(ContainerReplicator.PURPOSE)
                        && kept.target().equals(pair.target())
                        && !kept.conflict()) {
                    means.swaps().drop(kept, means.initiator());
                }
            }
        } catch (IOException e) {
            LOG.warn(
                    "container={} location={} an old copy still takes room: {}",
                    pair.containerId(),
                    pair.to(),
                    e.getMessage());
        }
    }

    private <T> T told(Act.Deed<T, IOException> deed) throws IOException {
        return Act.<T, IOException>told(
                (evidence, outcome) -> means.audit()
                        .append(
                                means.actor(),
                                new AuditEntry(
                                        ACT,
                                        "container:" + pair.containerId(),
                                        "so that a copy is at hand at another site",
                                        evidence,
                                        outcome)),
                Map.of(
                        "from",
                        pair.from(),
                        "to",
                        pair.to(),
                        "path",
                        pair.target().value()),
                deed,
                came -> came instanceof SwapOutcome swap ? Map.of("swap", swap.sentence()) : Map.of(),
                e -> e instanceof RefusedException || e instanceof NotTakenException
                        ? String.valueOf(e.getMessage())
                        : "");
    }

    private ReplicationOutcome done(ReplicationOutcome.Word word, String sentence) {
        return new ReplicationOutcome(word, Reason.NONE, sentence, counts());
    }
}

package dev.profilekeep.compact.estate;

import dev.profilekeep.catalog.Reach;
import dev.profilekeep.compact.CompactionProgress;
import dev.profilekeep.compact.CopyRepack;
import dev.profilekeep.compact.FilePlan;
import dev.profilekeep.compact.Refusal.Why;
import dev.profilekeep.compact.estate.CompactionItem.Waits;
import dev.profilekeep.config.CompactionPolicy;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.SetConfig;
import dev.profilekeep.disk.compact.CompactionPlan;
import dev.profilekeep.disk.compact.CompactionWish;
import dev.profilekeep.disk.content.ContentReader;
import dev.profilekeep.disk.convert.ConversionTarget;
import dev.profilekeep.lease.Kept;
import dev.profilekeep.lease.SwapOutcome;
import dev.profilekeep.lock.JudgedLock;
import dev.profilekeep.lock.LockVerdict;
import dev.profilekeep.restore.CopiesDifferException;
import dev.profilekeep.restore.CopyOutcome;
import dev.profilekeep.restore.ReplacementPlan;
import dev.profilekeep.restore.Replacements;
import dev.profilekeep.restore.Replacements.NewContent;
import dev.profilekeep.restore.RestoreOutcome;
import dev.profilekeep.restore.RestoreRefusal;
import dev.profilekeep.restore.RestoreRequest;
import dev.profilekeep.restore.RestoreTarget;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.layer.SlicedFile;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes all copies of one container smaller, as one act: each from its own bytes and with a proof of its own; then all change hands under one lease. A copy that is small enough stays. Under
 * Cloud Cache the first copy is made anew, the others are proved to say the same and get its bytes, and all or none change hands. Safe for several threads.
 */
final class ContainerCompactor {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerCompactor.class);
    /** What a machine reads and writes of these in a second, as if no server copied and nothing was known; only their order matters. */
    private static final long BYTES_PER_SECOND = 64L << 20;
    /** Of every container: looks, checks and the exchange. */
    private static final long AT_LEAST_SECONDS = 5;

    private final ProfileKeepConfig config;
    private final CompactionPolicy policy;
    private final Replacements replacements;
    private final BiFunction<String, Initiator, StorageProvider> storages;
    private final KnownMaps known;
    private final SlicedFile.Slices slices;
    private final ContentReader reader;
    private final Clock clock;
    private final LikeFirst likeFirst;

    /** @param storages gives a location's storage, guarded; shared and not to be closed */
    ContainerCompactor(
            ProfileKeepConfig config,
            Replacements replacements,
            BiFunction<String, Initiator, StorageProvider> storages,
            KnownMaps known,
            SlicedFile.Slices slices,
            ContentReader reader,
            Clock clock) {
        this.config = config;
        this.policy = config.compaction();
        this.replacements = replacements;
        this.storages = storages;
        this.known = known;
        this.slices = slices;
        this.reader = reader;
        this.clock = clock;
        this.likeFirst = new LikeFirst(storages, slices, reader, clock, policy);
    }

    /**
     * What became of a container.
     *
     * @param end how it ended
     * @param reason why it is not smaller; none if it is
     * @param kept the old files of the copies that are smaller now
     */
    record Result(End end, Reason reason, List<Kept> kept) {
        enum End {
            /** At least one copy is smaller; the reason says of another that it is not. */
            COMPACTED,
            LEFT,
            FAILED,
            STOPPED,
            /** What became of a copy is not known, or not over: it is asked for again. */
            UNSETTLED
        }
    }

    /**
     * Reads metadata only.
     *
     * @throws java.util.concurrent.CancellationException if it was stopped
     */
    Look look(WorkRows.Work work, Initiator initiator, BooleanSupplier stop) throws IOException {
        if (isForbidden(work.setId())) {
            return refused(work, forbidden());
        }
        ReplacementPlan plan = replacements.plan(work.containerId(), Reach.EVERYWHERE, initiator);
        RestoreRefusal refusal = plan.refusal();
        if (refusal != null && plan.targets().isEmpty()) {
            return refused(work, reason(refusal));
        }
        List<Look.Copy> copies = new ArrayList<>();
        long seconds = AT_LEAST_SECONDS;
        Reason against = Reason.NONE;
        boolean worth = false;
        boolean asOne = isUnderCloudCache(work.setId());
        for (RestoreTarget target : plan.targets()) {
            if (asOne && !copies.isEmpty()) {
                Look.Copy first = copies.get(0);
                Look.Copy other = likeFirst.look(work.setId(), target, first, initiator, progress(stop));
                copies.add(other);
                seconds += 3 * Math.max(0, first.bytesPlanned()) / BYTES_PER_SECOND;
                against = against.isNone() && !other.reason().isContentment() ? other.reason() : against;
                continue;
            }
            Look.Copy copy;
            try (CopyRepack repack = repack(work.setId(), target, initiator, progress(stop))) {
                FilePlan file = repack.plan();
                CompactionPlan disk = file.disk();
                copy = copy(target, file);
                seconds += disk == null ? 0 : disk.bytesToMove() / BYTES_PER_SECOND;
            } catch (IOException e) {
                copy = new Look.Copy(target.locationId(), reason(e), target.bytes(), -1, 0);
            }
            copies.add(copy);
            worth |= copy.reason().isNone();
            if (against.isNone() && !copy.reason().isNone() && !copy.reason().isContentment()) {
                against = copy.reason();
            }
        }
        if (against.isNone() && !worth) {
            against = copies.get(0).reason();
        }
        if (against.isNone() && refusal != null) {
            against = reason(refusal);
        }
        return new Look(against, copies, seconds);
    }

    /** Whether hosts carry changes between the copies by their place, so that all of them have one layout or none is touched. */
    private boolean isUnderCloudCache(String setId) {
        return config.set(setId)
                .filter(set -> set.replication() == SetConfig.Replication.CLOUD_CACHE)
                .isPresent();
    }

    /** The file may say otherwise by now than when the run began. */
    private boolean isForbidden(String setId) {
        return isUnderCloudCache(setId) && !policy.isUnderCloudCache(setId);
    }

    private static Reason forbidden() {
        return new Reason(Waits.CLOUD_CACHE, Candidates.CLOUD_CACHE);
    }

    private static Look refused(WorkRows.Work work, Reason reason) {
        return new Look(
                reason,
                work.copies().stream()
                        .map(location -> new Look.Copy(location, reason, 0, -1, 0))
                        .toList(),
                0);
    }

    private Look.Copy copy(RestoreTarget target, FilePlan file) {
        Reason reason = file.refusals().isEmpty()
                ? Reason.NONE
                : Reason.of(file.refusals().get(0));
        CompactionPlan disk = file.disk();
        if (disk == null || !disk.isMeasured()) {
            return new Look.Copy(target.locationId(), reason, file.fileBytes(), -1, 0);
        }
        if (reason.isNone() && !isWorth(disk)) {
            reason = Reason.of(
                    Why.GAIN_TOO_SMALL,
                    "as a dynamic disk it would take " + disk.bytesAfter() + " bytes instead of " + file.fileBytes()
                            + ": less is gained than is worth the work");
        }
        return new Look.Copy(
                target.locationId(), reason, file.fileBytes(), disk.bytesAfter(), blockSize(disk.target()));
    }

    /** The planner lets through whatever changes its form; a night is there to free room. */
    private boolean isWorth(CompactionPlan disk) {
        return disk.gain() >= policy.minimumBytes()
                && disk.gain() * 100.0 >= (double) policy.minimumPercent() * disk.fileBytes()
                && disk.gain() > 0;
    }

    private static int blockSize(ConversionTarget target) {
        if (target instanceof ConversionTarget.Vhdx vhdx) {
            return vhdx.envelope().fixed() ? 0 : vhdx.envelope().blockSize();
        }
        return target instanceof ConversionTarget.Vhd vhd && !vhd.envelope().fixed()
                ? vhd.envelope().blockSize()
                : 0;
    }

    private CopyRepack repack(String setId, RestoreTarget target, Initiator initiator, CompactionProgress progress) {
        CompactionWish wish = CompactionWish.USUAL
                .withThreshold(policy.minimumBytes(), policy.minimumPercent() / 100.0)
                .withBlockSize(policy.blockSizeOf(setId).orElse(null))
                .withForm(false, policy.isDynamic(setId));
        CopyRepack repack = new CopyRepack(
                storages.apply(target.locationId(), initiator),
                target.path(),
                wish,
                slices,
                reader,
                clock,
                policy.keepFreePercent(),
                progress);
        return isUnderCloudCache(setId) ? repack.besideState() : repack;
    }

    private static CompactionProgress progress(BooleanSupplier stop) {
        return (phase, done, total) -> !stop.getAsBoolean();
    }

    /**
     * Does it, if nothing stands against it by now.
     *
     * @param begins is told the purpose of the act before anything is made
     * @param stop asked often; heeded until names change hands
     */
    Result compact(WorkRows.Work work, RestoreRequest request, Consumer<String> begins, BooleanSupplier stop) {
        if (isForbidden(work.setId())) {
            return new Result(Result.End.LEFT, forbidden(), List.of());
        }
        ReplacementPlan plan = replacements.plan(work.containerId(), request.reach(), request.initiator());
        RestoreRefusal refusal = plan.refusal();
        if (refusal != null) {
            return new Result(Result.End.LEFT, reason(refusal), List.of());
        }
        begins.accept(plan.purpose());
        Making making = new Making(work, request, stop);
        try {
            List<RestoreTarget> targets = plan.targets().stream()
                    .filter(target -> work.copies().contains(target.locationId()))
                    .toList();
            boolean asOne = isUnderCloudCache(work.setId());
            List<NewContent> files = asOne
                    ? making.asOne(targets)
                    : targets.stream().map(making::file).toList();
            if (files.isEmpty() || asOne && files.size() < plan.targets().size()) {
                return new Result(Result.End.LEFT, gone(), List.of());
            }
            RestoreOutcome outcome = replacements.run(
                    plan, files, evidence(plan, work), request, (phase, done, total) -> !stop.getAsBoolean());
            making.tellWhatWasKnownWrong();
            return making.result(outcome);
        } finally {
            making.close();
        }
    }

    private static Reason gone() {
        return new Reason(Waits.UNREACHABLE, "its copies are not where they were: they are looked for again next time");
    }

    private static Map<String, String> evidence(ReplacementPlan plan, WorkRows.Work work) {
        Map<String, String> evidence = new TreeMap<>();
        evidence.put("purpose", plan.purpose());
        for (RestoreTarget target : plan.targets()) {
            if (work.copies().contains(target.locationId())) {
                evidence.put("bytesBefore at " + target.locationId(), Long.toString(target.bytes()));
            }
        }
        return evidence;
    }

    /** One act: the copies that are read, and what went wrong with one. */
    private final class Making {
        private final WorkRows.Work work;
        private final RestoreRequest request;
        private final BooleanSupplier stop;
        private final Map<String, CopyRepack> repacks = new LinkedHashMap<>();
        private @Nullable IOException failure;

        Making(WorkRows.Work work, RestoreRequest request, BooleanSupplier stop) {
            this.work = work;
            this.request = request;
            this.stop = stop;
        }

        NewContent file(RestoreTarget target) {
            return file(target, begun(target));
        }

        private CopyRepack begun(RestoreTarget target) {
            CopyRepack repack = repack(work.setId(), target, request.initiator(), progress(stop));
            if (!isUnderCloudCache(work.setId())) {
                // all of the first copy is read where others are to be compared with it, by both readers
                known.of(work.containerId(), target.locationId(), target.path()).ifPresent(repack::knowing);
            }
            repacks.put(target.locationId(), repack);
            return repack;
        }

        private NewContent file(RestoreTarget target, CopyRepack repack) {
            return new NewContent(
                    target.locationId(),
                    (empty, own, planned) -> noted(() -> repack.write(empty, own, planned)),
                    made -> noted(() -> repack.check(made)));
        }

        /** The first copy made anew, and its bytes for the others, if they say the same. */
        List<NewContent> asOne(List<RestoreTarget> targets) {
            List<NewContent> files = new ArrayList<>();
            for (RestoreTarget target : targets) {
                files.add(
                        files.isEmpty()
                                ? first(target, targets.subList(1, targets.size()))
                                : NewContent.likeFirst(target.locationId()));
            }
            return files;
        }

        private NewContent first(RestoreTarget target, List<RestoreTarget> others) {
            CopyRepack repack = begun(target);
            NewContent own = file(target, repack);
            return new NewContent(own.locationId(), own.writing(), made -> {
                own.check().run(made);
                for (RestoreTarget other : others) {
                    noted(() -> likeFirst.require(
                            work.setId(), other, target, repack, request.initiator(), progress(stop)));
                }
            });
        }

        private interface Step {
            void run() throws IOException;
        }

        private void noted(Step step) throws IOException {
            try {
                step.run();
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }

        Result result(RestoreOutcome outcome) {
            if (outcome instanceof RestoreOutcome.Restored done) {
                return new Result(Result.End.COMPACTED, Reason.NONE, kept(done.copies()));
            }
            if (outcome instanceof RestoreOutcome.Partly part) {
                if (part.copies().stream().anyMatch(copy -> copy.swap() instanceof SwapOutcome.Unsettled)) {
                    return new Result(Result.End.UNSETTLED, new Reason(Waits.FAILED, part.sentence()), List.of());
                }
                List<Kept> kept = kept(part.copies());
                Reason reason = new Reason(Waits.FAILED, part.sentence());
                return new Result(kept.isEmpty() ? Result.End.FAILED : Result.End.COMPACTED, reason, kept);
            }
            if (outcome instanceof RestoreOutcome.Stopped) {
                return new Result(Result.End.STOPPED, Reason.NONE, List.of());
            }
            IOException broken = failure;
            if (broken != null) {
                return isFailure(broken)
                        ? new Result(
                                Result.End.FAILED,
                                new Reason(Waits.FAILED, String.valueOf(broken.getMessage())),
                                List.of())
                        : new Result(Result.End.LEFT, reason(broken), List.of());
            }
            RestoreRefusal refusal = outcome instanceof RestoreOutcome.WaitsForLock waits
                    ? waits.refusal()
                    : ((RestoreOutcome.Refused) outcome).refusal();
            return refusal.why() == RestoreRefusal.Why.SNAPSHOT_DAMAGED
                    ? new Result(Result.End.FAILED, new Reason(Waits.FAILED, refusal.sentence()), List.of())
                    : new Result(Result.End.LEFT, reason(refusal), List.of());
        }

        /** What became of the copies does not depend on it. */
        private void tellWhatWasKnownWrong() {
            repacks.forEach((location, repack) -> {
                if (repack.knewWrong()) {
                    LOG.warn(
                            "container={} location={} says something else than its last backup has, though nothing said that it"
                                    + " changed since: all of it was read",
                            work.containerId(),
                            location);
                    try {
                        known.differs(work.containerId(), location);
                    } catch (RuntimeException e) {
                        LOG.warn("container={} that could not be kept as a finding", work.containerId(), e);
                    }
                }
            });
        }

        private static List<Kept> kept(List<CopyOutcome> copies) {
            return copies.stream()
                    .map(CopyOutcome::swap)
                    .filter(SwapOutcome.Swapped.class::isInstance)
                    .map(swap -> ((SwapOutcome.Swapped) swap).kept())
                    .toList();
        }

        void close() {
            for (CopyRepack repack : repacks.values()) {
                try {
                    repack.close();
                } catch (IOException e) {
                    // it was open for reading alone
                }
            }
        }
    }

    /** Whether it says something of what we made, and not of what others did meanwhile. */
    private static boolean isFailure(IOException e) {
        return e instanceof StorageException.Failed
                || !(e instanceof StorageException)
                        && !(e instanceof SlicedFile.MovedException)
                        && !(e instanceof CopiesDifferException)
                        && !(e instanceof CopyRepack.RefusedException);
    }

    /** Why a copy could not be read, or a new file not be made. */
    static Reason reason(IOException e) {
        String words = String.valueOf(e.getMessage());
        if (e instanceof CopyRepack.RefusedException refused) {
            return Reason.of(refused.why(), words);
        }
        if (e instanceof CopiesDifferException) {
            return new Reason(Waits.COPIES_DIFFER, words);
        }
        if (e instanceof StorageException.Busy || e instanceof SlicedFile.MovedException) {
            return Reason.of(Why.IN_USE, "somebody uses it: " + words);
        }
        if (e instanceof StorageException.Full) {
            return Reason.of(Why.NO_ROOM, words);
        }
        if (e instanceof StorageException.Denied) {
            return Reason.of(Why.NO_SAFE_SWAP, words);
        }
        if (e instanceof StorageException) {
            return new Reason(Waits.UNREACHABLE, words);
        }
        return Reason.of(Why.DAMAGED, words);
    }

    /** Whether a lock lies there, and nobody is known to work behind it. */
    private static boolean isLeftLock(RestoreRefusal refusal) {
        JudgedLock lock = refusal.lock();
        return lock != null && !(lock.verdict() instanceof LockVerdict.Live);
    }

    /** Why its copies may not be replaced now. */
    private static Reason reason(RestoreRefusal refusal) {
        String words = refusal.sentence();
        return switch (refusal.why()) {
            case LOCKED -> Reason.of(isLeftLock(refusal) ? Why.LOCKED : Why.IN_USE, words);
            case HELD_BY_US, CHANGED -> Reason.of(Why.IN_USE, words);
            case DIFFERENCE_DISK -> Reason.of(Why.DIFFERENCE_BESIDE, words);
            case SEVERAL_DISKS -> new Reason(Waits.SEVERAL_DISKS, words);
            case STORAGE_REPLICA -> new Reason(Waits.STORAGE_REPLICA, words);
            case CLOUD_CACHE -> new Reason(Waits.CLOUD_CACHE, words);
            case COPIES_DIFFER -> new Reason(Waits.COPIES_DIFFER, words);
            case MODE -> new Reason(Waits.MODE, words);
            case NO_ROOM -> Reason.of(Why.NO_ROOM, words);
            case NO_SAFE_SWAP, DENIED -> Reason.of(Why.NO_SAFE_SWAP, words);
            case SNAPSHOT_DAMAGED -> new Reason(Waits.FAILED, words);
            case NOTHING_KEPT -> Reason.of(Why.NOTHING_KEPT, words);
            case UNKNOWN, UNREACHABLE, NOT_TOLD, NO_COPY, OTHER_CONTAINER, NO_SNAPSHOT, NOT_BACKED_UP ->
                new Reason(Waits.UNREACHABLE, words);
        };
    }
}

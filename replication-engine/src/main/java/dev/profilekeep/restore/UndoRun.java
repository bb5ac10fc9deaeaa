package dev.profilekeep.restore;

import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.backup.chunk.RepositoryFault;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.run.BackupProgress;
import dev.profilekeep.backup.run.BackupResult;
import dev.profilekeep.backup.run.BackupRun;
import dev.profilekeep.backup.run.BackupSource;
import dev.profilekeep.backup.run.ContainerOutcome;
import dev.profilekeep.backup.snapshot.SnapshotHead;
import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.content.MapMaker;
import dev.profilekeep.disk.content.ChunkSizes;
import dev.profilekeep.lease.Kept;
import dev.profilekeep.lease.KeptCopy;
import dev.profilekeep.lease.LeasePlaces;
import dev.profilekeep.lease.SafeReplace;
import dev.profilekeep.lease.SwapOutcome;
import dev.profilekeep.restore.RestoreProgress.Phase;
import dev.profilekeep.restore.RestoreRefusal.Why;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.layer.SlicedFile;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts kept files back: backs up what is there, if it was used since, and then goes the way of every replacement. */
final class UndoRun {
    static final String ACT = "container.restore.undo";

    private final UndoPlanner planner;
    private final CopiesPlanner copies;
    private final Replacing replacing;
    private final LeasePlaces places;
    private final UnaryOperator<String> locationName;
    private final SafeReplace swaps;
    private final SnapshotThreads threads;
    private final AuditTrail audit;
    private final Clock clock;

    UndoRun(
            UndoPlanner planner,
            CopiesPlanner copies,
            Replacing replacing,
            LeasePlaces places,
            UnaryOperator<String> locationName,
            SafeReplace swaps,
            SnapshotThreads threads,
            AuditTrail audit,
            Clock clock) {
        this.planner = planner;
        this.copies = copies;
        this.replacing = replacing;
        this.places = places;
        this.locationName = locationName;
        this.swaps = swaps;
        this.threads = threads;
        this.audit = audit;
        this.clock = clock;
    }

    private static final String NOT_REPLACED =
            "the disk was used since and could not be backed up, so it is not replaced: ";

    private static String purpose(String act) {
        return "go back from a restore (" + act.substring(0, 8) + ")";
    }

    RestoreOutcome run(
            UndoPlan plan, @Nullable Repository repository, RestoreRequest request, RestoreProgress progress) {
        String act = UUID.randomUUID().toString();
        Map<String, String> evidence = evidence(plan, act);
        ReplaceAudit told = new ReplaceAudit(audit, ACT, plan.undoable().containerId(), request, evidence);
        try {
            UndoPlan now = planner.plan(plan.undoable(), request.initiator(), request.reach(), purpose(act));
            RestoreRefusal refusal = plan.refusal() == null ? now.refusal() : plan.refusal();
            if (refusal != null) {
                return Replacing.refused(told, refusal);
            }
            if (!now.basis().equals(plan.basis())) {
                throw new RefusedException(
                        Why.CHANGED, "the container is not what it was when this was planned: plan it anew");
            }
            ContainerDetail container = copies.container(now.undoable().containerId(), request.reach());
            if (now.writtenSince()) {
                SnapshotHead backup = backUp(container, now.present(), repository, request, progress);
                evidence.put("presentBackedUp", backup.id().toString());
                told = new ReplaceAudit(audit, ACT, now.undoable().containerId(), request, evidence);
            }
            List<NewFile> files = new ArrayList<>();
            for (RestoreTarget target : now.targets()) {
                Kept kept = UndoPlanner.kept(now.undoable(), target).orElseThrow();
                KeptCopy copy = progress.copying(() -> swaps.openKept(kept, request.initiator()));
                files.add(new NewFile(target, (empty, own) -> copy.write(empty), copy::check, false, kept));
            }
            RestoreOutcome replaced = files.isEmpty() && now.others().isEmpty()
                    ? new RestoreOutcome.Restored(act, List.of(), List.of())
                    : replacing.run(container, act, purpose(act), files, now.others(), request, told, progress);
            return replaced instanceof RestoreOutcome.Restored done
                            && !now.returns().isEmpty()
                    ? giveBack(container, done, now.returns(), request, told)
                    : replaced;
        } catch (CancellationException e) {
            told.ended(Map.of(), "refused: it was stopped before anything was changed");
            return new RestoreOutcome.Stopped();
        } catch (RefusedException e) {
            return Replacing.refused(told, e.refusal());
        } catch (CatalogException e) {
            return Replacing.refused(
                    told,
                    new RestoreRefusal(
                            Why.NOT_TOLD,
                            "it cannot be recorded, so nothing was done (" + e.getMessage() + "); try again later"));
        } catch (IOException e) {
            return Replacing.refused(told, Refusals.of(e));
        }
    }

    /** Names that nothing has: whoever makes a disk there first wins, and the kept one stays kept. */
    private RestoreOutcome giveBack(
            ContainerDetail container,
            RestoreOutcome.Restored before,
            List<Kept> returns,
            RestoreRequest request,
            ReplaceAudit told)
            throws RefusedException {
        copies.requireFree(container, request.reach());
        told.begun();
        List<CopyOutcome> all = new ArrayList<>(before.copies());
        boolean back = true;
        for (CopyOutcome one : returned(container, returns, request)) {
            back &= one.swap() instanceof SwapOutcome.PutBack;
            all.add(one);
        }
        RestoreOutcome outcome = back
                ? new RestoreOutcome.Restored(before.act(), all, before.notes())
                : new RestoreOutcome.Partly(before.act(), all);
        Map<String, String> came = new TreeMap<>();
        all.forEach(copy -> came.put("at " + copy.locationId(), copy.swap().sentence()));
        told.ended(came, back ? "done" : "failed: " + outcome.sentence());
        return outcome;
    }

    private List<CopyOutcome> returned(ContainerDetail container, List<Kept> returns, RestoreRequest request)
            throws RefusedException {
        List<CopyOutcome> all = new ArrayList<>();
        if (copies.together(container)) {
            try {
                swaps.giveBackTogether(returns, request.initiator())
                        .forEach((location, outcome) -> all.add(new CopyOutcome(location, outcome)));
            } catch (IOException e) {
                returns.forEach(kept -> all.add(
                        new CopyOutcome(kept.locationId(), new SwapOutcome.Unsettled(String.valueOf(e.getMessage())))));
            }
            return all;
        }
        for (Kept kept : returns) {
            SwapOutcome outcome;
            try {
                outcome = swaps.giveBack(kept, request.initiator());
            } catch (IOException e) {
                outcome = new SwapOutcome.Unsettled(String.valueOf(e.getMessage()));
            }
            all.add(new CopyOutcome(kept.locationId(), outcome));
        }
        return all;
    }

    /** What is in place now is in the repository when this returns. */
    private SnapshotHead backUp(
            ContainerDetail container,
            RestoreTarget target,
            @Nullable Repository repository,
            RestoreRequest request,
            RestoreProgress progress)
            throws IOException, RefusedException {
        if (repository == null) {
            throw new RefusedException(
                    Why.NOT_BACKED_UP,
                    "the disk was used since, and there is no backup repository to keep that in: set one up first");
        }
        ContainerRow row = container.row();
        BackupSource source = new BackupSource(
                places.storage(target.locationId(), request.initiator()),
                locationName.apply(target.locationId()),
                target.path(),
                new ContainerIdentity(row.setId(), row.kind(), row.sid(), row.baseName()));
        BackupProgress shown = one -> (done, total) -> {
            if (!progress.at(Phase.BACKING_UP, done, total)) {
                throw new CancellationException("stopped");
            }
            return true;
        };
        BackupResult result;
        try {
            result = new BackupRun(repository, threads.reader(), ChunkSizes.STANDARD, SlicedFile.STANDARD, clock)
                    .run(
                            "before going back from a restore",
                            List.of(new BackupRun.Order(source, MapMaker.Extent.CHANGED)),
                            null,
                            shown);
        } catch (IOException e) {
            throw new RefusedException(
                    RepositoryFault.first(e) instanceof StorageException fault
                            ? Refusals.of(fault).why()
                            : Why.NOT_BACKED_UP,
                    NOT_REPLACED + "the repository of backups failed: " + RepositoryFault.sentence(e));
        }
        SnapshotHead head = result.snapshot();
        if (head != null && result.isWhole()) {
            return head;
        }
        for (ContainerOutcome outcome : result.outcomes()) {
            if (outcome instanceof ContainerOutcome.InUse inUse) {
                throw new RefusedException(Why.LOCKED, NOT_REPLACED + inUse.reason());
            }
            if (outcome instanceof ContainerOutcome.Unreadable unreadable) {
                throw new RefusedException(Why.NOT_BACKED_UP, NOT_REPLACED + unreadable.reason());
            }
        }
        throw new RefusedException(Why.UNREACHABLE, NOT_REPLACED + "its server went while it was read; try again");
    }

    private static Map<String, String> evidence(UndoPlan plan, String act) {
        Map<String, String> evidence = new TreeMap<>();
        evidence.put("act", act);
        evidence.put("basis", plan.basis());
        evidence.put("undoes", plan.undoable().purpose());
        evidence.put("writtenSince", Boolean.toString(plan.writtenSince()));
        evidence.put(
                "kept",
                plan.undoable().files().stream()
                        .map(kept -> kept.locationId() + " " + kept.txn())
                        .collect(Collectors.joining("; ")));
        return evidence;
    }
}

package dev.profilekeep.restore;

import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.snapshot.SnapshotHead;
import dev.profilekeep.catalog.Containers;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.lease.LeasePlaces;
import dev.profilekeep.lease.Leases;
import dev.profilekeep.lease.SafeReplace;
import dev.profilekeep.lock.LockService;
import dev.profilekeep.site.ActiveNow;
import dev.profilekeep.storage.Initiator;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts containers back in their places, and goes back from that. What somebody may do by role is for the caller to check before; held here, whoever calls: nothing in use is
 * replaced, nothing is replaced that is not kept, nothing is done that is not in the audit first. Safe for several threads.
 */
public final class Restores implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Restores.class);
    private static final String DRY = "restore a backup";

    private final CopiesPlanner copies;
    private final RestorePlanner planner;
    private final RestoreRun run;
    private final UndoPlanner undoPlanner;
    private final UndoRun undoRun;
    private final Beside beside;
    private final FirstAid firstAid;
    private final Replacements replacements;
    private final KeptFiles kept;
    private final KeptSweep sweep;
    private final ServerVersions versions;
    private final Afterwards afterwards;
    private final SnapshotThreads threads = new SnapshotThreads();

    /**
     * @param places gives storage guarded by mode, and the modes
     * @param active where people work, asked anew each time
     * @param afterwards is told of what was changed; what fails there is no failure of the restore
     */
    public Restores(
            ProfileKeepConfig config,
            Containers containers,
            LockService locks,
            LeasePlaces places,
            Leases leases,
            SafeReplace swaps,
            AuditTrail audit,
            Afterwards afterwards,
            Supplier<ActiveNow> active,
            Clock clock) {
        this.afterwards = afterwards;
        this.copies = new CopiesPlanner(config, containers, locks, places, swaps, active);
        this.planner = new RestorePlanner(copies, new LossReader(threads.reader(), clock), places, threads);
        Replacing replacing = new Replacing(copies, leases, places, swaps);
        this.run = new RestoreRun(planner, copies, replacing, swaps, threads, audit, clock);
        this.undoPlanner = new UndoPlanner(copies, places, swaps);
        this.undoRun =
                new UndoRun(undoPlanner, copies, replacing, places, config::locationName, swaps, threads, audit, clock);
        this.beside = new Beside(copies, planner, threads, audit, clock);
        this.firstAid = new FirstAid(copies, leases, places, swaps, audit);
        this.replacements = new Replacements(config, copies, places, replacing, audit, afterwards);
        this.kept = new KeptFiles(containers, places, swaps, audit, afterwards::removed, clock);
        this.sweep = new KeptSweep(config, kept, clock);
        this.versions = new ServerVersions(places, config::locationName, threads.reader(), clock);
    }

    /**
     * Whether whole disks of a set may be put in place of others, or put aside, at all: what is not so is offered to nobody, and refused by every plan.
     *
     * @param setId of the container
     */
    public MayReplace mayReplace(String setId) {
        return copies.mayReplace(setId);
    }

    /**
     * What putting a backup in the container's place would do, after a look at its lock. Reads only: the present disk too, as far as it changed.
     *
     * @throws java.util.concurrent.CancellationException if {@code progress} says so
     */
    public RestorePlan plan(
            RestoreSource source, long containerId, Initiator initiator, Reach reach, RestoreProgress progress) {
        return planner.plan(source, containerId, initiator, reach, DRY, RestorePlanner.Depth.FOR_PEOPLE, progress);
    }

    /**
     * What the file server of a location keeps of a container by itself becomes a backup, which is restored as any other.
     *
     * @throws RefusedException if it is not kept any more, or cannot be read
     * @throws java.util.concurrent.CancellationException if {@code progress} says so
     */
    SnapshotHead keepVersion(
            long containerId,
            String locationId,
            Instant moment,
            Repository repository,
            Initiator initiator,
            Reach reach,
            RestoreProgress progress)
            throws IOException, RefusedException {
        return versions.keep(copies.container(containerId, reach), locationId, moment, repository, initiator, progress);
    }

    /** Does what a plan says, if everything still is as it was then. Takes as long as the new files need to be written and read. */
    public RestoreOutcome run(
            RestorePlan plan, RestoreSource source, RestoreRequest request, RestoreProgress progress) {
        return told(run.run(plan, source, request, progress), () -> afterwards.replaced(plan.containerId()));
    }

    /** Makes the whole disk of a backup somewhere else; nothing is ever replaced there, and the container itself is not touched. */
    public RestoreOutcome beside(
            RestoreSource source,
            long containerId,
            BesideTarget target,
            RestoreRequest request,
            RestoreProgress progress) {
        return beside.run(source, containerId, target, request, progress);
    }

    /**
     * What is kept of a container and can be put back, the newest act first; empty if there is none within reach.
     *
     * @throws dev.profilekeep.storage.StorageException if a location does not answer
     */
    public List<Undoable> kept(long containerId, Reach reach) throws IOException {
        try {
            return undoPlanner.list(copies.container(containerId, reach));
        } catch (RefusedException e) {
            return List.of();
        }
    }

    /** What going back would do. Reads only. */
    public UndoPlan planUndo(Undoable undoable, Initiator initiator, Reach reach) {
        return undoPlanner.plan(undoable, initiator, reach, DRY);
    }

    /**
     * Goes back.
     *
     * @param repository keeps what is in place now, if it was used since; null if there is none, which is refused then
     */
    public RestoreOutcome undo(
            UndoPlan plan, @Nullable Repository repository, RestoreRequest request, RestoreProgress progress) {
        return told(
                undoRun.run(plan, repository, request, progress),
                () -> afterwards.putBack(
                        plan.undoable().containerId(), plan.undoable().purpose()));
    }

    /**
     * What resetting a profile, or letting the Office container be made anew, would do: every copy is put aside. Reads only. {@link #kept} has what was put aside, {@link #planUndo}
     * and {@link #undo} put it back; if FSLogix made a new one since, that one is backed up and kept in its turn.
     */
    public FirstAidPlan planFirstAid(long containerId, Initiator initiator, Reach reach) {
        return firstAid.plan(containerId, initiator, reach);
    }

    /** Puts every copy aside, if everything still is as it was when that was planned. Takes seconds. */
    public RestoreOutcome firstAid(FirstAidPlan plan, RestoreRequest request) {
        return told(firstAid.run(plan, request), () -> afterwards.putAside(plan.containerId(), request.actor()));
    }

    static RestoreOutcome told(RestoreOutcome outcome, Runnable news) {
        if (outcome instanceof RestoreOutcome.Restored || outcome instanceof RestoreOutcome.Partly) {
            try {
                news.run();
            } catch (RuntimeException e) {
                LOG.warn("what was restored is known anew with the next inventory: {}", e.getMessage());
            }
        }
        return outcome;
    }

    /** Puts files that say the same in the place of copies. */
    public Replacements replacements() {
        return replacements;
    }

    /** Replaced files, and until when they are kept. */
    public KeptFiles keptFiles() {
        return kept;
    }

    /** Removes what swaps put aside, over the whole estate, when nobody needs it any more; for a job, daily. What could not be looked at is told and left for the next time. */
    public SweptEstate sweepKept(BooleanSupplier stopAsked) {
        return sweep.run(stopAsked);
    }

    @Override
    public void close() {
        threads.close();
    }
}

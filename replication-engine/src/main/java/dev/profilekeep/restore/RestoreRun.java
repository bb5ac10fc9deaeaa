package dev.profilekeep.restore;

import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.backup.restore.SnapshotDisk;
import dev.profilekeep.backup.snapshot.OpenSnapshot;
import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.lease.SafeReplace;
import dev.profilekeep.lease.SafeReplace.NewPlace;
import dev.profilekeep.request.Note;
import dev.profilekeep.restore.RestoreRefusal.Why;
import dev.profilekeep.storage.StorageException;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries a plan out: looks whether it is the same state still, makes the new files, and replaces the copies. */
final class RestoreRun {
    private static final Logger LOG = LoggerFactory.getLogger(RestoreRun.class);
    static final String ACT = "container.restore";
    static final int SHORT = 8;

    private final RestorePlanner planner;
    private final CopiesPlanner copies;
    private final Replacing replacing;
    private final SafeReplace swaps;
    private final SnapshotThreads threads;
    private final AuditTrail audit;
    private final Clock clock;

    RestoreRun(
            RestorePlanner planner,
            CopiesPlanner copies,
            Replacing replacing,
            SafeReplace swaps,
            SnapshotThreads threads,
            AuditTrail audit,
            Clock clock) {
        this.planner = planner;
        this.copies = copies;
        this.replacing = replacing;
        this.swaps = swaps;
        this.threads = threads;
        this.audit = audit;
        this.clock = clock;
    }

    /** The same for all copies of one act, in their journals too. */
    static String purpose(String act) {
        return "restore a backup (" + act.substring(0, SHORT) + ")";
    }

    RestoreOutcome run(RestorePlan plan, RestoreSource source, RestoreRequest request, RestoreProgress progress) {
        String act = UUID.randomUUID().toString();
        ReplaceAudit told = new ReplaceAudit(audit, ACT, plan.containerId(), request, evidence(plan, source, act));
        RestoreRefusal refusal = plan.refusal();
        if (refusal != null) {
            return Replacing.refused(told, refusal);
        }
        RestorePlan now = planner.plan(
                source,
                plan.containerId(),
                request.initiator(),
                request.reach(),
                purpose(act),
                RestorePlanner.Depth.AGAIN,
                progress);
        RestoreRefusal since = now.refusal();
        if (since != null) {
            return Replacing.refused(told, since);
        }
        if (!now.basis().equals(plan.basis())) {
            return Replacing.refused(
                    told,
                    new RestoreRefusal(
                            Why.CHANGED, "the container is not what it was when this was planned: plan it anew"));
        }
        return make(now, source, act, request, told, progress);
    }

    private RestoreOutcome make(
            RestorePlan plan,
            RestoreSource source,
            String act,
            RestoreRequest request,
            ReplaceAudit told,
            RestoreProgress progress) {
        try (OpenSnapshot snapshot =
                source.repository().snapshots().open(plan.point().snapshot())) {
            ContainerDetail container = copies.container(plan.containerId(), request.reach());
            SnapshotDisk disk = SnapshotDisk.open(
                    source.repository(), snapshot, plan.point().container(), threads.workers(), threads.count());
            NewPlace anew = plan.anew();
            if (anew != null) {
                return anew(container, act, anew, disk, told, progress);
            }
            List<NewFile> files = new ArrayList<>();
            for (RestoreTarget target : plan.targets()) {
                NewDisk made = new NewDisk(disk, threads.reader(), clock, progress);
                files.add(NewFile.of(target, made::write, made::check));
            }
            return replacing.run(container, act, purpose(act), files, List.of(), request, told, progress);
        } catch (RefusedException e) {
            return Replacing.refused(told, e.refusal());
        } catch (IOException e) {
            return Replacing.refused(told, Refusals.of(e));
        }
    }

    /** Nothing is replaced, so nothing is held: whoever has the name first keeps it. */
    private RestoreOutcome anew(
            ContainerDetail container,
            String act,
            NewPlace place,
            SnapshotDisk disk,
            ReplaceAudit told,
            RestoreProgress progress)
            throws IOException, RefusedException {
        NewDisk made = new NewDisk(disk, threads.reader(), clock, progress);
        try {
            told.begun();
            swaps.create(place, made::write, file -> {
                made.check(file);
                if (!progress.at(RestoreProgress.Phase.EXCHANGING, 0, 1)) {
                    throw new CancellationException("stopped");
                }
            });
        } catch (CancellationException e) {
            told.ended(Map.of(), "refused: it was stopped before anything was changed");
            return new RestoreOutcome.Stopped();
        } catch (StorageException.Exists e) {
            throw new RefusedException(
                    Why.CHANGED, place.target() + " at " + place.locationId() + " was made meanwhile: plan it anew");
        } catch (CatalogException e) {
            throw new RefusedException(
                    Why.NOT_TOLD,
                    "it cannot be recorded, so nothing was done (" + e.getMessage() + "); try again later");
        }
        told.ended(Map.of("madeAt", place.locationId() + " " + place.target()), "done");
        LOG.info("container={} act={} made anew at={}", container.row().id(), act, place.locationId());
        return new RestoreOutcome.Restored(act, List.of(), List.of(Note.of("anew", place.locationId())));
    }

    private static Map<String, String> evidence(RestorePlan plan, RestoreSource source, String act) {
        Map<String, String> evidence = new TreeMap<>();
        evidence.put("act", act);
        evidence.put("basis", plan.basis());
        evidence.put("repository", source.repository().id().toString());
        evidence.put("backup", plan.point().snapshot() + " " + plan.point().container());
        if (plan.taken() != null) {
            evidence.put("taken", plan.taken().toString());
        }
        evidence.put(
                "locations",
                plan.targets().stream().map(RestoreTarget::locationId).collect(Collectors.joining(" ")));
        Lost lost = plan.lost();
        if (lost != null) {
            evidence.put("lastWritten", lost.lastWritten().toString());
            evidence.put("changedBytes", Long.toString(lost.changedBytes()));
            evidence.put("changedFiles", Long.toString(lost.files().size() + lost.moreFiles()));
        }
        return evidence;
    }
}

package dev.profilekeep.restore;

import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.CopyDetail;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.lease.LeasePlaces;
import dev.profilekeep.lease.SafeReplace;
import dev.profilekeep.lock.Look;
import dev.profilekeep.restore.RestoreRefusal.Why;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.layer.SlicedFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Puts files that say the same in another layout in the place of a container's copies, by the rules of a restore: nothing in use is replaced, nothing that is not kept, nothing that is not in
 * the audit first. Unlike a restore the new files are dated as the old ones, for nothing in them is newer. {@link Restores#kept} has what was replaced, {@link Restores#undo} puts it back. Safe
 * for several threads.
 */
public final class Replacements {
    /** The act as the audit calls it. */
    public static final String ACT = "container.compact";

    private static final String PURPOSE = "make a disk smaller";

    /**
     * A new file for one copy. Both callbacks run on the thread of {@link Replacements#run}.
     *
     * @param locationId of the copy
     * @param writing fills the empty file
     * @param check after it is flushed; must have let go of the copy when it returns
     */
    public record NewContent(String locationId, Writing writing, SafeReplace.Check check) {
        /** Where all copies change as one: the bytes of the first one's new file, for another copy that says the same. That it does is for whoever makes the first one to prove. */
        public static NewContent likeFirst(String locationId) {
            return new NewContent(
                    locationId,
                    (empty, own, planned) -> {
                        throw new IllegalStateException("the copies do not change as one");
                    },
                    made -> {});
        }
    }

    /** Writes a new file. */
    @FunctionalInterface
    public interface Writing {
        /**
         * @param own the connection that the new file is open over: the server can copy from what is opened over it. It is not the writer's to close
         * @param planned what the server said of the copy when its replacement was planned
         */
        void write(OpenFile empty, StorageProvider own, StoredFile planned) throws IOException;
    }

    private final ProfileKeepConfig config;
    private final CopiesPlanner copies;
    private final LeasePlaces places;
    private final Replacing replacing;
    private final AuditTrail audit;
    private final Afterwards afterwards;

    Replacements(
            ProfileKeepConfig config,
            CopiesPlanner copies,
            LeasePlaces places,
            Replacing replacing,
            AuditTrail audit,
            Afterwards afterwards) {
        this.config = config;
        this.copies = copies;
        this.places = places;
        this.replacing = replacing;
        this.audit = audit;
        this.afterwards = afterwards;
    }

    /** Whether a file was kept by such an act, told by its purpose. */
    public static boolean isPurpose(String purpose) {
        return purpose.startsWith(PURPOSE + " (");
    }

    /** Which copies would be replaced, after a look at the lock and at what lies beside each. Reads only. Room is for whoever makes the new files to look for. */
    public ReplacementPlan plan(long containerId, Reach reach, Initiator initiator) {
        String act = UUID.randomUUID().toString();
        String purpose = PURPOSE + " (" + act.substring(0, RestoreRun.SHORT) + ")";
        try {
            ContainerDetail container = copies.container(containerId, reach);
            List<CopyDetail> present = copies.copies(container);
            copies.requireNotRenamed(container);
            RestoreRefusal mode = refusedByMode(present, initiator);
            Look look = copies.requireFree(container, reach);
            copies.requireNoOthers(container, present, initiator);
            List<RestoreTarget> targets = copies.targets(container, present, purpose, initiator).stream()
                    .map(target -> new RestoreTarget(target.swap().keepingTimes()))
                    .toList();
            if (copies.together(container)) {
                OneState state = new OneState(places, targets, initiator);
                state.requireEvery(container, config);
                state.whenFree(look);
            }
            return new ReplacementPlan(containerId, act, purpose, targets, mode);
        } catch (RefusedException e) {
            return new ReplacementPlan(containerId, act, purpose, List.of(), e.refusal());
        } catch (IOException e) {
            return new ReplacementPlan(containerId, act, purpose, List.of(), Refusals.of(e));
        }
    }

    /** What would be found is worth knowing where nothing may be changed yet. */
    private @Nullable RestoreRefusal refusedByMode(List<CopyDetail> present, Initiator initiator) {
        try {
            copies.requireChangeable(present, initiator);
            return null;
        } catch (RefusedException e) {
            return e.refusal();
        }
    }

    /**
     * Makes the new files, looks at each, and lets them take the names; all of them are whole before the first does. A copy that is not what it was when this was planned is left as it is.
     *
     * @param files for copies of the plan, in its order; the others stay. Where all change as one there is one for each, and only the first is asked for
     * @param evidence for the audit, with the act and the locations
     * @throws IllegalArgumentException if the plan was refused, has no such copy, or has one more where all change as one
     */
    public RestoreOutcome run(
            ReplacementPlan plan,
            List<NewContent> files,
            Map<String, String> evidence,
            RestoreRequest request,
            RestoreProgress progress) {
        if (plan.refusal() != null) {
            throw new IllegalArgumentException("refused: " + plan.refusal().sentence());
        }
        Map<String, String> all = new TreeMap<>(evidence);
        all.put("act", plan.act());
        all.put("locations", files.stream().map(NewContent::locationId).collect(Collectors.joining(" ")));
        ReplaceAudit told = new ReplaceAudit(audit, ACT, plan.containerId(), request, all);
        List<NewFile> made = new ArrayList<>();
        for (NewContent file : files) {
            made.add(newFile(target(plan, file.locationId()), file));
        }
        RestoreOutcome outcome;
        try {
            ContainerDetail container = copies.container(plan.containerId(), request.reach());
            outcome = replacing.run(
                    container,
                    plan.act(),
                    plan.purpose(),
                    made,
                    List.of(),
                    still(container, plan, files, request),
                    request,
                    told,
                    progress);
        } catch (RefusedException e) {
            return Replacing.refused(told, e.refusal());
        } catch (CatalogException e) {
            return Replacing.refused(
                    told, new RestoreRefusal(Why.NOT_TOLD, "the catalog did not answer: " + e.getMessage()));
        }
        return Restores.told(outcome, () -> afterwards.laidOutAnew(plan.containerId()));
    }

    private Still still(ContainerDetail container, ReplacementPlan plan, List<NewContent> files, RestoreRequest request)
            throws RefusedException {
        if (!copies.together(container)) {
            return Still.NOTHING_MORE;
        }
        if (!files.stream()
                .map(NewContent::locationId)
                .toList()
                .equals(plan.targets().stream().map(RestoreTarget::locationId).toList())) {
            throw new IllegalArgumentException("all copies change as one, and not all are to: " + plan);
        }
        return new OneState(places, plan.targets(), request.initiator());
    }

    private static RestoreTarget target(ReplacementPlan plan, String locationId) {
        Optional<RestoreTarget> found = plan.targets().stream()
                .filter(target -> target.locationId().equals(locationId))
                .findFirst();
        return found.orElseThrow(
                () -> new IllegalArgumentException("the plan has no copy at " + locationId + ": " + plan));
    }

    private static NewFile newFile(RestoreTarget target, NewContent file) {
        StoredFile planned = target.swap().file();
        return new NewFile(
                target,
                (empty, own) -> made(() -> file.writing().write(empty, own, planned)),
                fresh -> made(() -> file.check().run(fresh)));
    }

    private interface Step {
        void run() throws IOException;
    }

    /** What a server answers is told by its kind; whatever else goes wrong is the new file's. */
    private static void made(Step step) throws IOException {
        try {
            step.run();
        } catch (StorageException e) {
            throw e;
        } catch (SlicedFile.MovedException e) {
            throw new NotMadeException(Why.CHANGED, e);
        } catch (CopiesDifferException e) {
            throw new NotMadeException(Why.COPIES_DIFFER, e);
        } catch (IOException e) {
            throw new NotMadeException(Why.SNAPSHOT_DAMAGED, e);
        }
    }
}

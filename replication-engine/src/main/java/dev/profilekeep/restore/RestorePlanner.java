package dev.profilekeep.restore;

import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.restore.SnapshotDisk;
import dev.profilekeep.backup.snapshot.OpenSnapshot;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.catalog.CopyDetail;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.content.MapReader;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.check.CheckReport;
import dev.profilekeep.disk.check.DiskCheck;
import dev.profilekeep.lease.LeasePlaces;
import dev.profilekeep.lease.SafeReplace.NewPlace;
import dev.profilekeep.restore.RestoreRefusal.Why;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Plans a restore in place. Reads only. */
final class RestorePlanner {
    /** How much is looked at. */
    enum Depth {
        /** All that a person wants to know before. */
        FOR_PEOPLE,
        /** Whether it is the same state still, and may be done. */
        AGAIN
    }

    private final CopiesPlanner copies;
    private final LossReader losses;
    private final LeasePlaces places;
    private final SnapshotThreads threads;

    RestorePlanner(CopiesPlanner copies, LossReader losses, LeasePlaces places, SnapshotThreads threads) {
        this.copies = copies;
        this.losses = losses;
        this.places = places;
        this.threads = threads;
    }

    RestorePlan plan(
            RestoreSource source,
            long containerId,
            Initiator initiator,
            Reach reach,
            String purpose,
            Depth depth,
            RestoreProgress progress) {
        Draft draft = new Draft(source, containerId, initiator);
        try {
            ContainerDetail container = copies.container(containerId, reach);
            draft.account = container.row().account();
            try (OpenSnapshot snapshot = open(source)) {
                draft.taken = snapshot.head().made();
                SnapshotDisk disk = disk(source, snapshot, container.row());
                fill(draft, source.repository(), container, reach, disk, purpose, depth, progress);
            }
            return draft.plan(null);
        } catch (RefusedException e) {
            return draft.plan(e.refusal());
        } catch (IOException e) {
            return draft.plan(Refusals.of(e));
        }
    }

    static OpenSnapshot open(RestoreSource source) throws IOException, RefusedException {
        try {
            return source.repository().snapshots().open(source.point().snapshot());
        } catch (StorageException.NotFound e) {
            throw new RefusedException(
                    Why.NO_SNAPSHOT,
                    "backup " + source.point().snapshot() + " is not in the repository any more: choose another");
        }
    }

    SnapshotDisk disk(RestoreSource source, OpenSnapshot snapshot, ContainerRow row)
            throws IOException, RefusedException {
        int index = source.point().container();
        if (index >= snapshot.containers().size()) {
            throw new RefusedException(
                    Why.NO_SNAPSHOT,
                    "backup " + source.point().snapshot() + " has no container " + index + ": choose another");
        }
        ContainerIdentity then = snapshot.containers().get(index).identity();
        ContainerIdentity now = new ContainerIdentity(row.setId(), row.kind(), row.sid(), row.baseName());
        if (!then.key().equals(now.key())) {
            throw new RefusedException(
                    Why.OTHER_CONTAINER,
                    "the backup is of another container (" + then.baseName() + " of set " + then.setId()
                            + "): it is not put in this one's place");
        }
        return SnapshotDisk.open(source.repository(), snapshot, index, threads.workers(), threads.count());
    }

    private void fill(
            Draft draft,
            Repository repository,
            ContainerDetail container,
            Reach reach,
            SnapshotDisk disk,
            String purpose,
            Depth depth,
            RestoreProgress progress)
            throws IOException, RefusedException {
        draft.fileBytes = disk.asBefore().fileBytes();
        List<CopyDetail> present = copies.everSeen(container, copy -> false).stream()
                .filter(copy -> copy.presence() != CopyDetail.Presence.GONE)
                .toList();
        if (present.isEmpty()) {
            anew(draft, container, reach, disk, purpose);
            draft.basis = basis(draft, disk);
            draft.soundness = depth == Depth.FOR_PEOPLE ? soundness(disk) : "";
            return;
        }
        present = copies.copies(container);
        copies.requireChangeable(present, draft.initiator);
        copies.requireFree(container, reach);
        copies.requireNoOthers(container, present, draft.initiator);
        draft.warning = copies.warning(container);
        draft.targets = copies.targets(container, present, purpose, draft.initiator);
        copies.requireRoom(draft.targets, draft.initiator, draft.fileBytes);
        if (depth == Depth.FOR_PEOPLE) {
            new MapReader(repository.content()).verify(disk.map());
            draft.soundness = soundness(disk);
            RestoreTarget first = draft.targets.get(0);
            draft.lost =
                    losses.read(repository, disk, places.storage(first.locationId(), draft.initiator), first, progress);
        }
        draft.basis = basis(draft, disk);
    }

    private void anew(Draft draft, ContainerDetail container, Reach reach, SnapshotDisk disk, String purpose)
            throws IOException, RefusedException {
        NewPlace place = copies.newPlace(
                container,
                purpose,
                draft.initiator,
                disk.facts().security(),
                disk.facts().file());
        copies.requireFree(container, reach);
        copies.requireRoom(place.locationId(), draft.initiator, draft.fileBytes);
        draft.anew = place;
    }

    private static String soundness(SnapshotDisk disk) throws IOException {
        CheckReport report = DiskCheck.content(disk.disk(), Progress.NONE);
        var faults = NewDisk.faults(report);
        return faults.isEmpty()
                ? "the file system in the backup is sound"
                : "the backup holds a file system with faults, which come back with it: "
                        + faults.stream()
                                .map(fault -> fault.rule() + " (" + fault.found() + ")")
                                .collect(Collectors.joining(", "));
    }

    private static String basis(Draft draft, SnapshotDisk disk) {
        List<String> lines = new ArrayList<>();
        lines.add("backup " + draft.source.point().snapshot() + ' '
                + draft.source.point().container() + ' ' + disk.map().root());
        for (RestoreTarget target : draft.targets) {
            lines.add("replace " + target.locationId() + ' '
                    + target.swap().seen().ofContent() + ' ' + target.path().value());
        }
        NewPlace anew = draft.anew;
        if (anew != null) {
            lines.add("make " + anew.locationId() + ' ' + anew.target().value());
        }
        return Sha256.of(String.join("\n", lines).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** What is known so far. */
    private static final class Draft {
        final RestoreSource source;
        final long containerId;
        final Initiator initiator;
        String account = "";

        @Nullable
        Instant taken;

        List<RestoreTarget> targets = List.of();

        @Nullable
        NewPlace anew;

        long fileBytes;
        List<String> warning = List.of();
        String soundness = "";

        @Nullable
        Lost lost;

        String basis = "";

        Draft(RestoreSource source, long containerId, Initiator initiator) {
            this.source = source;
            this.containerId = containerId;
            this.initiator = initiator;
        }

        RestorePlan plan(@Nullable RestoreRefusal refusal) {
            return new RestorePlan(
                    containerId,
                    account,
                    source.point(),
                    initiator,
                    taken,
                    targets,
                    anew,
                    fileBytes,
                    lost,
                    refusal == null ? sentences() : List.of(),
                    refusal == null ? basis : "",
                    refusal);
        }

        private List<String> sentences() {
            List<String> all = new ArrayList<>();
            all.add("take the backup of " + taken + ", which makes a file of " + fileBytes + " bytes at most");
            if (!soundness.isEmpty()) {
                all.add(soundness);
            }
            all.addAll(warning);
            for (RestoreTarget target : targets) {
                all.add("at " + target.locationId() + ", for " + target.path() + ":");
                all.addAll(target.swap().sentences());
            }
            NewPlace place = anew;
            if (place != null) {
                all.add("at " + place.locationId() + ", make " + place.target()
                        + " anew with the owner and rights that the backup kept, if nothing has that name");
                all.add("make its folder too, if it is missing");
            }
            all.add("read each new file back, and compare all of its content with the backup, before anything changes");
            all.add("write into the audit trail what is about to be done, or do not do it");
            if (targets.size() > 1 && warning.isEmpty()) {
                all.add("hold all copies while the first changes hands, then let the others follow");
            }
            if (place != null) {
                return all;
            }
            all.add("keep what was there for seven days at least, and until the disk was used and found sound");
            return all;
        }
    }
}

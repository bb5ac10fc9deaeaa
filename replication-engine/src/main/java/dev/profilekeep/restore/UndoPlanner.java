package dev.profilekeep.restore;

import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.CopyDetail;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.lease.Kept;
import dev.profilekeep.lease.LeasePlaces;
import dev.profilekeep.lease.SafeReplace;
import dev.profilekeep.restore.RestoreRefusal.Why;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.layer.SlicedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Plans how a kept file gets its name back. Reads only. */
final class UndoPlanner {
    private final CopiesPlanner copies;
    private final LeasePlaces places;
    private final SafeReplace swaps;

    UndoPlanner(CopiesPlanner copies, LeasePlaces places, SafeReplace swaps) {
        this.copies = copies;
        this.places = places;
        this.swaps = swaps;
    }

    /** What was put aside of a container, the newest act first; conflicts are not among it, as a person has to look at them. */
    List<Undoable> list(ContainerDetail container) throws IOException {
        Set<String> locations = new LinkedHashSet<>();
        container.copies().stream().map(CopyDetail::locationId).forEach(locations::add);
        Map<String, List<Kept>> acts = new LinkedHashMap<>();
        for (String location : locations) {
            for (Kept kept : swaps.keptOf(location, container.row().id())) {
                if (!kept.conflict()) {
                    acts.computeIfAbsent(kept.purpose(), purpose -> new ArrayList<>())
                            .add(kept);
                }
            }
        }
        List<Undoable> all = new ArrayList<>();
        acts.forEach((purpose, files) -> {
            Instant since =
                    files.stream().map(Kept::since).min(Instant::compareTo).orElseThrow();
            all.add(new Undoable(container.row().id(), purpose, since, files));
        });
        all.sort((one, other) -> other.since().compareTo(one.since()));
        return all;
    }

    UndoPlan plan(Undoable undoable, Initiator initiator, Reach reach, String purpose) {
        try {
            ContainerDetail container = copies.container(undoable.containerId(), reach);
            Predicate<CopyDetail> itsPlace =
                    copy -> kept(undoable, copy.locationId(), copy.path()).isPresent();
            List<CopyDetail> known = copies.everSeen(container, itsPlace);
            List<CopyDetail> kept = known.stream().filter(itsPlace).toList();
            requireNotMoved(undoable, known, kept);
            copies.requireChangeable(kept, initiator);
            requireKept(undoable, kept, initiator);
            copies.requireFree(container, reach);
            List<CopyDetail> present = new ArrayList<>();
            List<Kept> returns = new ArrayList<>();
            for (CopyDetail copy : kept) {
                if (isThere(copy, initiator)) {
                    present.add(copy);
                } else {
                    returns.add(kept(undoable, copy.locationId(), copy.path()).orElseThrow());
                }
            }
            List<RestoreTarget> targets = copies.targets(container, present, purpose, initiator);
            long bytes = undoable.files().stream()
                    .mapToLong(one -> one.before().size())
                    .max()
                    .orElse(0);
            copies.requireRoom(targets, initiator, bytes);
            List<RestoreTarget> others = others(container, known, kept, purpose, initiator);
            return plan(undoable, initiator, targets, returns, others, copies.warning(container), bytes);
        } catch (RefusedException e) {
            return refused(undoable, initiator, e.refusal());
        } catch (IOException e) {
            return refused(undoable, initiator, Refusals.of(e));
        }
    }

    /** Copies that stand where nothing is kept, if all change as one. */
    private List<RestoreTarget> others(
            ContainerDetail container,
            List<CopyDetail> known,
            List<CopyDetail> kept,
            String purpose,
            Initiator initiator)
            throws IOException, RefusedException {
        if (!copies.together(container)) {
            return List.of();
        }
        copies.requireNoOthers(container, known, initiator);
        List<CopyDetail> others = new ArrayList<>();
        for (CopyDetail copy : known) {
            if (!kept.contains(copy) && isThere(copy, initiator)) {
                others.add(copy);
            }
        }
        copies.requireChangeable(others, initiator);
        return copies.targets(container, others, purpose, initiator);
    }

    /** What was put aside belongs to where it was taken away: brought back there it would be a second disk. */
    private static void requireNotMoved(Undoable undoable, List<CopyDetail> known, List<CopyDetail> kept)
            throws RefusedException {
        for (Kept file : undoable.files()) {
            Optional<CopyDetail> elsewhere = known.stream()
                    .filter(copy -> copy.locationId().equals(file.locationId())
                            && copy.presence() != CopyDetail.Presence.GONE
                            && !kept.contains(copy))
                    .findFirst();
            if (elsewhere.isPresent()) {
                throw new RefusedException(
                        Why.CHANGED,
                        "the disk at " + file.locationId() + " is "
                                + elsewhere.get().path()
                                + " now, and what was put aside was " + file.target()
                                + ": name it as it was and take an inventory, or restore a backup");
            }
        }
    }

    private boolean isThere(CopyDetail copy, Initiator initiator) throws IOException {
        try {
            places.storage(copy.locationId(), initiator).stat(copy.path());
            return true;
        } catch (StorageException.NotFound e) {
            return false;
        }
    }

    static Optional<Kept> kept(Undoable undoable, RestoreTarget target) {
        return kept(undoable, target.locationId(), target.path());
    }

    private static Optional<Kept> kept(Undoable undoable, String locationId, StoragePath path) {
        return undoable.files().stream()
                .filter(kept ->
                        kept.locationId().equals(locationId) && kept.target().equals(path))
                .findFirst();
    }

    private void requireKept(Undoable undoable, List<CopyDetail> copies, Initiator initiator)
            throws IOException, RefusedException {
        if (copies.isEmpty()) {
            throw new RefusedException(Why.NOTHING_KEPT, "nothing is kept of that act any more: restore a backup");
        }
        for (Kept kept : undoable.files()) {
            try (OpenFile file = swaps.openKept(kept, initiator)) {
                if (file.size() != kept.before().size()) {
                    throw new RefusedException(
                            Why.NOTHING_KEPT, kept.path() + " at " + kept.locationId() + " is not what it was");
                }
            } catch (StorageException.NotFound e) {
                throw new RefusedException(
                        Why.NOTHING_KEPT,
                        "the kept file at " + kept.locationId() + " is not there any more: restore a backup");
            }
        }
    }

    private UndoPlan plan(
            Undoable undoable,
            Initiator initiator,
            List<RestoreTarget> targets,
            List<Kept> returns,
            List<RestoreTarget> others,
            List<String> warning,
            long bytes)
            throws IOException {
        boolean written = false;
        @Nullable Instant last = null;
        List<String> lines = new ArrayList<>();
        for (RestoreTarget target : targets) {
            Kept kept = kept(undoable, target).orElseThrow();
            written |=
                    !kept.after().ofContent().differsFrom(target.swap().seen()).isEmpty();
            last = last == null || target.lastWritten().isAfter(last) ? target.lastWritten() : last;
            lines.add("put back " + kept.locationId() + ' ' + kept.txn() + ' ' + kept.before() + " for "
                    + target.swap().seen().ofContent());
        }
        returns.forEach(kept -> lines.add("give back " + kept.locationId() + ' ' + kept.txn() + ' ' + kept.before()));
        others.forEach(other -> lines.add("put aside " + other.locationId() + ' '
                + other.swap().seen().ofContent() + ' ' + other.path().value()));
        written |= !others.isEmpty();
        for (RestoreTarget other : others) {
            last = last == null || other.lastWritten().isAfter(last) ? other.lastWritten() : last;
        }
        RestoreTarget present = targets.isEmpty() ? others.stream().findFirst().orElse(null) : targets.get(0);
        FilesSince lost =
                written && present != null ? lost(present, initiator, undoable.since()) : new FilesSince(List.of(), 0);
        return new UndoPlan(
                undoable,
                initiator,
                targets,
                returns,
                others,
                bytes,
                written,
                last,
                lost.paths(),
                lost.more(),
                sentences(targets, returns, others, warning, written),
                Sha256.of(String.join("\n", lines).getBytes(StandardCharsets.UTF_8))
                        .toString(),
                null);
    }

    private FilesSince lost(RestoreTarget target, Initiator initiator, Instant since) throws IOException {
        try (SlicedFile file =
                new SlicedFile(places.storage(target.locationId(), initiator), target.path(), SlicedFile.STANDARD)) {
            return FilesSince.of(file, since);
        }
    }

    private static List<String> sentences(
            List<RestoreTarget> targets,
            List<Kept> returns,
            List<RestoreTarget> others,
            List<String> warning,
            boolean written) {
        List<String> all = new ArrayList<>(warning);
        for (RestoreTarget other : others) {
            all.add("put " + other.path() + " at " + other.locationId()
                    + " aside, which came since; it is kept, whole");
        }
        if (written) {
            all.add("the disk was used since: back it up as it is now, so that nothing of that is lost, or do nothing");
        }
        for (RestoreTarget target : targets) {
            all.add("at " + target.locationId() + ", make a copy of the kept file and put it in the place of "
                    + target.path() + ":");
            all.addAll(target.swap().sentences());
        }
        for (Kept kept : returns) {
            all.add("at " + kept.locationId() + ", give the kept file its name again, " + kept.target()
                    + ", which nothing has now");
        }
        if (!targets.isEmpty()) {
            all.add("keep what is there now, as well");
        }
        return all;
    }

    private static UndoPlan refused(Undoable undoable, Initiator initiator, @Nullable RestoreRefusal refusal) {
        return new UndoPlan(
                undoable, initiator, List.of(), List.of(), List.of(), 0, false, null, List.of(), 0, List.of(), "",
                refusal);
    }
}

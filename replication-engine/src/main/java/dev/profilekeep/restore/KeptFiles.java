package dev.profilekeep.restore;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditEntry;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.Containers;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.check.CheckReport;
import dev.profilekeep.disk.check.DiskCheck;
import dev.profilekeep.disk.check.Verdict;
import dev.profilekeep.disk.finding.Severity;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.DiskInspector;
import dev.profilekeep.disk.info.Volumes;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.ntfs.NtfsFile;
import dev.profilekeep.disk.ntfs.NtfsVolume;
import dev.profilekeep.lease.DataMark;
import dev.profilekeep.lease.Kept;
import dev.profilekeep.lease.LeasePlaces;
import dev.profilekeep.lease.SafeReplace;
import dev.profilekeep.lease.SwapRefusedException;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.layer.SlicedFile;
import java.io.EOFException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes files that swaps put aside, when nobody needs them any more: the disk that took their place was used since, was found sound after that, and seven days have passed.
 * Never earlier.
 */
public final class KeptFiles {
    /** The act of removing a kept file; its evidence says {@code location}, {@code path}, {@code since} and {@code purpose}. */
    public static final String REMOVE = "container.kept.remove";

    private static final Logger LOG = LoggerFactory.getLogger(KeptFiles.class);

    /** So long a replaced file is kept at least. */
    public static final Duration LEAST = Duration.ofDays(7);

    /**
     * What became of a kept file.
     *
     * @param why it stays, as a sentence; empty if it was removed
     */
    public record Swept(Kept kept, String why) {
        public boolean isRemoved() {
            return why.isEmpty();
        }
    }

    private final Containers containers;
    private final LeasePlaces places;
    private final SafeReplace swaps;
    private final AuditTrail audit;
    private final Consumer<Kept> removed;
    private final Clock clock;

    /** @param removed is told of each file that is gone for good */
    KeptFiles(
            Containers containers,
            LeasePlaces places,
            SafeReplace swaps,
            AuditTrail audit,
            Consumer<Kept> removed,
            Clock clock) {
        this.containers = containers;
        this.places = places;
        this.swaps = swaps;
        this.audit = audit;
        this.removed = removed;
        this.clock = clock;
    }

    /**
     * Looks through what is kept at these locations, and removes what nobody needs.
     *
     * @param locationIds all of the estate: copies of one container that were replaced together are judged together
     * @throws StorageException if a location does not answer; what was removed before is removed
     */
    public List<Swept> sweep(List<String> locationIds, Initiator initiator) throws IOException {
        List<Kept> all = new ArrayList<>();
        for (String location : locationIds) {
            all.addAll(swaps.kept(location));
        }
        List<Swept> swept = new ArrayList<>();
        Map<String, String> judged = new TreeMap<>();
        for (Kept kept : all) {
            String why = young(kept);
            if (why.isEmpty()) {
                String act = kept.containerId() + " " + kept.purpose();
                String known = judged.get(act);
                if (known == null) {
                    known = whyNeeded(
                            all.stream().filter(one -> isOfTheSame(kept, one)).toList(), all, initiator);
                    judged.put(act, known);
                }
                why = known;
            }
            swept.add(new Swept(kept, why.isEmpty() ? drop(kept, initiator) : why));
        }
        return swept;
    }

    private String young(Kept kept) {
        if (kept.conflict()) {
            return "it and the file in its place were both written: a person has to look which one is wanted";
        }
        Instant end = kept.since().plus(LEAST);
        return clock.instant().isBefore(end) ? "it is kept until " + end + " at least" : "";
    }

    private static boolean isOfTheSame(Kept one, Kept other) {
        return one.containerId() == other.containerId() && one.purpose().equals(other.purpose());
    }

    /** One copy that was used since and is sound proves it for all: the others have followed it. Where each was made from its own bytes, each must be sound besides, or none goes. */
    private String whyNeeded(List<Kept> group, List<Kept> all, Initiator initiator) {
        String why = "";
        for (Kept kept : group) {
            why = whyNeeded(kept, all, true, initiator);
            if (why.isEmpty()) {
                return Replacements.isPurpose(kept.purpose()) ? whyOthersNeeded(kept, group, all, initiator) : "";
            }
        }
        return why;
    }

    private String whyOthersNeeded(Kept proved, List<Kept> group, List<Kept> all, Initiator initiator) {
        for (Kept other : group) {
            String why = other.equals(proved) ? "" : whyNeeded(other, all, false, initiator);
            if (!why.isEmpty()) {
                return "of the copy at " + other.locationId() + ": " + why;
            }
        }
        return "";
    }

    /** @param toBeUsed it is needed, too, as long as nobody has used the disk in its place */
    private String whyNeeded(Kept kept, List<Kept> all, boolean toBeUsed, Initiator initiator) {
        try (SlicedFile file =
                new SlicedFile(places.storage(kept.locationId(), initiator), kept.target(), SlicedFile.STANDARD)) {
            String why = !toBeUsed || isUsedSince(kept, all, file)
                    ? soundness(kept.containerId(), file).sentence()
                    : "nobody has used the disk in its place yet";
            if (why.isEmpty() && SlicedFile.moved(file.opened(), file.now())) {
                return "the disk in its place is in use";
            }
            return why;
        } catch (StorageException.Busy | SlicedFile.MovedException e) {
            return "the disk in its place is in use";
        } catch (StorageException.NotFound e) {
            return "there is no disk in its place";
        } catch (DiskException | EOFException e) {
            return "the disk in its place cannot be read: " + e.getMessage();
        } catch (IOException e) {
            return "the disk in its place could not be looked at: " + e.getMessage();
        }
    }

    /**
     * By what a VHDX says of its data; of what says nothing, by when it was written. What a later act put in its place has not been used either.
     *
     * @param all that is kept, of which each tells what was put in its place
     */
    private static boolean isUsedSince(Kept kept, List<Kept> all, SlicedFile file) throws IOException {
        String now = DataMark.of(file);
        for (Kept one : all) {
            if (!one.locationId().equals(kept.locationId()) || !one.target().equals(kept.target())) {
                continue;
            }
            String then = one.afterData();
            boolean untouched = then == null
                    ? one.after().size() != 0
                            && one.after().lastWriteTime() == file.opened().lastWriteTime()
                    : then.equals(now);
            if (untouched) {
                return false;
            }
        }
        return now != null || kept.afterData() == null;
    }

    /** What became of a disk since it was put in the place of another. */
    public enum State {
        /** Nobody wrote to it. */
        NOT_USED,
        /** Somebody has it open. */
        IN_USE,
        /** Somebody signed in and out, and all of it is sound. */
        CLEAN,
        /** It was used and not closed properly, or its registry is not sound: nothing that a new layout would do. */
        NOT_CLEAN,
        /** A check found what must not be. */
        DAMAGED,
        /** It could not be looked at. */
        UNKNOWN
    }

    /**
     * @param sentence about the disk, for people; empty if it is clean
     */
    public record Successor(State state, String sentence) {}

    /** What a disk that was swapped in said of its data; of what says nothing, when it was written. For {@link #successor}. */
    public static String mark(Kept kept) {
        String data = kept.afterData();
        return data == null ? written(kept.after().lastWriteTime()) : data;
    }

    private static String written(long fileTime) {
        return "written " + fileTime;
    }

    /**
     * What became of a disk that was put in place of another, by the same judgement by which kept files are removed.
     *
     * @param mark of it as it was then ({@link #mark}); the kept file itself may be gone
     */
    public Successor successor(
            long containerId, String locationId, StoragePath target, String mark, Initiator initiator) {
        try (SlicedFile file = new SlicedFile(places.storage(locationId, initiator), target, SlicedFile.STANDARD)) {
            String data = DataMark.of(file);
            String now = data == null ? written(file.opened().lastWriteTime()) : data;
            boolean untouched = now.equals(mark)
                    || swaps.keptAt(locationId, target).stream()
                            .anyMatch(kept -> mark(kept).equals(now));
            if (untouched) {
                return new Successor(State.NOT_USED, "nobody has used the disk in its place yet");
            }
            Successor found;
            try {
                found = soundness(containerId, file);
            } catch (DiskException | EOFException e) { // or torn by somebody who writes, which is looked at next
                found = new Successor(State.DAMAGED, "the disk in its place cannot be read: " + e.getMessage());
            }
            return SlicedFile.moved(file.opened(), file.now())
                    ? new Successor(State.IN_USE, "the disk in its place is in use")
                    : found;
        } catch (StorageException.Busy | SlicedFile.MovedException e) {
            return new Successor(State.IN_USE, "the disk in its place is in use");
        } catch (IOException e) {
            return new Successor(State.UNKNOWN, "the disk in its place could not be looked at: " + e.getMessage());
        }
    }

    /** What is wrong with the disk in its place; nothing if it is clean. */
    private Successor soundness(long containerId, BlockDevice file) throws IOException {
        CheckReport report = DiskCheck.run("disk", file, (child, parent) -> Optional.empty(), Progress.NONE);
        if (report.verdict() != Verdict.SOUND) {
            // What a replay of a log or a check at sign-in mends was left by a host that went away, and proves nothing.
            boolean unclosed = report.totals().stream().anyMatch(total -> total.severity() == Severity.REPAIRABLE);
            State state = report.verdict() == Verdict.FINDINGS && !unclosed ? State.DAMAGED : State.NOT_CLEAN;
            return new Successor(state, unsound(report));
        }
        Optional<ContainerDetail> container = containers.detail(containerId);
        boolean profile = container
                .map(found -> found.row().kind() == ContainerKind.PROFILE)
                .orElse(true);
        String fault = profile ? hiveFault(dev.profilekeep.disk.info.Containers.open(file)) : "";
        return new Successor(fault.isEmpty() ? State.CLEAN : State.NOT_CLEAN, fault);
    }

    private static String unsound(CheckReport report) {
        return report.verdict() == Verdict.NOT_CHECKABLE
                ? "not all of the disk in its place could be looked at"
                : report.totals().stream()
                        .filter(total -> total.severity().isFault())
                        .map(Object::toString)
                        .collect(Collectors.joining("; ", "the disk in its place is not sound: ", ""));
    }

    private static String hiveFault(VirtualDisk disk) throws IOException {
        for (Volumes.Place place : Volumes.of(disk)) {
            if (!place.isNtfs()) {
                continue;
            }
            NtfsVolume volume = Volumes.open(disk, place);
            if (volume.isDirty()) {
                return "the disk in its place was not closed properly";
            }
            Optional<NtfsFile> hive = volume.find("Profile/NTUSER.DAT");
            Optional<BlockDevice> content = hive.isPresent() ? volume.content(hive.get()) : Optional.empty();
            if (content.isPresent()) {
                return DiskInspector.isSoundHive(content.get())
                        ? ""
                        : "the person's registry (NTUSER.DAT) in its place is not sound";
            }
        }
        return "there is no registry of the person (NTUSER.DAT) in the disk in its place";
    }

    /** No entry, no act; and one that says how it ended. */
    private String drop(Kept kept, Initiator initiator) {
        Map<String, String> evidence = new TreeMap<>();
        evidence.put("location", kept.locationId());
        evidence.put("path", kept.path().value());
        evidence.put("since", kept.since().toString());
        evidence.put("purpose", kept.purpose());
        try {
            tell(kept, evidence, "begun");
        } catch (CatalogException e) {
            return "it cannot be recorded, so it stays: " + e.getMessage();
        }
        String why = dropped(kept, initiator);
        try {
            tell(kept, evidence, why.isEmpty() ? "done" : "failed: " + why);
        } catch (CatalogException e) {
            LOG.warn(
                    "location={} path={} how its removal ended could not be recorded: {}",
                    kept.locationId(),
                    kept.path(),
                    e.getMessage());
        }
        return why;
    }

    private String dropped(Kept kept, Initiator initiator) {
        try {
            swaps.drop(kept, initiator);
            told(kept);
            return "";
        } catch (SwapRefusedException e) {
            return String.valueOf(e.getMessage());
        } catch (IOException e) {
            return "it could not be removed: " + e.getMessage();
        }
    }

    private void told(Kept kept) {
        try {
            removed.accept(kept);
        } catch (CatalogException e) {
            LOG.warn(
                    "location={} path={} is gone, but is told as kept: {}",
                    kept.locationId(),
                    kept.path(),
                    e.getMessage());
        }
    }

    private void tell(Kept kept, Map<String, String> evidence, String outcome) {
        audit.append(
                Actor.SCHEDULE,
                new AuditEntry(
                        REMOVE,
                        "container:" + kept.containerId(),
                        "its successor was used, is sound, and seven days have passed",
                        evidence,
                        outcome));
    }
}

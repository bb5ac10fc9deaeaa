package dev.profilekeep.lock;

import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.SetConfig;
import dev.profilekeep.lease.CopySeen;
import dev.profilekeep.lease.LeaseHolder;
import dev.profilekeep.lease.LeasePlaces;
import dev.profilekeep.lease.LeaseRefused;
import dev.profilekeep.lease.LeaseRequest;
import dev.profilekeep.lock.ClearPlan.Closing;
import dev.profilekeep.lock.ClearPlan.Removal;
import dev.profilekeep.lock.LockVerdict.Remedy;
import dev.profilekeep.lock.LockVerdict.Stale;
import dev.profilekeep.lock.PlaceSeen.Asked;
import dev.profilekeep.lock.PlaceSeen.Probe;
import dev.profilekeep.lock.Refusal.Why;
import dev.profilekeep.site.ActiveNow;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.LocationMode;
import dev.profilekeep.storage.ServerOpenFile;
import dev.profilekeep.storage.StorageAddress;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes a row of a plan from a look. Reads nothing but the modes, what a folder can tell, and which of us has a disk open if one of us has. */
final class Planning {
    private final ProfileKeepConfig config;
    private final LeasePlaces places;
    private final Supplier<ActiveNow> active;
    private final LongFunction<Optional<LeaseHolder>> holders;

    /** @param holders who of us has a container open, or may have */
    Planning(
            ProfileKeepConfig config,
            LeasePlaces places,
            LongFunction<Optional<LeaseHolder>> holders,
            Supplier<ActiveNow> active) {
        this.active = active;
        this.holders = holders;
        this.config = config;
        this.places = places;
    }

    static ClearPlan.Row unknown(long containerId, String why) {
        return new ClearPlan.Row(
                containerId, "", "", null, List.of(), List.of(), List.of(), "", false, new Refusal(Why.UNKNOWN, why));
    }

    ClearPlan.Row row(ContainerDetail container, Look look) {
        LockVerdict verdict = look.verdict().orElse(null);
        boolean closes = verdict instanceof Stale stale && stale.remedy() == Remedy.CLOSE_HANDLES;
        List<Sight> sights = look.sights().stream()
                .filter(sight -> !sight.place().fenced() && sight.place().asked() == Asked.ANSWERED)
                .filter(sight -> mayTouch(container, sight))
                .toList();
        List<Removal> removals = new ArrayList<>();
        List<Closing> closings = new ArrayList<>();
        List<LeaseRequest.Copy> holding = new ArrayList<>();
        for (Sight sight : sights) {
            String location = sight.place().locationId();
            if (closes) {
                for (ServerOpenFile handle : sight.open()) {
                    closings.add(new Closing(location, handle));
                }
                continue;
            }
            for (StoredFile lock : sight.lockFiles()) {
                removals.add(new Removal(location, lock.path(), lock.size(), lock.lastWriteTime(), lock.fileId()));
            }
            StoredFile disk = sight.disk();
            if (disk != null) {
                holding.add(new LeaseRequest.Copy(
                        location, disk.path(), CopySeen.of(disk, "").ofContent()));
            }
        }
        boolean two = closes || verdict instanceof LockVerdict.Unproved;
        ClearPlan.Row row = new ClearPlan.Row(
                container.row().id(),
                container.row().sid(),
                container.row().account(),
                verdict,
                removals,
                closings,
                holding,
                basis(removals, closings, holding),
                two,
                null);
        Refusal refusal = refusal(row, sights, look);
        return refusal == null ? row : row.refused(refusal);
    }

    /** A replica that the storage keeps is never touched. */
    private boolean mayTouch(ContainerDetail container, Sight sight) {
        SetConfig set = config.set(container.row().setId()).orElseThrow();
        return set.replication() != SetConfig.Replication.STORAGE
                || sight.place().siteId().equals(active.get().siteOf(set));
    }

    private @Nullable Refusal refusal(ClearPlan.Row row, List<Sight> sights, Look look) {
        LockVerdict verdict = row.verdict();
        if (verdict == null) {
            if (sights.stream().noneMatch(sight -> sight.place().asked() == Asked.ANSWERED)) {
                return new Refusal(
                        Why.UNREACHABLE,
                        "no location answers, so nobody can tell whether anything locks it: look again");
            }
            return new Refusal(
                    Why.NOT_LOCKED,
                    look.isFree()
                            ? "nothing locks it"
                            : "nothing that can be seen locks it, yet not every location can tell");
        }
        if (verdict instanceof LockVerdict.Live && LockWords.isOurs(verdict)) {
            return new Refusal(Why.HELD_BY_US, ours(row.containerId()));
        }
        if (verdict instanceof LockVerdict.Live) {
            return new Refusal(Why.LIVE, "somebody works with it; a lock in use is never cleared");
        }
        if (row.removals().isEmpty() && row.closings().isEmpty()) {
            return new Refusal(
                    Why.NOTHING_TO_REMOVE,
                    "there is no lock file that could be removed at a location that answers; look again");
        }
        if (row.closings().isEmpty()) {
            if (row.holding().isEmpty()) {
                return new Refusal(
                        Why.NO_DISK,
                        "no copy of the disk is left that could be held closed meanwhile; an administrator should look"
                                + " where the disk went");
            }
            Set<String> once = new HashSet<>();
            for (Sight sight : sights) {
                if (!once.add(sight.place().locationId())) {
                    return new Refusal(
                            Why.SEVERAL_COPIES,
                            "there are several copies of it at " + sight.place().locationId()
                                    + ": which one counts cannot be told; put that right first");
                }
            }
        }
        Refusal mode = modes(row);
        if (mode != null || !row.closings().isEmpty()) {
            return mode;
        }
        Refusal readOnly = readOnly(sights);
        return readOnly == null ? unseen(sights) : readOnly;
    }

    /** A server removes no file that is marked read-only, and would say so only when others were removed. */
    private static @Nullable Refusal readOnly(List<Sight> sights) {
        List<String> files = new ArrayList<>();
        for (Sight sight : sights) {
            sight.lockFiles().stream()
                    .filter(lock -> (lock.attributes() & StoredFile.READONLY) != 0)
                    .forEach(lock -> files.add(
                            lock.path().value() + " at " + sight.place().locationId()));
        }
        return files.isEmpty()
                ? null
                : new Refusal(
                        Why.READ_ONLY,
                        String.join(", ", files)
                                + ": this lock file is marked read-only, and its server would not remove it; take the"
                                + " read-only attribute away, and look again");
    }

    /** A lease is never given there, whoever agreed. */
    private @Nullable Refusal unseen(List<Sight> sights) {
        for (Sight sight : sights) {
            String location = sight.place().locationId();
            if (sight.disk() != null
                    && sight.place().probe() == Probe.CANNOT_TELL
                    && isFolder(location)
                    && !places.changesUnproved(location)
                    && !seesOtherOpens(location)) {
                return new Refusal(Why.NO_PROOF, new LeaseRefused.Unproved(location).sentence());
            }
        }
        return null;
    }

    private boolean isFolder(String location) {
        return config.location(location)
                .filter(one -> StorageAddress.parse(one.address()) instanceof StorageAddress.Local)
                .isPresent();
    }

    /** Of a folder, which asks no server. */
    private boolean seesOtherOpens(String location) {
        try {
            return places.storage(location, Initiator.PERSON).capabilities().seesOtherOpens();
        } catch (IOException e) {
            return true; // the lease will tell
        }
    }

    private String ours(long containerId) {
        LeaseHolder holder = holders.apply(containerId).orElse(null);
        if (holder == null) {
            return "ProfileKeep itself had it open at that moment: look again in a minute";
        }
        if (!holder.alive()) {
            return "a node of ProfileKeep stopped in the middle of its work on it, and a file server keeps it closed: that"
                    + " ends as soon as the server answers; look again in a minute";
        }
        String what = "(" + holder.purpose() + ", node " + holder.node() + ", since " + holder.since() + ")";
        return holder.initiator() == Initiator.JOB
                ? "ProfileKeep itself is working on it " + what
                        + ", for some seconds. A job gives way to what a person planned"
                        + " before; what is planned now cannot see behind it whether anybody else works there: look again"
                        + " in a minute"
                : "another act of ProfileKeep is at work on it " + what + ", for some seconds: look again in a minute";
    }

    private @Nullable Refusal modes(ClearPlan.Row row) {
        Set<String> touched = new HashSet<>();
        row.removals().forEach(removal -> touched.add(removal.locationId()));
        row.closings().forEach(closing -> touched.add(closing.locationId()));
        row.holding().forEach(copy -> touched.add(copy.locationId()));
        for (String location : touched) {
            LocationMode mode = places.mode(location);
            if (!mode.allows(Initiator.PERSON)) {
                return new Refusal(
                        Why.MODE,
                        "location " + location + " is in mode " + mode
                                + ", which lets people change nothing there; an administrator can set it to ASSIST");
            }
        }
        return null;
    }

    /** Of a location that told of it when the plan was made, and tells nothing now; null if there is none. */
    static @Nullable Refusal fellSilent(ClearPlan.Row then, Look now) {
        List<String> silent = now.sights().stream()
                .map(Sight::place)
                .filter(place -> !place.fenced() && place.asked() != Asked.ANSWERED)
                .filter(place -> !then.silent().contains(place.locationId()))
                .map(place -> place.locationId() + (place.reason().isEmpty() ? "" : " (" + place.reason() + ")"))
                .toList();
        return silent.isEmpty()
                ? null
                : new Refusal(
                        Why.UNREACHABLE,
                        String.join(", ", silent)
                                + " answered when it was planned, and does not answer now; nothing was"
                                + " changed: look again");
    }

    /** The same for the same files, handles and disks as they are, and for no others. */
    private static String basis(List<Removal> removals, List<Closing> closings, List<LeaseRequest.Copy> holding) {
        List<String> lines = new ArrayList<>();
        holding.forEach(one -> lines.add(
                "hold " + one.locationId() + ' ' + one.seen() + ' ' + one.path().value()));
        removals.forEach(one -> lines.add("remove " + one.locationId() + ' ' + one.bytes() + ' ' + one.written() + ' '
                + one.fileId() + ' ' + one.path().value()));
        closings.forEach(one ->
                lines.add("close " + one.locationId() + ' ' + one.handle().id() + ' '
                        + one.handle().account() + ' ' + one.handle().path().value()));
        lines.sort(String::compareTo);
        return sha256(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

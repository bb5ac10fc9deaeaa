package dev.profilekeep.restore;

import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.catalog.Containers;
import dev.profilekeep.catalog.CopyDetail;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.config.CloudCacheChanges;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.SetConfig;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.lease.LeasePlaces;
import dev.profilekeep.lease.LeaseRefused;
import dev.profilekeep.lease.SafeReplace;
import dev.profilekeep.lease.SafeReplacePlan;
import dev.profilekeep.lock.JudgedLock;
import dev.profilekeep.lock.LockService;
import dev.profilekeep.lock.LockVerdict;
import dev.profilekeep.lock.Look;
import dev.profilekeep.restore.RestoreRefusal.Why;
import dev.profilekeep.site.ActiveNow;
import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.LocationMode;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.Volume;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Finds the copies of a container that an act would change, and whether it may. Reads only. */
final class CopiesPlanner {
    /** What stays free beside a new file. */
    private static final long MARGIN = 64L << 20;

    private final ProfileKeepConfig config;
    private final Containers containers;
    private final LockService locks;
    private final LeasePlaces places;
    private final SafeReplace swaps;
    private final Supplier<ActiveNow> active;

    CopiesPlanner(
            ProfileKeepConfig config,
            Containers containers,
            LockService locks,
            LeasePlaces places,
            SafeReplace swaps,
            Supplier<ActiveNow> active) {
        this.active = active;
        this.config = config;
        this.containers = containers;
        this.locks = locks;
        this.places = places;
        this.swaps = swaps;
    }

    ContainerDetail container(long id, Reach reach) throws RefusedException {
        return containers
                .detail(id)
                .filter(found -> reach.includes(found.row()))
                .orElseThrow(() -> new RefusedException(Why.UNKNOWN, "container " + id + " is gone, or there is none"));
    }

    private SetConfig set(ContainerDetail container) throws RefusedException {
        return config.set(container.row().setId())
                .orElseThrow(() -> new RefusedException(
                        Why.UNKNOWN,
                        "the set " + container.row().setId()
                                + " is not configured any more, so nothing is known of its locations"));
    }

    /** Of a set that is not configured, a plan says so. */
    MayReplace mayReplace(String setId) {
        return config.set(setId)
                .filter(set -> set.replication() == SetConfig.Replication.CLOUD_CACHE)
                .filter(set -> set.cloudCacheChanges() == null)
                .<MayReplace>map(set -> new MayReplace.CloudCache(setId))
                .orElseGet(MayReplace.Yes::new);
    }

    /**
     * @return what was seen
     * @throws RefusedException if anything locks it, or may
     */
    Look requireFree(ContainerDetail container, Reach reach) throws RefusedException {
        Look look = locks.look(container.row().id(), reach, place -> {});
        Optional<LockVerdict> verdict = look.verdict();
        if (verdict.isPresent()) {
            throw new RefusedException(new RestoreRefusal(
                    Why.LOCKED,
                    locks.words(Locale.ENGLISH, ZoneOffset.UTC).sentence(verdict.get()),
                    new JudgedLock(container.row().id(), verdict.get())));
        }
        return look;
    }

    /** The copies that may be changed, the one at the active site first; of a set that the storage copies, that one alone. */
    List<CopyDetail> copies(ContainerDetail container) throws RefusedException {
        List<CopyDetail> present = changeable(
                container,
                container.copies().stream()
                        .filter(copy -> copy.presence() != CopyDetail.Presence.GONE)
                        .toList());
        if (present.isEmpty()) {
            throw new RefusedException(
                    Why.NO_COPY,
                    "there is no file of it any more in whose place anything could be put: restore it to another"
                            + " folder");
        }
        return present;
    }

    /**
     * As {@link #copies}, with those that an inventory did not find any more: what was put aside has no name. Where a folder was renamed there are several at one location: the one that
     * is there counts, then one that is looked for, then the one that was seen last.
     */
    List<CopyDetail> everSeen(ContainerDetail container, Predicate<CopyDetail> lookedFor) throws RefusedException {
        Map<String, CopyDetail> gone = new LinkedHashMap<>();
        List<CopyDetail> among = new ArrayList<>();
        Comparator<CopyDetail> order = Comparator.comparing(lookedFor::test)
                .thenComparing(CopyDetail::checkedAt, Comparator.nullsFirst(Comparator.naturalOrder()));
        for (CopyDetail copy : container.copies()) {
            if (copy.presence() == CopyDetail.Presence.GONE) {
                gone.merge(copy.locationId(), copy, BinaryOperator.maxBy(order));
            } else {
                among.add(copy);
            }
        }
        among.forEach(copy -> gone.remove(copy.locationId()));
        among.addAll(gone.values());
        return changeable(container, among);
    }

    /** @throws RefusedException if the person's disk has another name now: nobody could tell later which of two is right */
    void requireNotRenamed(ContainerDetail container) throws RefusedException {
        ContainerRow row = container.row();
        if (row.sid().isEmpty()) {
            return;
        }
        for (ContainerDetail other : containers.ofPerson(row.sid())) {
            boolean alike = other.row().id() != row.id()
                    && other.row().setId().equals(row.setId())
                    && other.row().kind() == row.kind();
            Optional<CopyDetail> there = other.copies().stream()
                    .filter(copy -> alike && copy.presence() != CopyDetail.Presence.GONE)
                    .findFirst();
            if (there.isPresent()) {
                throw new RefusedException(
                        Why.SEVERAL_DISKS,
                        "this person's disk is " + there.get().path() + " at "
                                + there.get().locationId()
                                + " now, and a second one beside it would leave nobody to tell which is right: take files"
                                + " out of the backup, or restore it to another folder");
            }
        }
    }

    private List<CopyDetail> changeable(ContainerDetail container, List<CopyDetail> among) throws RefusedException {
        SetConfig set = set(container);
        if (mayReplace(set.id()) instanceof MayReplace.CloudCache not) {
            throw new RefusedException(Why.CLOUD_CACHE, not.sentence());
        }
        if (container.findings().stream().anyMatch(found -> found.code() == FindingCode.DUPLICATE_FOLDERS)) {
            throw new RefusedException(
                    Why.SEVERAL_DISKS,
                    "this person has disks in more than one folder: nobody can tell which one is right; put that right"
                            + " first");
        }
        String site = active.get().siteOf(set);
        List<CopyDetail> present = among.stream()
                .sorted(Comparator.comparing(copy -> !copy.siteId().equals(site)))
                .toList();
        Set<String> once = new HashSet<>();
        for (CopyDetail copy : present) {
            if (!once.add(copy.locationId())) {
                throw new RefusedException(
                        Why.SEVERAL_DISKS,
                        "there are several copies of it at " + copy.locationId()
                                + ": which one counts cannot be told; put that right first");
            }
        }
        if (set.replication() == SetConfig.Replication.STORAGE) {
            List<CopyDetail> worked =
                    present.stream().filter(copy -> copy.siteId().equals(site)).toList();
            if (worked.isEmpty() && !present.isEmpty()) {
                throw new RefusedException(
                        Why.STORAGE_REPLICA,
                        "its only copies are replicas that the storage keeps, which are never touched: restore where"
                                + " people work, at "
                                + site);
            }
            present = worked;
        }
        return present;
    }

    /** Whether all copies change as one, for hosts carry changes between them. */
    boolean together(ContainerDetail container) throws RefusedException {
        return set(container).replication() == SetConfig.Replication.CLOUD_CACHE;
    }

    /** What people are to know of a set whose copies change as one; empty for others. */
    List<String> warning(ContainerDetail container) throws RefusedException {
        CloudCacheChanges tried = set(container).cloudCacheChanges();
        return tried == null
                ? List.of()
                : List.of(
                        "this set uses Cloud Cache: whole disks are replaced, for " + tried.triedBy() + " vouches that"
                                + " every host clears its cache at sign-off, and tried it on " + tried.triedOn()
                                + "; changes that a host keeps all the same would be mixed with what is put in place",
                        "put every other copy aside first, with the state files of Cloud Cache beside it (.meta,"
                                + " .metadata), then those of the first copy and the first copy itself, so that two"
                                + " layouts never stand at once");
    }

    /**
     * Under Cloud Cache: that no provider has a copy besides these, and that each of them answers.
     *
     * @param known that change, or are known not to be there
     */
    void requireNoOthers(ContainerDetail container, List<CopyDetail> known, Initiator initiator)
            throws IOException, RefusedException {
        if (!together(container) || known.isEmpty()) {
            return;
        }
        SetConfig set = set(container);
        for (String location : set.locationIds()) {
            boolean holds = config.location(location)
                    .filter(one -> one.kinds().contains(container.row().kind()))
                    .isPresent();
            if (!holds || known.stream().anyMatch(copy -> copy.locationId().equals(location))) {
                continue;
            }
            Set<StoragePath> paths = new HashSet<>();
            paths.add(known.get(0).path());
            container.copies().stream()
                    .filter(copy -> copy.locationId().equals(location))
                    .forEach(copy -> paths.add(copy.path()));
            for (StoragePath path : paths) {
                if (isThere(places.storage(location, initiator), path)) {
                    throw new RefusedException(
                            Why.CHANGED,
                            "there is a copy of it at " + location
                                    + " that no inventory saw: take an inventory, then look again");
                }
            }
        }
    }

    private static boolean isThere(StorageProvider storage, StoragePath path) throws IOException {
        try {
            storage.stat(path);
            return true;
        } catch (StorageException.NotFound e) {
            return false;
        }
    }

    /** Without asking any server. */
    void requireChangeable(List<CopyDetail> copies, Initiator initiator) throws RefusedException {
        for (CopyDetail copy : copies) {
            requireMode(copy.locationId(), initiator);
        }
    }

    /** How each copy would be replaced. */
    List<RestoreTarget> targets(ContainerDetail container, List<CopyDetail> copies, String purpose, Initiator initiator)
            throws IOException, RefusedException {
        List<RestoreTarget> targets = new ArrayList<>();
        long newest = 0;
        for (CopyDetail copy : copies) {
            StorageProvider storage = places.storage(copy.locationId(), initiator);
            requireProof(storage, copy.locationId());
            try {
                new Neighbours(container.row(), copy.locationId()).requireAlone(storage, copy.path());
                SafeReplacePlan plan =
                        swaps.plan(container.row().id(), copy.locationId(), copy.path(), purpose, initiator);
                targets.add(new RestoreTarget(plan));
                newest = Math.max(newest, plan.file().lastWriteTime());
            } catch (StorageException.NotFound e) {
                throw new RefusedException(
                        Why.CHANGED,
                        copy.path() + " is not at " + copy.locationId()
                                + " any more: take an inventory, then look again");
            }
        }
        long latest = newest;
        return targets.stream()
                .map(target -> new RestoreTarget(target.swap().datedAfter(latest)))
                .toList();
    }

    private void requireMode(String locationId, Initiator initiator) throws RefusedException {
        LocationMode mode = places.mode(locationId);
        if (!mode.allows(initiator)) {
            throw new RefusedException(
                    Why.MODE,
                    new LeaseRefused.ModeForbids(locationId, mode, initiator).sentence()
                            + "; an administrator can change the mode");
        }
    }

    private void requireProof(StorageProvider storage, String locationId) throws IOException, RefusedException {
        if (!storage.capabilities().seesOtherOpens() && !places.changesUnproved(locationId)) {
            throw new RefusedException(Why.NO_SAFE_SWAP, new LeaseRefused.Unproved(locationId).sentence());
        }
    }

    /** Where a container is made anew of which no file is left: where it lay last, at the active site. */
    SafeReplace.NewPlace newPlace(
            ContainerDetail container, String purpose, Initiator initiator, FileSecurity security, StoredFile then)
            throws IOException, RefusedException {
        String site = active.get().siteOf(set(container));
        CopyDetail last = everSeen(container, copy -> false).stream()
                .filter(copy -> copy.siteId().equals(site))
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        Why.NO_COPY,
                        "it never lay at the site where people work, so nobody can tell where it belongs:"
                                + " restore it to another folder"));
        requireNotRenamed(container);
        requireChangeable(List.of(last), initiator);
        StorageProvider storage = places.storage(last.locationId(), initiator);
        try {
            storage.stat(last.path());
        } catch (StorageException.NotFound e) {
            if (security.ownerSid() == null && storage.capabilities().securityDescriptors()) {
                throw new RefusedException(
                        Why.NO_SAFE_SWAP,
                        "the backup does not know whose file it was, and the person could not use it: restore it to"
                                + " another folder, and set its owner there");
            }
            requireFolder(container, storage, last);
            requireNoState(container, storage, last, initiator);
            return new SafeReplace.NewPlace(
                    container.row().id(),
                    last.locationId(),
                    last.path(),
                    purpose,
                    initiator,
                    security,
                    then.creationTime());
        }
        throw new RefusedException(
                Why.CHANGED,
                last.path() + " is at " + last.locationId() + " again: take an inventory, then look again");
    }

    /** Under Cloud Cache a state file tells of the disk that was, and no other copy may stand. */
    private void requireNoState(
            ContainerDetail container, StorageProvider storage, CopyDetail last, Initiator initiator)
            throws IOException, RefusedException {
        if (!together(container)) {
            return;
        }
        requireNoOthers(container, List.of(last), initiator);
        for (String ending : List.of(".meta", ".metadata")) {
            if (isThere(storage, StoragePath.of(last.path().value() + ending))) {
                throw new RefusedException(
                        Why.CHANGED,
                        "a state file of Cloud Cache (" + last.path().name() + ending + ") lies at "
                                + last.locationId()
                                + " and tells of the disk that was there: move it away first, then look again");
            }
        }
    }

    private static void requireFolder(ContainerDetail container, StorageProvider storage, CopyDetail last)
            throws IOException, RefusedException {
        try {
            new Neighbours(container.row(), last.locationId()).requireAlone(storage, last.path());
        } catch (StorageException.NotFound e) {
            return; // it is made with the file
        }
    }

    void requireRoom(String locationId, Initiator initiator, long fileBytes) throws IOException, RefusedException {
        requireRoom(locationId, places.storage(locationId, initiator), fileBytes);
    }

    /** @throws RefusedException if there is no room for a new file of so many bytes beside each */
    void requireRoom(List<RestoreTarget> targets, Initiator initiator, long fileBytes)
            throws IOException, RefusedException {
        for (RestoreTarget target : targets) {
            StorageProvider storage = places.storage(target.locationId(), initiator);
            long old = storage.capabilities().hardLinks() ? 0 : target.bytes(); // without second names it is copied
            requireRoom(target.locationId(), storage, fileBytes + old);
        }
    }

    private static void requireRoom(String locationId, StorageProvider storage, long bytes)
            throws IOException, RefusedException {
        long needed = bytes + MARGIN;
        Optional<Volume> volume = storage.volume();
        if (volume.isPresent() && volume.get().freeBytes() < needed) {
            throw new RefusedException(
                    Why.NO_ROOM,
                    "at " + locationId + " " + needed + " bytes are needed beside what is there, and "
                            + volume.get().freeBytes() + " are free: make room first");
        }
    }
}

package dev.profilekeep.restore;

import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.Containers;
import dev.profilekeep.catalog.CopyDetail;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.SetConfig;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.lease.LeasePlaces;
import dev.profilekeep.lease.LeaseRefused;
import dev.profilekeep.lease.SafeReplace;
import dev.profilekeep.lease.SafeReplacePlan;
import dev.profilekeep.lock.LockService;
import dev.profilekeep.lock.LockVerdict;
import dev.profilekeep.lock.Look;
import dev.profilekeep.restore.RestoreRefusal.Why;
import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.LocationMode;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.Volume;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds the copies of a container that an act would change, and whether it may. Reads only. */
final class CopiesPlanner {
    /** What stays free beside a new file. */
    private static final long MARGIN = 64L << 20;

    private final ProfileKeepConfig config;
    private final Containers containers;
    private final LockService locks;
    private final LeasePlaces places;
    private final SafeReplace swaps;

    CopiesPlanner(
            ProfileKeepConfig config, Containers containers, LockService locks, LeasePlaces places, SafeReplace swaps) {
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

    /** @throws RefusedException if anything locks it, or may */
    void requireFree(ContainerDetail container, Reach reach) throws RefusedException {
        Look look = locks.look(container.row().id(), reach, place -> {});
        Optional<LockVerdict> verdict = look.verdict();
        if (verdict.isPresent()) {
            throw new RefusedException(
                    Why.LOCKED, locks.words(Locale.ENGLISH, ZoneOffset.UTC).sentence(verdict.get()));
        }
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

    /** As {@link #copies}, with those that an inventory did not find any more: what was put aside has no name. */
    List<CopyDetail> everSeen(ContainerDetail container) throws RefusedException {
        return changeable(container, container.copies());
    }

    private List<CopyDetail> changeable(ContainerDetail container, List<CopyDetail> among) throws RefusedException {
        SetConfig set = set(container);
        if (set.replication() == SetConfig.Replication.CLOUD_CACHE) {
            throw new RefusedException(
                    Why.CLOUD_CACHE,
                    "under Cloud Cache a host may still keep what it did not write yet, and would mix it with what is"
                            + " put in place: restore to another folder, or single files");
        }
        if (container.findings().stream().anyMatch(found -> found.code() == FindingCode.DUPLICATE_FOLDERS)) {
            throw new RefusedException(
                    Why.SEVERAL_DISKS,
                    "this person has disks in more than one folder: nobody can tell which one is right; put that right"
                            + " first");
        }
        List<CopyDetail> present = among.stream()
                .sorted(Comparator.comparing(copy -> !copy.siteId().equals(set.activeSite())))
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
            List<CopyDetail> active = present.stream()
                    .filter(copy -> copy.siteId().equals(set.activeSite()))
                    .toList();
            if (active.isEmpty() && !present.isEmpty()) {
                throw new RefusedException(
                        Why.STORAGE_REPLICA,
                        "its only copies are replicas that the storage keeps, which are never touched: restore where"
                                + " people work, at "
                                + set.activeSite());
            }
            present = active;
        }
        return present;
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
        String active = set(container).activeSite();
        CopyDetail last = everSeen(container).stream()
                .filter(copy -> copy.siteId().equals(active))
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        Why.NO_COPY,
                        "it never lay at the site where people work, so nobody can tell where it belongs:"
                                + " restore it to another folder"));
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

package dev.profilekeep.lease;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks through what swaps left at one location. */
final class SwapRecovery {
    /** Drafts of this process, for places where an open file keeps nobody off. */
    static final Set<String> WORKING = ConcurrentHashMap.newKeySet();

    private final StorageProvider storage;
    private final String locationId;
    private final Initiator initiator;
    private final Supplier<Leases> leases;
    private final Actor actor;
    private final Clock clock;
    private final List<String> unsettled = new ArrayList<>();

    SwapRecovery(
            StorageProvider storage,
            String locationId,
            Initiator initiator,
            Supplier<Leases> leases,
            Actor actor,
            Clock clock) {
        this.clock = clock;
        this.storage = storage;
        this.locationId = locationId;
        this.initiator = initiator;
        this.leases = leases;
        this.actor = actor;
    }

    private static List<StoredFile> entries(StorageProvider storage) throws IOException {
        try {
            return storage.list(SwapPaths.FOLDER);
        } catch (StorageException.NotFound e) {
            return List.of();
        }
    }

    List<String> run() throws IOException {
        List<StoredFile> before = entries(storage);
        if (before.isEmpty()) {
            return unsettled; // as nearly always: one question is enough
        }
        for (StoredFile entry : before) {
            if (!entry.directory() && SwapPaths.isOpen(entry.name())) {
                settle(entry.path());
            }
        }
        for (StoredFile entry : entries(storage)) {
            if (entry.directory()) {
                tidy(new SwapPaths(entry.name()), entry);
            }
        }
        return unsettled;
    }

    /** Taking a lease settles first. */
    private void settle(StoragePath sign) throws IOException {
        try {
            String txn = SwapJournal.signed(storage, sign);
            if (txn.isEmpty()) {
                storage.delete(sign);
                return;
            }
            SwapEntry last = last(storage, new SwapPaths(txn));
            LeaseRequest request = new LeaseRequest(
                    last.containerId(), copies(last), "settle a swap that was cut off", initiator, actor);
            leases.get().take(request).close();
        } catch (StorageException.NotFound e) {
            return; // settled by somebody else meanwhile
        } catch (StorageException.Unreachable e) {
            throw e;
        } catch (StorageException e) {
            unsettled.add(sign + " at " + locationId + ": " + e.getMessage());
        } catch (LeaseRefusedException e) {
            boolean settledAllTheSame =
                    e.reason() instanceof LeaseRefused.InUse || e.reason() instanceof LeaseRefused.NotThere;
            if (!settledAllTheSame) {
                unsettled.add(sign + " at " + locationId + ": " + e.reason().sentence());
            }
        }
    }

    /** What follows another copy is settled with that one. */
    private List<LeaseRequest.Copy> copies(SwapEntry last) {
        LeaseRequest.Copy own = new LeaseRequest.Copy(locationId, StoragePath.of(last.target()));
        Together together = last.together();
        return together == null || !together.follows()
                ? List.of(own)
                : List.of(new LeaseRequest.Copy(together.leader(), StoragePath.of(together.leaderTarget())), own);
    }

    /** A draft whose maker is gone, or what was left when the swap was over. */
    private void tidy(SwapPaths paths, StoredFile folder) throws IOException {
        if (WORKING.contains(paths.txn())) {
            return;
        }
        try {
            tidyOne(paths, folder);
        } catch (StorageException.Unreachable e) {
            throw e;
        } catch (StorageException e) {
            unsettled.add(paths.folder() + " at " + locationId + ": " + e.getMessage());
        }
    }

    private void tidyOne(SwapPaths paths, StoredFile folder) throws IOException {
        try {
            List<SwapEntry> entries = SwapJournal.read(storage, paths.journal());
            // no line at all: it was cut off at its first
            SwapStep step = entries.isEmpty()
                    ? SwapStep.BEGUN
                    : entries.get(entries.size() - 1).step();
            boolean draft = step == SwapStep.BEGUN || step == SwapStep.PREPARED;
            if (step == SwapStep.ASIDE && !isThere(paths.kept())) {
                Settlement.clear(storage, paths); // what was kept has its name again
                return;
            }
            boolean nothingKept = step == SwapStep.REVERTED || step == SwapStep.PUT_BACK || step == SwapStep.DROPPED;
            if (step == SwapStep.DONE) {
                lookAgain(paths, entries.get(entries.size() - 1));
            }
            if (nothingKept || draft && isAbandoned(paths)) {
                Settlement.clear(storage, paths);
            }
        } catch (StorageException.NotFound e) {
            removeIfOld(folder);
        }
    }

    /** What was written to a kept file after its swap was over is lost to its writer, unless the swap is settled again. */
    private void lookAgain(SwapPaths paths, SwapEntry last) throws IOException {
        String moved = Settlement.movedSince(storage, paths, last);
        if (moved.isEmpty()) {
            return;
        }
        if (last.together() != null) {
            // the other copies have followed it: what goes back alone would be a second layout
            SwapJournal.append(storage, paths.journal(), last.to(SwapStep.CONFLICT, clock.instant(), moved));
            return;
        }
        StoragePath target = StoragePath.of(last.target());
        try {
            SafeReplace.sign(storage, target, paths.txn());
        } catch (StorageException.Exists e) {
            unsettled.add(paths.kept() + " at " + locationId + ": " + moved + "; another swap of it comes first");
            return;
        }
        SwapJournal.append(storage, paths.journal(), last.to(SwapStep.REPLACED, clock.instant(), moved));
        settle(SwapPaths.open(target));
    }

    /** Without a journal it is a draft or a probe that is just being begun, or was cut off in that moment. */
    private void removeIfOld(StoredFile folder) throws IOException {
        if (folder.lastWritten().isAfter(clock.instant().minus(Duration.ofDays(1)))) {
            return;
        }
        for (StoredFile file : storage.list(folder.path())) {
            storage.delete(file.path());
        }
        storage.delete(folder.path());
    }

    private boolean isThere(StoragePath path) throws IOException {
        try {
            storage.stat(path);
            return true;
        } catch (StorageException.NotFound e) {
            return false;
        }
    }

    private boolean isAbandoned(SwapPaths paths) throws IOException {
        try (OpenFile busy = storage.openForWriting(paths.busy(), Sharing.NONE)) {
            return busy.size() >= 0;
        } catch (StorageException.Busy e) {
            return false;
        } catch (StorageException.NotFound e) {
            return true;
        }
    }

    /** @throws StorageException.Failed if it cannot be read */
    static SwapEntry last(StorageProvider storage, SwapPaths paths) throws IOException {
        List<SwapEntry> entries = SwapJournal.read(storage, paths.journal());
        if (entries.isEmpty()) {
            throw new StorageException.Failed("read " + paths.journal() + ": no line of it is whole", null);
        }
        return entries.get(entries.size() - 1);
    }

    /** Null if the journal is gone, or no line of it is whole: nothing was begun then. */
    static @Nullable SwapEntry lastIfThere(StorageProvider storage, SwapPaths paths) throws IOException {
        try {
            List<SwapEntry> entries = SwapJournal.read(storage, paths.journal());
            return entries.isEmpty() ? null : entries.get(entries.size() - 1);
        } catch (StorageException.NotFound e) {
            return null;
        }
    }

    /** @param wanted folders to look into, by their names */
    static List<Kept> kept(StorageProvider storage, String locationId, Predicate<SwapPaths> wanted) throws IOException {
        List<Kept> all = new ArrayList<>();
        for (StoredFile entry : entries(storage)) {
            if (!entry.directory() || entry.name().startsWith("probe-")) {
                continue;
            }
            SwapPaths paths = new SwapPaths(entry.name());
            if (!wanted.test(paths)) {
                continue;
            }
            try {
                SwapEntry last = last(storage, paths);
                if (last.step() == SwapStep.DONE || last.step() == SwapStep.CONFLICT || last.step() == SwapStep.ASIDE) {
                    StoragePath path = path(storage, paths);
                    all.add(Settlement.kept(locationId, paths, last, path));
                }
            } catch (StorageException.NotFound | StorageException.Failed e) {
                continue; // a draft, or being removed just now
            }
        }
        return all;
    }

    static Optional<String> ofOthers(StorageProvider storage, long containerId) throws IOException {
        for (StoredFile entry : entries(storage)) {
            SwapPaths paths = new SwapPaths(entry.name());
            SwapEntry last = entry.directory() && !paths.isOf(containerId) ? lastIfThere(storage, paths) : null;
            if (last != null && last.containerId() != containerId) {
                return Optional.of(last.target());
            }
        }
        return Optional.empty();
    }

    private static StoragePath path(StorageProvider storage, SwapPaths paths) throws IOException {
        try {
            return storage.stat(paths.kept()).path();
        } catch (StorageException.NotFound e) {
            return storage.stat(paths.withdrawn()).path();
        }
    }
}

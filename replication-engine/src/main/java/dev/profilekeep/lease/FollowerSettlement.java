package dev.profilekeep.lease;

import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import java.io.IOException;
import java.time.Clock;

/**
 * Brings a copy to its end whose name is free and that follows another: the new file takes the name, or the old one takes it again, or the name stays free and the old one is kept. At
 * no time does a layout stand there that the first copy has not.
 */
final class FollowerSettlement {
    private final StorageProvider storage;
    private final String locationId;
    private final SwapPaths paths;
    private final StoragePath target;
    private final Clock clock;
    private SwapEntry last;

    FollowerSettlement(StorageProvider storage, String locationId, SwapPaths paths, SwapEntry last, Clock clock) {
        this.storage = storage;
        this.locationId = locationId;
        this.paths = paths;
        this.target = StoragePath.of(last.target());
        this.last = last;
        this.clock = clock;
    }

    SwapOutcome settle(LeaderState leader) throws IOException {
        if (last.step() == SwapStep.PLACING && !isThere(paths.fresh())) {
            return done();
        }
        return switch (leader) {
            case NOT_KNOWN ->
                new SwapOutcome.Unsettled("it follows the copy that is changed first, which is not settled yet");
            case AS_IT_WAS -> giveBack();
            case REPLACED -> isThere(paths.fresh()) ? place() : stay("");
            case MOVED_ON -> stay("");
        };
    }

    private void journal(SwapStep step, String note) throws IOException {
        if (last.step() != step) {
            SwapEntry next = last.to(step, clock.instant(), note);
            SwapJournal.append(storage, paths.journal(), next);
            last = next;
        }
    }

    private SwapOutcome place() throws IOException {
        journal(SwapStep.PLACING, "");
        try {
            storage.rename(paths.fresh(), target);
        } catch (StorageException.Exists e) {
            return stay("something else has its name by now");
        }
        return done();
    }

    private SwapOutcome done() throws IOException {
        Sidecars.place(storage, paths, target);
        journal(SwapStep.DONE, "");
        remove(SwapPaths.open(target));
        return new SwapOutcome.Swapped(Settlement.kept(locationId, paths, last, paths.kept()));
    }

    /** The name stays free. What was to take it goes first: then no rename that is still on its way can come about. */
    private SwapOutcome stay(String note) throws IOException {
        try {
            storage.delete(paths.fresh());
        } catch (StorageException.NotFound e) {
            if (last.step() == SwapStep.PLACING) {
                return done();
            }
        } catch (StorageException.Busy | StorageException.Denied e) {
            return new SwapOutcome.Unsettled("the new file cannot be removed: " + e.getMessage());
        }
        Sidecars.removeFresh(storage, paths);
        journal(SwapStep.ASIDE, note);
        remove(SwapPaths.open(target));
        remove(paths.busy());
        return new SwapOutcome.MovedAside(Settlement.kept(locationId, paths, last, paths.kept()));
    }

    private SwapOutcome giveBack() throws IOException {
        journal(SwapStep.RETURNING, "the first copy is as it was");
        return new AsideSettlement(storage, storage, locationId, paths, last, clock).settle();
    }

    private boolean isThere(StoragePath path) throws IOException {
        try {
            storage.stat(path);
            return true;
        } catch (StorageException.NotFound e) {
            return false;
        }
    }

    private void remove(StoragePath path) throws IOException {
        try {
            storage.delete(path);
        } catch (StorageException.NotFound | StorageException.Busy e) {
            return; // gone already, or whoever made it removes it
        }
    }
}

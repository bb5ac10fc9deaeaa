package dev.profilekeep.lease;

import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import java.io.IOException;
import java.time.Clock;

/**
 * Brings to its end how a file leaves its name for good, or takes it again, wherever that was cut off: by looking at what is there. There are two whole states only: the file
 * has its name, or the name is free, or somebody's who came later, and the file is kept.
 */
final class AsideSettlement {
    private final StorageProvider holding;
    private final StorageProvider renaming;
    private final String locationId;
    private final SwapPaths paths;
    private final StoragePath target;
    private final Clock clock;
    private SwapEntry last;

    /**
     * @param holding the connection that keeps others off
     * @param renaming another one, or the same
     */
    AsideSettlement(
            StorageProvider holding,
            StorageProvider renaming,
            String locationId,
            SwapPaths paths,
            SwapEntry last,
            Clock clock) {
        this.holding = holding;
        this.renaming = renaming;
        this.locationId = locationId;
        this.paths = paths;
        this.target = StoragePath.of(last.target());
        this.last = last;
        this.clock = clock;
    }

    SwapOutcome settle() throws IOException {
        return switch (last.step()) {
            case MOVING_ASIDE -> isKept() ? compared() : stay();
            case STAYING -> stay();
            case RETURNING -> giveBack();
            default -> aside(last.note());
        };
    }

    private void journal(SwapStep step, String note) throws IOException {
        SwapEntry next = last.to(step, clock.instant(), note);
        SwapJournal.append(renaming, paths.journal(), next);
        last = next;
    }

    /** No container is empty: what is, only keeps a late rename off. */
    private boolean isKept() throws IOException {
        try {
            return renaming.stat(paths.kept()).size() > 0;
        } catch (StorageException.NotFound e) {
            return false;
        }
    }

    /** It has left its name. Who wrote to it in the last moment gets it back. */
    private SwapOutcome compared() throws IOException {
        CopySeen before = last.before();
        String moved = "";
        try (OpenFile kept = holding.openForReading(paths.kept(), Sharing.NONE)) {
            moved = before == null ? "" : before.ofContent().differsFrom(CopySeen.now(kept));
        } catch (StorageException.Busy e) {
            return new SwapOutcome.Unsettled("somebody has the file open that was put aside");
        }
        if (moved.isEmpty()) {
            Together together = last.together();
            return together != null && together.follows() ? emptied() : aside("");
        }
        journal(SwapStep.RETURNING, moved);
        return giveBack();
    }

    /** It keeps its name. What takes the other name first keeps a rename off that is still on its way. */
    private SwapOutcome stay() throws IOException {
        if (last.step() != SwapStep.STAYING) {
            journal(SwapStep.STAYING, last.note());
        }
        try (OpenFile instead = renaming.create(paths.kept(), Sharing.NONE)) {
            instead.flush();
        } catch (StorageException.Exists e) {
            if (isKept()) {
                return compared(); // the rename was quicker
            }
        }
        return over(SwapStep.REVERTED, last.note().isEmpty() ? "it was cut off before" : last.note());
    }

    private SwapOutcome giveBack() throws IOException {
        if (isKept()) {
            try {
                renaming.rename(paths.kept(), target);
            } catch (StorageException.Exists e) {
                return aside("something else has its name by now");
            } catch (StorageException.Busy | StorageException.Denied e) {
                return new SwapOutcome.Unsettled("it cannot have its name again yet: " + e.getMessage());
            }
        }
        return over(SwapStep.PUT_BACK, last.note());
    }

    /** What becomes of it now is not for this copy to say; its sign stays. */
    private SwapOutcome emptied() throws IOException {
        journal(SwapStep.EMPTIED, "");
        return new SwapOutcome.MovedAside(Settlement.kept(locationId, paths, last, paths.kept()));
    }

    private SwapOutcome over(SwapStep step, String note) throws IOException {
        Together together = last.together();
        if (together != null) {
            Sidecars.giveBack(renaming, paths, target, together.sidecars());
        }
        journal(step, note);
        removeSign();
        Settlement.clear(renaming, paths);
        return step == SwapStep.PUT_BACK
                ? new SwapOutcome.PutBack(note.isEmpty() ? "it has its name again" : note)
                : new SwapOutcome.NothingChanged(note);
    }

    private SwapOutcome aside(String note) throws IOException {
        if (last.step() != SwapStep.ASIDE) {
            journal(SwapStep.ASIDE, note);
        }
        removeSign();
        remove(paths.busy());
        return new SwapOutcome.MovedAside(Settlement.kept(locationId, paths, last, paths.kept()));
    }

    private void removeSign() throws IOException {
        remove(SwapPaths.open(target));
    }

    private void remove(StoragePath path) throws IOException {
        try {
            renaming.delete(path);
        } catch (StorageException.NotFound e) {
            return; // gone already
        } catch (StorageException.Busy e) {
            if (!path.equals(paths.busy())) {
                throw e;
            } // whoever made it removes it
        }
    }
}

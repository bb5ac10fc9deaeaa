package dev.profilekeep.lease;

import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a swap to its end, wherever it was cut off: by looking at what is there, never by trust in what was asked. Whoever
 * runs it has the row of the container, so none of us works on it; anybody else may open what they like meanwhile.
 */
final class Settlement {
    private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);

    private final StorageProvider holding;
    private final StorageProvider renaming;
    private final String locationId;
    private final SwapPaths paths;
    private final StoragePath target;
    private final Clock clock;
    private SwapEntry last;

    /**
     * @param holding the connection that keeps others off
     * @param renaming another one
     */
    Settlement(
            StorageProvider holding,
            StorageProvider renaming,
            String locationId,
            SwapPaths paths,
            SwapEntry last,
            Clock clock) {
        this.locationId = locationId;
        this.holding = holding;
        this.renaming = renaming;
        this.paths = paths;
        this.target = StoragePath.of(last.target());
        this.last = last;
        this.clock = clock;
    }

    /** What became of the first copy of those that change together. */
    @FunctionalInterface
    interface Leaders {
        LeaderState of(Together together) throws IOException;
    }

    /**
     * What could not be settled, and why; empty if nothing was open or it is settled now.
     *
     * @param leaders asked for a copy that follows another
     */
    static Optional<String> settle(
            StorageProvider holding,
            StorageProvider renaming,
            StoragePath target,
            String locationId,
            Leaders leaders,
            Clock clock)
            throws IOException {
        String txn;
        try {
            txn = SwapJournal.signed(renaming, SwapPaths.open(target));
        } catch (StorageException.NotFound e) {
            return Optional.empty();
        }
        if (txn.isEmpty()) {
            // cut off before it was written, and so before anything was done
            renaming.delete(SwapPaths.open(target));
            return Optional.empty();
        }
        SwapPaths paths = new SwapPaths(txn);
        List<SwapEntry> entries;
        try {
            entries = SwapJournal.read(renaming, paths.journal());
        } catch (StorageException.NotFound e) {
            // its things are removed before its sign is
            renaming.delete(SwapPaths.open(target));
            return Optional.empty();
        } catch (StorageException.Failed e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
        if (entries.isEmpty()) {
            return Optional.of("its journal " + paths.journal() + " cannot be read");
        }
        SwapEntry last = entries.get(entries.size() - 1);
        Together together = last.together();
        boolean waits = last.step() == SwapStep.EMPTIED || last.step() == SwapStep.PLACING;
        if (!waits) {
            SwapOutcome outcome = new Settlement(holding, renaming, locationId, paths, last, clock).settle();
            last = SwapRecovery.lastIfThere(renaming, paths);
            waits = last != null && last.step() == SwapStep.EMPTIED;
            if (!waits) {
                return outcome instanceof SwapOutcome.Unsettled open ? Optional.of(open.why()) : Optional.empty();
            }
        }
        if (together == null || last == null) {
            return Optional.of("its journal " + paths.journal() + " does not say what it follows");
        }
        SwapOutcome outcome =
                new FollowerSettlement(renaming, locationId, paths, last, clock).settle(leaders.of(together));
        return outcome instanceof SwapOutcome.Unsettled open ? Optional.of(open.why()) : Optional.empty();
    }

    SwapEntry last() {
        return last;
    }

    void journal(SwapStep step, String note) throws IOException {
        SwapEntry next = last.to(step, clock.instant(), note);
        SwapJournal.append(renaming, paths.journal(), next);
        last = next;
    }

    SwapOutcome settle() throws IOException {
        return switch (last.step()) {
            case BEGUN -> revert(); // nothing was done yet
            case PREPARED, SIDECARS, LINKING, REPLACING, REPLACED -> isThere(paths.fresh()) ? revert() : finish();
            case REVERTING -> revert();
            case PUTTING_BACK -> putBack(last.note());
            case MOVING_ASIDE, STAYING, ASIDE, RETURNING ->
                new AsideSettlement(holding, renaming, locationId, paths, last, clock).settle();
            case EMPTIED, PLACING -> new SwapOutcome.Unsettled("it follows the copy that is changed first");
            case DONE, REVERTED, PUT_BACK, CONFLICT, DROPPED -> over(last.step(), last.note());
        };
    }

    private boolean isThere(StoragePath path) throws IOException {
        try {
            renaming.stat(path);
            return true;
        } catch (StorageException.NotFound e) {
            return false;
        }
    }

    /** The new file did not get the name. It goes first: then no rename that is still on its way can come about. */
    SwapOutcome revert() throws IOException {
        if (last.step() != SwapStep.REVERTING) {
            journal(SwapStep.REVERTING, last.note());
        }
        try {
            removeFresh();
        } catch (StorageException.Busy | StorageException.Denied e) {
            return new SwapOutcome.Unsettled("the new file cannot be removed: " + e.getMessage());
        }
        putNameBack();
        if (isThere(paths.kept())) {
            if (!isStillTheOld()) {
                // the rename came about after all, between a look and the removal of what it was to rename
                journal(SwapStep.REPLACED, last.note());
                return finish();
            }
            try {
                remove(paths.kept());
            } catch (StorageException.Busy | StorageException.Denied e) {
                LOG.debug("a second name stays for now, as its file is in use", e);
            }
        }
        return over(SwapStep.REVERTED, last.note());
    }

    void removeFresh() throws IOException {
        remove(paths.fresh());
    }

    /** No server should lead here; the name comes before everything. */
    private void putNameBack() throws IOException {
        if (!isThere(target) && isThere(paths.kept())) {
            renaming.rename(paths.kept(), target);
        }
    }

    /** What has the name is the file that had it before: only then its second name, or its copy, is not needed. */
    private boolean isStillTheOld() throws IOException {
        StoredFile now = renaming.stat(target);
        if (last.linked()) {
            StoredFile kept = renaming.stat(paths.kept());
            if (now.fileId() != 0 && kept.fileId() != 0) {
                return now.fileId() == kept.fileId();
            }
        }
        CopySeen before = last.before();
        return before != null
                && before.ofContent()
                        .differsFrom(CopySeen.of(now, before.stamp()))
                        .isEmpty();
    }

    /** The new file has the name. Was the old one written after it was last looked at? */
    SwapOutcome finish() throws IOException {
        putNameBack();
        CopySeen before = last.before();
        if (!last.linked() || before == null) {
            return over(SwapStep.DONE, "");
        }
        CopySeen now;
        try (OpenFile kept = holding.openForReading(paths.kept(), Sharing.NONE)) {
            now = CopySeen.now(kept);
        } catch (StorageException.Busy e) {
            return new SwapOutcome.Unsettled("somebody still has the file open that was swapped out");
        } catch (StorageException.NotFound e) {
            return over(SwapStep.DONE, "the old file is not there any more");
        }
        String moved = before.ofContent().differsFrom(now);
        return moved.isEmpty() ? over(SwapStep.DONE, "") : putBack("of the old file: " + moved);
    }

    /**
     * Whether the kept file was written since it was last looked at, as words for people. Samba looks a name up before it looks
     * who holds the file: who is in between as the name changes hands gets the old file, whenever that is.
     */
    static String movedSince(StorageProvider storage, SwapPaths paths, SwapEntry last) throws IOException {
        CopySeen before = last.before();
        if (!last.linked() || before == null) {
            return ""; // it is a copy, which nobody ever had open by its name
        }
        try (OpenFile kept = storage.openForReading(paths.kept(), Sharing.READ)) {
            return before.ofContent().differsFrom(CopySeen.now(kept));
        } catch (StorageException.Busy e) {
            return "somebody has it open to write";
        } catch (StorageException.NotFound e) {
            return "";
        }
    }

    /** The old file takes its name back, unless the new one was written too. */
    private SwapOutcome putBack(String why) throws IOException {
        if (last.step() != SwapStep.PUTTING_BACK) {
            journal(SwapStep.PUTTING_BACK, why);
        }
        if (!isThere(paths.kept())) {
            return afterPuttingBack(why);
        }
        boolean keeps = false;
        try (OpenFile alone = holding.openForWriting(target, Sharing.NONE)) {
            CopySeen after = last.after();
            String moved = after == null ? "" : after.ofContent().differsFrom(CopySeen.now(alone));
            if (!moved.isEmpty()) {
                return over(SwapStep.CONFLICT, why + "; of the new file: " + moved);
            }
            link();
            keeps = replaced();
        } catch (StorageException.Busy e) {
            return new SwapOutcome.Unsettled("the old file was written during the swap and is to be put back (" + why
                    + "), but somebody already has the new one open");
        }
        if (!keeps) {
            try {
                renaming.replace(paths.kept(), target);
            } catch (StorageException.Busy | StorageException.Denied e) {
                return new SwapOutcome.Unsettled("the old file cannot be put back yet: " + e.getMessage());
            }
        }
        return afterPuttingBack(why);
    }

    /** So that what is taken out again is not lost if somebody writes to it in the last moment. */
    private void link() throws IOException {
        if (!isThere(paths.withdrawn())) {
            renaming.hardLink(target, paths.withdrawn());
        }
    }

    /** A server that replaces no open file says so without doing anything. */
    private boolean replaced() throws IOException {
        try {
            renaming.replace(paths.kept(), target);
            return true;
        } catch (StorageException.Busy | StorageException.Denied e) {
            return false;
        }
    }

    private SwapOutcome afterPuttingBack(String why) throws IOException {
        CopySeen after = last.after();
        if (after != null && isThere(paths.withdrawn())) {
            CopySeen now;
            try (OpenFile withdrawn = holding.openForReading(paths.withdrawn(), Sharing.NONE)) {
                now = CopySeen.now(withdrawn);
            } catch (StorageException.Busy e) {
                return new SwapOutcome.Unsettled("somebody still has the file open that was taken out again");
            }
            if (after.ofContent().differsFrom(now).isEmpty()) {
                remove(paths.withdrawn());
            } else {
                return over(
                        SwapStep.CONFLICT, why + "; what was taken out again was written too: " + paths.withdrawn());
            }
        }
        return over(SwapStep.PUT_BACK, why);
    }

    /** A layout stands with what tells of it. */
    private void sidecars(SwapStep step, Together together) throws IOException {
        if (step == SwapStep.REVERTED || step == SwapStep.PUT_BACK) {
            Sidecars.giveBack(renaming, paths, target, together.sidecars());
        } else if (step == SwapStep.DONE) {
            Sidecars.place(renaming, paths, target);
        }
    }

    private SwapOutcome over(SwapStep step, String note) throws IOException {
        Together together = last.together();
        if (together != null) {
            sidecars(step, together);
        }
        if (last.step() != step) {
            journal(step, note);
        }
        remove(SwapPaths.open(target));
        return switch (step) {
            case DONE -> new SwapOutcome.Swapped(kept());
            case PUT_BACK -> {
                clear();
                yield new SwapOutcome.PutBack(note);
            }
            case CONFLICT -> new SwapOutcome.Conflict(kept(), note);
            default -> {
                clear();
                yield new SwapOutcome.NothingChanged(note.isEmpty() ? "it was cut off before" : note);
            }
        };
    }

    private Kept kept() throws IOException {
        return kept(locationId, paths, last, isThere(paths.kept()) ? paths.kept() : paths.withdrawn());
    }

    static Kept kept(String locationId, SwapPaths paths, SwapEntry entry, StoragePath path) {
        CopySeen unknown = new CopySeen(0, 0, 0, 0, "");
        return new Kept(
                locationId,
                paths.txn(),
                entry.containerId(),
                StoragePath.of(entry.target()),
                path,
                entry.at(),
                entry.purpose(),
                or(entry.before(), unknown),
                or(entry.after(), unknown),
                entry.step() == SwapStep.CONFLICT,
                entry.afterData());
    }

    private static CopySeen or(@Nullable CopySeen seen, CopySeen otherwise) {
        return seen == null ? otherwise : seen;
    }

    /** Removes what is left of it, the journal last. */
    private void clear() throws IOException {
        clear(renaming, paths);
    }

    static void clear(StorageProvider storage, SwapPaths paths) throws IOException {
        try {
            for (StoragePath path : Sidecars.left(storage, paths)) {
                remove(storage, path);
            }
        } catch (StorageException.Busy | StorageException.Failed | StorageException.Denied e) {
            return;
        }
        for (StoragePath path : List.of(
                paths.fresh(), paths.kept(), paths.withdrawn(), paths.busy(), paths.journal(), paths.folder())) {
            try {
                remove(storage, path);
            } catch (StorageException.Busy | StorageException.Failed | StorageException.Denied e) {
                return; // in use, or not empty: the rest, with the journal, goes when the location is next recovered
            }
        }
    }

    private void remove(StoragePath path) throws IOException {
        remove(renaming, path);
    }

    private static void remove(StorageProvider storage, StoragePath path) throws IOException {
        try {
            storage.delete(path);
        } catch (StorageException.NotFound e) {
            // gone already
        }
    }
}

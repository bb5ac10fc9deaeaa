package dev.profilekeep.lease;

import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import java.io.IOException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The seconds of a swap in which the name changes hands, under a lease. For one use by one thread. */
final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final PreparedSwap prepared;
    private final Lease lease;
    private final Clock clock;
    private final SwapPaths paths;
    private final StoragePath target;
    private final String location;
    private final @Nullable Together together;

    Exchange(PreparedSwap prepared, Lease lease, Clock clock) {
        this(prepared, lease, clock, null);
    }

    /** @param together what changes with it; null if nothing does */
    Exchange(PreparedSwap prepared, Lease lease, Clock clock, @Nullable Together together) {
        this.together = together;
        this.prepared = prepared;
        this.lease = lease;
        this.clock = clock;
        this.paths = prepared.paths();
        this.target = prepared.plan().target();
        this.location = prepared.plan().locationId();
    }

    SwapOutcome run() throws IOException {
        StorageProvider second = lease.second(location);
        try {
            SafeReplace.sign(second, target, paths.txn());
        } catch (StorageException.Exists e) {
            return new SwapOutcome.NothingChanged("another swap of it is not settled yet");
        }
        prepared.begun();
        SwapEntry begun = prepared.prepared();
        Together others = together;
        if (others != null) {
            others = others.with(Sidecars.beside(second, target));
            begun = begun.with(others);
        }
        Settlement steps = settlement(second, begun);
        try {
            String trouble = exchange(steps, second);
            return trouble.isEmpty() ? finish(steps) : revert(steps, trouble);
        } catch (StorageException.Unreachable e) {
            return look(String.valueOf(e.getMessage()));
        } catch (StorageException | LeaseLostException e) {
            return new SwapOutcome.Unsettled(String.valueOf(e.getMessage())); // what is left is the next lease's
        }
    }

    private Settlement settlement(StorageProvider renaming, SwapEntry last) throws LeaseLostException {
        return new Settlement(lease.storage(location), renaming, location, paths, last, clock);
    }

    /** @return why nothing came about; empty if the new file has the name */
    private String exchange(Settlement steps, StorageProvider second) throws IOException {
        try {
            Together others = steps.last().together();
            if (others != null) {
                steps.journal(
                        SwapStep.SIDECARS, ""); // the old disk without them for a moment, never a new one with them
                Sidecars.takeAway(second, paths, target, others.sidecars());
            }
            if (steps.last().linked()) {
                steps.journal(SwapStep.LINKING, "");
                second.hardLink(target, paths.kept());
            }
            if (lease.file(location).stat().fileId() != second.stat(target).fileId()) {
                return "another file has its name now";
            }
            if (!lease.stillAsSeen()) {
                return "a copy is not what it was when the lease was taken";
            }
            steps.journal(SwapStep.REPLACING, "");
            if (!prepared.replacesOpenFiles()) {
                lease.letGo(location); // such a server replaces nothing that anybody has open, us included
            }
            second.replace(paths.fresh(), target);
        } catch (StorageException.Unreachable e) {
            throw e;
        } catch (StorageException e) {
            return "the server refused: " + e.getMessage();
        }
        steps.journal(SwapStep.REPLACED, "");
        return "";
    }

    private SwapOutcome finish(Settlement steps) throws IOException {
        lease.letGo(location); // what it holds, if it still does, is the old file, which is looked at now
        SwapOutcome outcome = steps.finish();
        holdAgain();
        return outcome;
    }

    private SwapOutcome revert(Settlement steps, String trouble) throws IOException {
        steps.journal(SwapStep.REVERTING, trouble);
        steps.removeFresh(); // before anything is let go: from now on no late rename can come about
        lease.letGo(location);
        SwapOutcome outcome = steps.revert();
        holdAgain();
        return outcome;
    }

    /** If nobody was quicker, who may be. */
    private void holdAgain() throws IOException {
        try {
            lease.holdAgain(location, target);
        } catch (StorageException.Unreachable e) {
            throw e;
        } catch (StorageException e) {
            LOG.debug("the copy at {} is somebody else's already", location, e);
        }
    }

    /** What became of it, while the lease still holds: over a connection that works. */
    private SwapOutcome look(String why) {
        if (lease.isLost()) {
            return new SwapOutcome.Unsettled(why);
        }
        try {
            StorageProvider working = lease.second(location);
            SwapEntry last = SwapRecovery.last(working, paths);
            if (last.step().isOver()) {
                return settlement(working, last).settle();
            }
            boolean replaced = last.step() != SwapStep.PREPARED && !isThere(working, paths.fresh());
            if (last.step() == SwapStep.REVERTING || !replaced) {
                return revert(settlement(working, last), why);
            }
            return finish(settlement(working, last));
        } catch (IOException e) {
            return new SwapOutcome.Unsettled(why);
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
}

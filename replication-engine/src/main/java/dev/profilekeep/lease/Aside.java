package dev.profilekeep.lease;

import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageProvider;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The seconds in which a file leaves its name for good, under a lease. For one use by one thread. */
final class Aside {

    private final SafeReplacePlan plan;
    private final Lease lease;
    private final Clock clock;
    private final String node;
    private final String location;
    private final SwapPaths paths;
    private final @Nullable Together together;
    private final @Nullable PreparedSwap prepared;

    Aside(SafeReplacePlan plan, Lease lease, Clock clock, String node) {
        this(plan, lease, clock, node, newPaths(clock, plan), null, null);
    }

    /**
     * @param together what changes with it; null if nothing does
     * @param prepared what is to take the name later, as that says; null if nothing is
     */
    Aside(
            SafeReplacePlan plan,
            Lease lease,
            Clock clock,
            String node,
            SwapPaths paths,
            @Nullable Together together,
            @Nullable PreparedSwap prepared) {
        this.plan = plan;
        this.lease = lease;
        this.clock = clock;
        this.node = node;
        this.location = plan.locationId();
        this.paths = paths;
        this.together = together;
        this.prepared = prepared;
    }

    static SwapPaths newPaths(Clock clock, SafeReplacePlan plan) {
        return SwapPaths.of(clock, plan.containerId(), plan.target());
    }

    SwapOutcome run() throws IOException {
        StorageProvider second = lease.second(location);
        PreparedSwap made = prepared;
        return made == null ? run(second) : run(second, made);
    }

    private SwapOutcome run(StorageProvider second, PreparedSwap made) throws IOException {
        if (!lease.stillAsSeen()) {
            return new SwapOutcome.NothingChanged("a copy is not what it was when the lease was taken");
        }
        try {
            SafeReplace.sign(second, plan.target(), paths.txn());
        } catch (StorageException.Exists e) {
            return new SwapOutcome.NothingChanged("another change of it is not settled yet");
        }
        made.begun();
        try {
            return move(second, made.prepared());
        } catch (StorageException.Unreachable | LeaseLostException e) {
            return new SwapOutcome.Unsettled(String.valueOf(e.getMessage())); // what is left is the next lease's
        }
    }

    private SwapOutcome run(StorageProvider second) throws IOException {
        SwapFolder.make(second);
        SwapFolder.close(second, second.capabilities());
        SwapRecovery.WORKING.add(paths.txn());
        try {
            second.createFolder(paths.folder());
            SwapEntry begun = entry();
            try (OpenFile busy = second.create(paths.busy(), Sharing.NONE)) {
                SwapJournal.begin(second, paths.journal(), begun);
                if (busy.size() != 0 || !lease.stillAsSeen()) {
                    return nothing(second, "a copy is not what it was when the lease was taken");
                }
                try {
                    SafeReplace.sign(second, plan.target(), paths.txn());
                } catch (StorageException.Exists e) {
                    return nothing(second, "another change of it is not settled yet");
                }
            }
            return move(second, begun);
        } catch (StorageException.Unreachable | LeaseLostException e) {
            return new SwapOutcome.Unsettled(String.valueOf(e.getMessage())); // what is left is the next lease's
        } finally {
            SwapRecovery.WORKING.remove(paths.txn());
        }
    }

    private SwapEntry entry() {
        return new SwapEntry(
                SwapEntry.VERSION,
                SwapStep.BEGUN,
                clock.instant(),
                node,
                plan.containerId(),
                plan.target().value(),
                plan.purpose(),
                plan.seen(),
                null,
                true,
                "",
                null);
    }

    private SwapOutcome nothing(StorageProvider second, String why) throws IOException {
        SwapJournal.append(second, paths.journal(), entry().to(SwapStep.REVERTED, clock.instant(), why));
        Settlement.clear(second, paths);
        return new SwapOutcome.NothingChanged(why);
    }

    /** No server renames what anybody has open, us included; who comes in between is left alone. */
    private SwapOutcome move(StorageProvider second, SwapEntry begun) throws IOException {
        String trouble = "";
        SwapEntry moving = begun.to(SwapStep.MOVING_ASIDE, clock.instant(), "");
        Together others = together;
        List<String> sidecars = List.of();
        if (others != null) {
            sidecars = Sidecars.beside(second, plan.target());
            moving = moving.with(others.with(sidecars));
        }
        SwapJournal.append(second, paths.journal(), moving);
        try {
            Sidecars.takeAway(second, paths, plan.target(), sidecars);
            lease.letGo(location);
            second.rename(plan.target(), paths.kept());
        } catch (StorageException.Unreachable e) {
            throw e;
        } catch (StorageException e) {
            trouble = "the server refused: " + e.getMessage();
        }
        return new AsideSettlement(
                        lease.storage(location),
                        second,
                        location,
                        paths,
                        moving.to(SwapStep.MOVING_ASIDE, moving.at(), trouble),
                        clock)
                .settle();
    }
}

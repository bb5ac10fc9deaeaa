package dev.profilekeep.lease;

import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageProvider;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/** The seconds in which a file leaves its name for good, under a lease. For one use by one thread. */
final class Aside {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final SafeReplacePlan plan;
    private final Lease lease;
    private final Clock clock;
    private final String node;
    private final String location;
    private final SwapPaths paths;

    Aside(SafeReplacePlan plan, Lease lease, Clock clock, String node) {
        this.plan = plan;
        this.lease = lease;
        this.clock = clock;
        this.node = node;
        this.location = plan.locationId();
        this.paths = new SwapPaths(STAMP.format(clock.instant()) + "-" + UUID.randomUUID());
    }

    SwapOutcome run() throws IOException {
        StorageProvider second = lease.second(location);
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
        SwapJournal.append(second, paths.journal(), moving);
        lease.letGo(location);
        try {
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

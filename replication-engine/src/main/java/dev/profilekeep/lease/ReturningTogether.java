package dev.profilekeep.lease;

import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageProvider;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How copies that left their names as one take them again as one. For one use by one thread. */
final class ReturningTogether {
    private final SafeReplace swaps;
    private final LeasePlaces places;
    private final Clock clock;
    private final Initiator initiator;

    ReturningTogether(SafeReplace swaps, LeasePlaces places, Clock clock, Initiator initiator) {
        this.swaps = swaps;
        this.places = places;
        this.clock = clock;
        this.initiator = initiator;
    }

    Map<String, SwapOutcome> run(List<Kept> kept) throws IOException {
        Map<Kept, SwapEntry> entries = new LinkedHashMap<>();
        Kept leader = null;
        for (Kept one : kept) {
            SwapEntry last = SwapRecovery.last(storage(one), new SwapPaths(one.txn()));
            entries.put(one, last);
            Together together = last.together();
            if (together != null && !together.follows()) {
                leader = one;
            }
        }
        Map<String, SwapOutcome> outcomes = new LinkedHashMap<>();
        Map<Kept, SwapEntry> waiting = new LinkedHashMap<>();
        for (Map.Entry<Kept, SwapEntry> each : entries.entrySet()) {
            Kept one = each.getKey();
            if (one.equals(leader)) {
                continue;
            }
            if (leader == null || !follows(each.getValue(), leader)) {
                outcomes.put(one.locationId(), attempt(() -> swaps.giveBack(one, initiator)));
                continue;
            }
            SwapEntry emptied = waits(one, each.getValue());
            if (emptied == null) {
                outcomes.put(
                        one.locationId(), new SwapOutcome.NothingChanged("another change of it is not settled yet"));
            } else {
                waiting.put(one, emptied);
            }
        }
        if (leader != null) {
            Kept first = leader;
            SwapOutcome outcome = attempt(() -> swaps.giveBack(first, initiator));
            outcomes.put(first.locationId(), outcome);
            LeaderState state = state(outcome);
            waiting.forEach((one, emptied) -> outcomes.put(one.locationId(), attempt(() -> new FollowerSettlement(
                            storage(one), one.locationId(), new SwapPaths(one.txn()), emptied, clock)
                    .settle(state))));
        }
        return outcomes;
    }

    private StorageProvider storage(Kept kept) {
        return places.storage(kept.locationId(), initiator);
    }

    private static boolean follows(SwapEntry last, Kept leader) {
        Together together = last.together();
        return last.step() == SwapStep.ASIDE
                && together != null
                && together.leader().equals(leader.locationId())
                && together.leaderTxn().equals(leader.txn());
    }

    /** From now on what becomes of it follows from what becomes of the first; null if something else is under way. */
    private @Nullable SwapEntry waits(Kept one, SwapEntry last) throws IOException {
        StorageProvider storage = storage(one);
        try {
            SafeReplace.sign(storage, one.target(), one.txn());
        } catch (StorageException.Exists e) {
            return null;
        }
        SwapEntry emptied = last.to(SwapStep.EMPTIED, clock.instant(), "");
        SwapJournal.append(storage, new SwapPaths(one.txn()).journal(), emptied);
        return emptied;
    }

    private static LeaderState state(SwapOutcome outcome) {
        if (outcome instanceof SwapOutcome.PutBack) {
            return LeaderState.AS_IT_WAS;
        }
        return outcome instanceof SwapOutcome.Unsettled ? LeaderState.NOT_KNOWN : LeaderState.MOVED_ON;
    }

    private interface Deed {
        SwapOutcome run() throws IOException;
    }

    private static SwapOutcome attempt(Deed deed) {
        try {
            return deed.run();
        } catch (IOException e) {
            return new SwapOutcome.Unsettled(String.valueOf(e.getMessage()));
        }
    }
}

package dev.profilekeep.lease;

import dev.profilekeep.lease.SafeReplace.Member;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The seconds in which all copies of a container change hands as one, under one lease: the others leave their names with what belongs to them, then the first is replaced, or leaves its
 * name, then the others follow. For one use by one thread.
 */
final class TogetherRun {
    private final List<Member> members;
    private final Lease lease;
    private final Clock clock;
    private final String node;
    private final Map<String, SwapOutcome> outcomes = new LinkedHashMap<>();

    TogetherRun(List<Member> members, Lease lease, Clock clock, String node) {
        this.members = List.copyOf(members);
        this.lease = lease;
        this.clock = clock;
        this.node = node;
    }

    private record Emptied(Member member, SwapPaths paths) {}

    Map<String, SwapOutcome> run() {
        Member first = members.get(0);
        PreparedSwap made = first.prepared();
        SwapPaths paths = made == null ? Aside.newPaths(clock, first.plan()) : made.paths();
        Together leads = new Together(
                first.plan().locationId(),
                paths.txn(),
                first.plan().target().value(),
                first.plan().seen(),
                made == null ? null : made.prepared().after(),
                false,
                List.of());
        members.forEach(member -> outcomes.put(
                member.plan().locationId(), new SwapOutcome.NothingChanged("another copy could not be put aside")));
        List<Emptied> emptied = new ArrayList<>();
        boolean all = true;
        for (Member member : members.subList(1, members.size())) {
            PreparedSwap its = member.prepared();
            SwapPaths folder = its == null ? Aside.newPaths(clock, member.plan()) : its.paths();
            SwapOutcome outcome =
                    attempt(() -> new Aside(member.plan(), lease, clock, node, folder, following(leads), its).run());
            if (!(outcome instanceof SwapOutcome.MovedAside)) {
                tell(member, outcome);
                tell(
                        first,
                        new SwapOutcome.NothingChanged("the copy at "
                                + member.plan().locationId() + " could not be put aside: " + outcome.sentence()));
                all = false;
                break;
            }
            emptied.add(new Emptied(member, folder));
        }
        LeaderState state = LeaderState.AS_IT_WAS;
        if (all) {
            SwapOutcome outcome = attempt(() -> made == null
                    ? new Aside(first.plan(), lease, clock, node, paths, leads, null).run()
                    : new Exchange(made, lease, clock, leads).run());
            tell(first, outcome);
            state = state(outcome, first.plan().locationId());
        }
        for (Emptied one : emptied) {
            LeaderState leader = state;
            tell(one.member(), attempt(() -> follow(one, leader)));
        }
        return outcomes;
    }

    private static Together following(Together leads) {
        return new Together(
                leads.leader(),
                leads.leaderTxn(),
                leads.leaderTarget(),
                leads.leaderBefore(),
                leads.leaderAfter(),
                true,
                List.of());
    }

    /** What is held again nobody has written to. */
    private LeaderState state(SwapOutcome outcome, String location) {
        if (outcome instanceof SwapOutcome.NothingChanged || outcome instanceof SwapOutcome.PutBack) {
            return LeaderState.AS_IT_WAS;
        }
        if (outcome instanceof SwapOutcome.Unsettled) {
            return LeaderState.NOT_KNOWN;
        }
        return outcome instanceof SwapOutcome.Swapped && lease.holds(location)
                ? LeaderState.REPLACED
                : LeaderState.MOVED_ON;
    }

    private SwapOutcome follow(Emptied one, LeaderState leader) throws IOException {
        String location = one.member().plan().locationId();
        var second = lease.second(location);
        SwapEntry last = SwapRecovery.last(second, one.paths());
        return new FollowerSettlement(second, location, one.paths(), last, clock).settle(leader);
    }

    private void tell(Member member, SwapOutcome outcome) {
        outcomes.put(member.plan().locationId(), outcome);
        PreparedSwap prepared = member.prepared();
        if (prepared != null) {
            prepared.ended(outcome);
        }
    }

    private interface Deed {
        SwapOutcome run() throws IOException;
    }

    private static SwapOutcome attempt(Deed deed) {
        try {
            return deed.run();
        } catch (IOException e) {
            return new SwapOutcome.Unsettled(String.valueOf(e.getMessage())); // what is left is the next lease's
        }
    }
}

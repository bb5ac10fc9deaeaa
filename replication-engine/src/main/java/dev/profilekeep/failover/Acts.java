package dev.profilekeep.failover;

import dev.profilekeep.broker.ApplicationGroup;
import dev.profilekeep.broker.BrokerException;
import dev.profilekeep.broker.DesktopBroker;
import dev.profilekeep.broker.DesktopSession;
import dev.profilekeep.broker.HostPool;
import dev.profilekeep.config.FailoverPolicy;
import dev.profilekeep.failover.FailoverWorld.Active;
import dev.profilekeep.failover.FailoverWorld.NotDoneException;
import dev.profilekeep.failover.Work.Assignment;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What steps do. Each looks at what is so before it acts, so that one whose outcome nobody knows can be done again. */
final class Acts {
    private final DesktopBroker broker;
    private final FailoverWorld world;
    private final Planner planner;
    private final FailoverPolicy policy;

    Acts(DesktopBroker broker, FailoverWorld world, Planner planner, FailoverPolicy policy) {
        this.broker = broker;
        this.world = world;
        this.planner = planner;
        this.policy = policy;
    }

    /**
     * @param more there is more to do, after the policy's time
     * @param notGood people whose copies are not good, a line each: the run goes on only if somebody accepted them
     * @param again whether sessions are to be ended once more before anything else
     */
    record Outcome(String said, boolean more, List<String> notGood, boolean again) {
        static Outcome done(String said) {
            return new Outcome(said, false, List.of(), false);
        }
    }

    Outcome act(long run, Plan plan, Plan.Step step, Work work) throws BrokerException, NotDoneException {
        Set<String> sets = new TreeSet<>(plan.sets());
        Set<String> groups =
                work.remove().stream().map(Assignment::group).collect(Collectors.toCollection(TreeSet::new));
        switch (step.kind()) {
            case CHECK:
                return check(plan, work, planner.sids(groups));
            case FREEZE_JOBS:
                world.freeze(run, sets);
                return Outcome.done("jobs of " + sets.size() + " sets stand still");
            case REMOVE_GROUPS:
                return Outcome.done(remove(plan, work) + " assignments were taken out, of: "
                        + work.remove().stream()
                                .map(each -> each.applicationGroup() + " " + each.group())
                                .collect(Collectors.joining(", ")));
            case DISCONNECT_SESSIONS:
                return Outcome.done(disconnect(plan, planner.sids(groups)) + " sessions were ended");
            case LAST_REPLICATION:
                return Outcome.done(
                        world.reachable(plan.from())
                                ? world.replicate(sets, plan.from(), plan.to(), planner.sids(groups))
                                : "not done: site " + plan.from() + " cannot be reached");
            case VERIFY_COPIES:
                return verify(plan, sets, planner.sids(groups));
            case SWITCH_ORDER:
                return switchOrder(run, plan, planner.sids(groups));
            case ASSIGN_GROUPS:
                return Outcome.done(assign(plan, work, groups) + " assignments were made");
            case START_HOSTS:
                return start(plan, work);
            case COMMUNICATE:
                return Outcome.done(world.communicate(run, plan.to(), planner.sids(groups)));
            case HOOK:
                return Outcome.done(call(step.hook()));
            case CONFIRM:
                break;
        }
        throw new IllegalArgumentException("a person does this step, nobody else: " + step.kind());
    }

    private Outcome verify(Plan plan, Set<String> sets, Set<String> sids) throws NotDoneException {
        FailoverWorld.Verified seen = world.verify(sets, plan.from(), plan.to(), sids);
        String said = seen.good() + " copies at " + plan.to() + " are good, "
                + seen.notGood().size() + " are not";
        return new Outcome(said, false, seen.notGood(), false);
    }

    /** Whoever signed in at the old site meanwhile, by whatever way, wrote there: all from the end of sessions on is done again. */
    private Outcome switchOrder(long run, Plan plan, Set<String> sids) throws BrokerException, NotDoneException {
        long back = broker.sessions(plan.from()).stream()
                .filter(session -> sids.contains(session.sid()))
                .count();
        return back > 0
                ? new Outcome(back + " people had signed in at " + plan.from() + " again", false, List.of(), true)
                : Outcome.done(activate(run, plan, sids));
    }

    private Outcome check(Plan plan, Work work, Set<String> sids) throws BrokerException, NotDoneException {
        Optional<String> objection = world.objection(plan, sids);
        if (objection.isPresent()) {
            throw new NotDoneException(objection.get());
        }
        Planner.Answer now = planner.look(plan);
        if (!now.faults().isEmpty()) {
            throw new NotDoneException(now.faults().get(0).sentence());
        }
        if (!now.work().equals(work)) {
            throw new NotDoneException(
                    "groups or hosts have changed since the run began: abort it and ask for another");
        }
        return Outcome.done(work.remove().size() + " assignments are to be moved");
    }

    private int remove(Plan plan, Work work) throws BrokerException {
        int removed = 0;
        for (ApplicationGroup group : broker.applicationGroups(plan.from())) {
            for (String people : new TreeSet<>(group.groups())) {
                if (work.remove().contains(new Assignment(group.id(), people))
                        && broker.removeGroup(group.id(), people)) {
                    removed++;
                }
            }
        }
        return removed;
    }

    private int disconnect(Plan plan, Set<String> sids) throws BrokerException {
        int ended = 0;
        for (DesktopSession session : broker.sessions(plan.from())) {
            if (sids.contains(session.sid()) && broker.disconnect(session.id())) {
                ended++;
            }
        }
        return ended;
    }

    private String activate(long run, Plan plan, Set<String> sids) throws NotDoneException {
        StringBuilder said = new StringBuilder();
        for (String set : plan.sets()) {
            Active active = world.active(set, sids);
            if (active.siteId().equals(plan.from())) {
                world.activate(set, plan.to(), active.epoch(), sids, "run " + run + " of plan " + plan.id());
                active = world.active(set, sids);
            }
            if (!active.siteId().equals(plan.to())) {
                throw new NotDoneException("the active site of set '" + set + "' is " + active.siteId());
            }
            said.append(set).append(": epoch ").append(active.epoch()).append("; ");
        }
        return said + "active at " + plan.to();
    }

    private int assign(Plan plan, Work work, Set<String> groups) throws BrokerException, NotDoneException {
        Set<String> moving = planner.sids(groups);
        for (ApplicationGroup group : broker.applicationGroups(plan.from())) {
            for (String people : group.groups()) {
                Set<String> both = planner.sids(Set.of(people));
                both.retainAll(moving);
                if (!both.isEmpty()) {
                    throw new NotDoneException("group '" + people + "' has application group '" + group.id() + "' at "
                            + plan.from() + ": " + both.size() + " people would be at both sites");
                }
            }
        }
        int assigned = 0;
        for (Assignment each : work.assign()) {
            if (broker.assignGroup(each.applicationGroup(), each.group())) {
                assigned++;
            }
        }
        return assigned;
    }

    /** One batch. */
    private Outcome start(Plan plan, Work work) throws BrokerException {
        int left = policy.hostsPerBatch();
        int waiting = 0;
        int started = 0;
        for (HostPool pool : broker.pools(plan.to())) {
            Set<String> wanted = new TreeSet<>();
            for (HostPool.Host host : pool.hosts()) {
                if (!host.on()
                        && work.hosts().getOrDefault(pool.id(), List.of()).contains(host.name())) {
                    wanted.add(host.name());
                }
            }
            Set<String> batch = wanted.stream().limit(left).collect(Collectors.toCollection(TreeSet::new));
            waiting += wanted.size() - batch.size();
            left -= batch.size();
            started += batch.isEmpty() ? 0 : broker.startHosts(pool.id(), batch).size();
        }
        return new Outcome(
                started + " hosts were started, " + waiting + " are still to be", waiting > 0, List.of(), false);
    }

    private String call(@org.jspecify.annotations.Nullable Hook hook) throws NotDoneException {
        if (hook == null) {
            throw new NotDoneException("the step says nothing of what is called");
        }
        if (!policy.hooksToThisMachine()) {
            var fault = HookLint.thisMachine(hook.address().getHost());
            if (fault.isPresent()) {
                throw new NotDoneException(fault.get().sentence());
            }
        }
        return world.call(hook);
    }
}

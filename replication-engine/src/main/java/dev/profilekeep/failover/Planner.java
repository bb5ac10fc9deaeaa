package dev.profilekeep.failover;

import dev.profilekeep.broker.ApplicationGroup;
import dev.profilekeep.broker.BrokerException;
import dev.profilekeep.broker.DesktopBroker;
import dev.profilekeep.broker.HostPool;
import dev.profilekeep.broker.PeopleGroup;
import dev.profilekeep.broker.PoolModel;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.failover.PlanFault.Code;
import dev.profilekeep.failover.Work.Assignment;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Looks whether a plan can be carried out, and what it would move. Only reads. */
final class Planner {
    private final ProfileKeepConfig config;
    private final DesktopBroker broker;

    Planner(ProfileKeepConfig config, DesktopBroker broker) {
        this.config = config;
        this.broker = broker;
    }

    /** @param work nothing to be moved if there are faults */
    record Answer(Work work, List<PlanFault> faults) {}

    Answer look(Plan plan) throws BrokerException {
        List<PlanFault> faults = new ArrayList<>(shape(plan));
        Set<PoolModel> models = EnumSet.noneOf(PoolModel.class);
        for (HostPool pool : broker.pools(plan.from())) {
            models.add(pool.model());
        }
        faults.addAll(
                StepOrder.faults(plan.steps().stream().map(Plan.Step::kind).toList(), models));
        List<ApplicationGroup> here = broker.applicationGroups(plan.from());
        List<ApplicationGroup> there = broker.applicationGroups(plan.to());
        Set<String> all = new TreeSet<>();
        here.forEach(group -> all.addAll(group.groups()));
        Set<String> moving = plan.groups().isEmpty() ? all : new TreeSet<>(plan.groups());
        for (String group : moving) {
            if (!all.contains(group)) {
                faults.add(incomplete("group '" + group + "' has no application group at " + plan.from()));
            }
        }
        overlaps(moving, all, faults);
        List<Assignment> remove = new ArrayList<>();
        List<Assignment> assign = new ArrayList<>();
        Set<String> pools = new TreeSet<>();
        for (ApplicationGroup from : here) {
            for (String group : new TreeSet<>(from.groups())) {
                if (!moving.contains(group)) {
                    continue;
                }
                remove.add(new Assignment(from.id(), group));
                String to = plan.applicationGroups().get(from.id());
                ApplicationGroup target = there.stream()
                        .filter(each -> each.id().equals(to))
                        .findFirst()
                        .orElse(null);
                if (target == null || to == null) {
                    faults.add(incomplete("group '" + group + "' would lose application group '" + from.id()
                            + "': the plan names none at " + plan.to() + " that takes its place"));
                } else {
                    Assignment wanted = new Assignment(to, group);
                    if (!assign.contains(wanted)) {
                        assign.add(wanted);
                    }
                    pools.add(target.poolId());
                }
            }
        }
        if (remove.isEmpty()) {
            faults.add(incomplete("nobody has an application group at " + plan.from() + " who could go"));
        }
        Work work = new Work(remove, assign, hosts(plan.to(), pools));
        return new Answer(faults.isEmpty() ? work : new Work(List.of(), List.of(), Map.of()), List.copyOf(faults));
    }

    /** Hosts of these pools, those that run included: whoever starts them leaves these alone. */
    Map<String, List<String>> hosts(String site, Set<String> pools) throws BrokerException {
        Map<String, List<String>> hosts = new TreeMap<>();
        for (HostPool pool : broker.pools(site)) {
            if (pools.contains(pool.id())) {
                hosts.put(
                        pool.id(),
                        pool.hosts().stream().map(HostPool.Host::name).toList());
            }
        }
        return hosts;
    }

    /** Whoever is in a group that goes and in one that stays would be at both sites. */
    private void overlaps(Set<String> moving, Set<String> all, List<PlanFault> faults) throws BrokerException {
        for (String going : moving) {
            Set<String> people = sids(Set.of(going));
            for (String staying : all) {
                if (moving.contains(staying)) {
                    continue;
                }
                Set<String> both = new TreeSet<>(people);
                both.retainAll(sids(Set.of(staying)));
                if (!both.isEmpty()) {
                    faults.add(new PlanFault(
                            Code.OVERLAP,
                            both.size() + " of group '" + name(going) + "', which goes, are also in group '"
                                    + name(staying) + "', which stays: they would be at both sites"));
                }
            }
        }
    }

    /** The people of these groups. */
    Set<String> sids(Set<String> groups) throws BrokerException {
        Set<String> sids = new TreeSet<>();
        for (String group : groups) {
            broker.group(group).map(PeopleGroup::sids).ifPresent(sids::addAll);
        }
        return sids;
    }

    private String name(String group) throws BrokerException {
        return broker.group(group).map(PeopleGroup::name).orElse(group);
    }

    private List<PlanFault> shape(Plan plan) {
        List<PlanFault> faults = new ArrayList<>();
        for (String site : List.of(plan.from(), plan.to())) {
            if (config.site(site).isEmpty()) {
                faults.add(incomplete("there is no site '" + site + "'"));
            }
        }
        if (plan.from().equals(plan.to())) {
            faults.add(incomplete("people would go where they are: both sites are '" + plan.to() + "'"));
        }
        if (plan.sets().isEmpty()) {
            faults.add(incomplete("it names no set"));
        }
        for (String id : plan.sets()) {
            if (config.sets().stream().noneMatch(set -> set.id().equals(id))) {
                faults.add(incomplete("there is no set '" + id + "'"));
            }
        }
        config.sets().stream().filter(set -> plan.sets().contains(set.id())).forEach(set -> {
            if (config.locations().stream()
                    .noneMatch(at ->
                            set.locationIds().contains(at.id()) && at.siteId().equals(plan.to()))) {
                faults.add(incomplete("set '" + set.id() + "' has no location at " + plan.to()));
            }
            config.site(plan.to())
                    .filter(site -> !site.residency().containsAll(set.residency()))
                    .ifPresent(site -> faults.add(new PlanFault(
                            Code.RESIDENCY,
                            "set '" + set.id() + "' must stay where " + set.residency() + " holds, which site '"
                                    + site.id() + "' does not carry")));
        });
        boolean mayCallUs = config.secondSite().failover().hooksToThisMachine();
        for (Plan.Step step : plan.steps()) {
            if (step.kind() == StepKind.HOOK && step.hook() == null) {
                faults.add(incomplete("a step HOOK says nothing of what is called"));
            } else if (step.hook() != null && step.kind() != StepKind.HOOK) {
                faults.add(incomplete("only a step HOOK calls an address, not " + step.kind()));
            } else if (step.hook() != null) {
                faults.addAll(HookLint.faults(step.hook(), mayCallUs));
            }
        }
        return faults;
    }

    private static PlanFault incomplete(String what) {
        return new PlanFault(Code.INCOMPLETE, what);
    }
}

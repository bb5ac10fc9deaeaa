package dev.profilekeep.failover;

import static dev.profilekeep.failover.StepKind.*;

import dev.profilekeep.broker.PoolModel;
import dev.profilekeep.failover.PlanFault.Code;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Which step stands before which, and why. Stateless. */
public final class StepOrder {
    private record Before(StepKind first, StepKind then, String why) {}

    private static final List<Before> RULES = List.of(
            new Before(FREEZE_JOBS, REMOVE_GROUPS, "a job could change copies while people are on their way"),
            new Before(REMOVE_GROUPS, DISCONNECT_SESSIONS, "people whose session ends would sign in again at once"),
            new Before(REMOVE_GROUPS, ASSIGN_GROUPS, "people would be at both sites"),
            new Before(
                    DISCONNECT_SESSIONS,
                    LAST_REPLICATION,
                    "what open sessions write would be missing in the last replication"),
            new Before(DISCONNECT_SESSIONS, VERIFY_COPIES, "disks in use cannot be compared at one moment"),
            new Before(LAST_REPLICATION, VERIFY_COPIES, "what was verified would not be what people work with"),
            new Before(VERIFY_COPIES, SWITCH_ORDER, "nobody would know whose copies can be worked with"),
            new Before(SWITCH_ORDER, ASSIGN_GROUPS, "people would write at a site that is not the active one"),
            new Before(ASSIGN_GROUPS, CONFIRM, "nobody could have tried whether it works"),
            new Before(START_HOSTS, CONFIRM, "nobody could have tried whether it works"),
            new Before(ASSIGN_GROUPS, COMMUNICATE, "people would be sent where they cannot sign in yet"),
            new Before(CONFIRM, COMMUNICATE, "people would be sent where nobody has tried whether it works"));

    private StepOrder() {}

    /** The usual steps for a pool model: people with a desktop of their own must find it running before they are assigned. */
    public static List<StepKind> standard(PoolModel model) {
        List<StepKind> order = new ArrayList<>(List.of(
                CHECK,
                FREEZE_JOBS,
                REMOVE_GROUPS,
                DISCONNECT_SESSIONS,
                LAST_REPLICATION,
                VERIFY_COPIES,
                SWITCH_ORDER,
                ASSIGN_GROUPS,
                START_HOSTS,
                CONFIRM,
                COMMUNICATE));
        if (model == PoolModel.PERSONAL) {
            order.remove(START_HOSTS);
            order.add(order.indexOf(ASSIGN_GROUPS), START_HOSTS);
        }
        return List.copyOf(order);
    }

    static List<PlanFault> faults(List<StepKind> steps, Collection<PoolModel> models) {
        List<PlanFault> faults = new ArrayList<>();
        for (StepKind kind : StepKind.values()) {
            long times = steps.stream().filter(kind::equals).count();
            if (times == 0 && kind.isNeeded()) {
                faults.add(new PlanFault(Code.INCOMPLETE, "the step " + kind + " is missing"));
            } else if (times > 1 && kind != HOOK) {
                faults.add(new PlanFault(Code.INCOMPLETE, "the step " + kind + " stands there " + times + " times"));
            }
        }
        if (!steps.isEmpty() && steps.contains(CHECK) && steps.get(0) != CHECK) {
            faults.add(new PlanFault(
                    Code.DANGEROUS_ORDER,
                    "CHECK must be the first step: something would be done before anybody looked"));
        }
        for (Before rule : RULES) {
            wrong(steps, rule).ifPresent(faults::add);
        }
        if (models.contains(PoolModel.PERSONAL)) {
            wrong(
                            steps,
                            new Before(
                                    START_HOSTS,
                                    ASSIGN_GROUPS,
                                    "whoever signs in while their own desktop is off may be given another one"))
                    .ifPresent(faults::add);
        }
        return faults;
    }

    private static Optional<PlanFault> wrong(List<StepKind> steps, Before rule) {
        int first = steps.indexOf(rule.first());
        int then = steps.indexOf(rule.then());
        return first < 0 || then < 0 || first < then
                ? Optional.empty()
                : Optional.of(new PlanFault(
                        Code.DANGEROUS_ORDER, rule.first() + " must stand before " + rule.then() + ": " + rule.why()));
    }
}

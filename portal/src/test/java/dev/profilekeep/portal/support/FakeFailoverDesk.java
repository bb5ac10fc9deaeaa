package dev.profilekeep.portal.support;

import dev.profilekeep.approval.Approval;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.broker.BrokerException;
import dev.profilekeep.failover.Plan;
import dev.profilekeep.failover.PlanFault;
import dev.profilekeep.failover.PlanVersion;
import dev.profilekeep.failover.RefusedException;
import dev.profilekeep.failover.Run;
import dev.profilekeep.failover.StepKind;
import dev.profilekeep.portal.failover.FailoverDesk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One plan from Frankfurt to London, from memory. */
public final class FakeFailoverDesk implements FailoverDesk {
    public final List<PlanVersion> plans = new ArrayList<>(List.of(plan()));
    public final List<PlanFault> faults = new ArrayList<>();
    public final List<Run> runs = new ArrayList<>();
    public final List<String> notGood = new ArrayList<>();
    public final List<String> said = new ArrayList<>();
    public boolean away;
    public @Nullable Approval approval;
    public @Nullable String refusal;

    public static PlanVersion plan() {
        List<Plan.Step> steps = List.of(
                new Plan.Step(StepKind.CHECK, 2, null),
                new Plan.Step(StepKind.REMOVE_GROUPS, 2, null),
                new Plan.Step(StepKind.CONFIRM, 10, null));
        return new PlanVersion(
                3,
                new Plan(
                        "fra-lon",
                        "Frankfurt to London",
                        "fra",
                        "lon",
                        List.of("pool"),
                        List.of(),
                        Map.of(),
                        60,
                        steps),
                "ada",
                "Ada",
                Samples.NOW,
                "autumn");
    }

    /** A run of that plan of which the first {@code done} steps are done and the next one is in a state. */
    public static Run run(Run.State state, int done, Run.StepState next) {
        List<Plan.Step> planned = plan().plan().steps();
        return new Run(
                7,
                "fra-lon",
                3,
                state,
                state == Run.State.PAUSED ? "CHECK: a group is gone" : "",
                false,
                Samples.NOW.minusSeconds(600),
                state == Run.State.DONE || state == Run.State.ABORTED ? Samples.NOW : null,
                IntStream.range(0, planned.size())
                        .mapToObj(i -> new Run.Step(
                                i,
                                planned.get(i).kind(),
                                planned.get(i).minutes(),
                                i < done ? Run.StepState.DONE : i == done ? next : Run.StepState.WAITING,
                                i <= done ? Samples.NOW.minusSeconds(500) : null,
                                i < done ? Samples.NOW.minusSeconds(400) : null,
                                null,
                                i < done ? "looked" : ""))
                        .toList());
    }

    @Override
    public List<PlanVersion> plans() {
        return List.copyOf(plans);
    }

    @Override
    public List<PlanFault> faults(Plan plan) throws BrokerException {
        if (away) {
            throw new BrokerException.Unreachable("it does not answer");
        }
        return List.copyOf(faults);
    }

    @Override
    public List<Run> runs(int most) {
        return List.copyOf(runs);
    }

    @Override
    public List<Approval> asked(String planId) {
        return approval == null ? List.of() : List.of(approval);
    }

    private Approval now(Approval.State state, String asker, String decider, String reason) {
        Approval made = new Approval(
                1,
                "failover.start",
                "plan:fra-lon",
                "Carry it out",
                "version 3",
                reason,
                state,
                asker,
                asker,
                Samples.NOW,
                Samples.NOW.plusSeconds(3600),
                decider,
                decider,
                "",
                decider.isEmpty() ? null : Samples.NOW);
        approval = made;
        return made;
    }

    @Override
    public List<String> notGood(long run) {
        return List.copyOf(notGood);
    }

    @Override
    public PlanVersion save(Plan plan, Actor actor, String reason) {
        PlanVersion saved = new PlanVersion(plans.size() + 3, plan, actor.id(), actor.name(), Samples.NOW, reason);
        plans.removeIf(one -> one.plan().id().equals(plan.id()));
        plans.add(saved);
        return saved;
    }

    @Override
    public Approval ask(String planId, Actor actor, String reason) throws RefusedException {
        refused();
        return now(Approval.State.ASKED, actor.id(), "", reason);
    }

    private void refused() throws RefusedException {
        if (refusal != null) {
            throw new RefusedException(refusal);
        }
    }

    private Approval decided(Approval.State state, String decider) {
        Approval asked = approval;
        if (asked == null) {
            throw new IllegalStateException("nobody asked");
        }
        return now(state, asked.askerId(), decider, asked.reason());
    }

    @Override
    public Approval approve(long id, Actor actor, String reason) {
        return decided(Approval.State.APPROVED, actor.id());
    }

    @Override
    public Approval refuse(long id, Actor actor, String reason) {
        return decided(Approval.State.REFUSED, actor.id());
    }

    @Override
    public Approval withdraw(long id, Actor actor) {
        return decided(Approval.State.WITHDRAWN, "");
    }

    @Override
    public Run start(String planId, Actor actor, String reason) throws RefusedException {
        refused();
        decided(Approval.State.USED, actor.id());
        Run begun = run(Run.State.RUNNING, 0, Run.StepState.BEGUN);
        runs.add(0, begun);
        return begun;
    }

    @Override
    public void say(Word word, long run, Actor actor, String reason) throws RefusedException {
        refused();
        said.add(word + " " + run + " " + reason);
    }
}

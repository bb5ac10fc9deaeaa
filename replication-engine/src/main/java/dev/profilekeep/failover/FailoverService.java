package dev.profilekeep.failover;

import dev.profilekeep.approval.Approval;
import dev.profilekeep.approval.ApprovalRefusedException;
import dev.profilekeep.approval.Approvals;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditEntry;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.audit.GivenReason;
import dev.profilekeep.broker.BrokerException;
import dev.profilekeep.broker.DesktopBroker;
import dev.profilekeep.catalog.Heart;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.failover.FailoverWorld.NotDoneException;
import dev.profilekeep.failover.Run.State;
import dev.profilekeep.failover.Run.StepState;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Carries plans out. Two administrators agree on one; every step stands in the audit before it is done and after. Works only while
 * somebody calls {@link #go}. Safe for several threads.
 */
public final class FailoverService {
    /** What two administrators agree on. */
    public static final String ACT = "failover.start";

    /** Before a plan's id. */
    public static final String SUBJECT = "plan:";

    /** How long a process that works at a run may say nothing before it counts as gone. */
    static final Duration SILENT = Duration.ofMinutes(2);

    private static final Duration BEAT = Duration.ofSeconds(15);

    private final Database database;
    private final AuditTrail audit;
    private final Approvals approvals;
    private final FailoverPlans plans;
    private final Planner planner;
    private final Acts acts;
    private final FailoverWorld world;
    private final ProfileKeepConfig config;
    private final Clock clock;
    private final String node;

    /** @param node this process */
    public FailoverService(
            ProfileKeepConfig config,
            Database database,
            AuditTrail audit,
            Approvals approvals,
            FailoverPlans plans,
            DesktopBroker broker,
            FailoverWorld world,
            Clock clock,
            String node) {
        this.config = config;
        this.database = database;
        this.audit = audit;
        this.approvals = approvals;
        this.plans = plans;
        this.planner = new Planner(config, broker);
        this.world = world;
        this.acts = new Acts(broker, world, planner, config.secondSite().failover());
        this.clock = clock;
        this.node = node;
    }

    /** What is wrong with a plan; empty if it can be carried out. */
    public List<PlanFault> faults(Plan plan) throws BrokerException {
        return planner.look(plan).faults();
    }

    /** Asks that another administrator agrees to carry out the newest version of a plan. */
    public Approval ask(String planId, Actor actor, String reason)
            throws RefusedException, ApprovalRefusedException, BrokerException {
        requireAdministrator(actor);
        PlanVersion version = plan(planId);
        sound(version.plan());
        return approvals.ask(
                ACT,
                SUBJECT + planId,
                "Carry out version " + version.version() + " of plan "
                        + version.plan().name(),
                "version " + version.version(),
                actor,
                reason);
    }

    /** Agrees, as another administrator. */
    public Approval approve(long approval, Actor actor, String reason)
            throws RefusedException, ApprovalRefusedException {
        requireAdministrator(actor);
        if (approvals.find(approval).filter(each -> each.act().equals(ACT)).isEmpty()) {
            throw new RefusedException("nobody asked for a failover under number " + approval);
        }
        return approvals.approve(approval, actor, reason);
    }

    /** Begins, as one of the two who agreed; {@link #go} does the steps. Only one run is under way at a time. */
    public Run start(String planId, Actor actor, String reason)
            throws RefusedException, ApprovalRefusedException, BrokerException {
        requireAdministrator(actor);
        PlanVersion version = plan(planId);
        Work work = sound(version.plan());
        Approval agreed = approvals
                .usable(ACT, SUBJECT + planId, "version " + version.version(), actor)
                .orElseThrow(() -> new RefusedException("carrying out a plan takes two administrators: one asks,"
                        + " another agrees to this very version, and one of the two starts it within the hour"));
        approvals.use(agreed, actor);
        try {
            return insert(version, work, agreed, actor, reason);
        } catch (RefusedException e) {
            approvals.giveBack(agreed, actor, "nothing was changed: another run is under way");
            throw e;
        }
    }

    private Run insert(PlanVersion version, Work work, Approval agreed, Actor actor, String reason)
            throws RefusedException {
        long id = database.<Long, RefusedException>call(session -> {
            session.update("UPDATE failover_turn SET taken = taken + 1 WHERE id = 1");
            if (session.number("SELECT COUNT(*) FROM failover_run WHERE state NOT IN ('ABORTED', 'DONE')") > 0) {
                throw new RefusedException("another run is under way: end or abort it first");
            }
            long run = session.insert(
                    "INSERT INTO failover_run (plan_id, version, state, wish, reason, work, approval_id, started_at,"
                            + " working, node) VALUES (?, ?, 'RUNNING', 'NONE', '', ?, ?, ?, FALSE, ?)",
                    version.plan().id(),
                    version.version(),
                    PlanJson.write(work),
                    agreed.id(),
                    now(),
                    node);
            for (int i = 0; i < version.plan().steps().size(); i++) {
                session.update(
                        "INSERT INTO failover_step (run_id, number, state, said) VALUES (?, ?, 'WAITING', '')", run, i);
            }
            tell(session, actor, ACT, run, reason, Map.of("plan", version.plan().id()), "begun");
            return run;
        });
        return run(id);
    }

    /** Does what can be done now: until the end, a person's word, a pause, or the time of the next batch of hosts. */
    public Run go(long id, Actor actor) throws RefusedException {
        boolean mine = database.<Boolean, RuntimeException>call(session -> session.update(
                        "UPDATE failover_run SET working = TRUE, node = ?, beat_at = ? WHERE id = ? AND"
                                + " state = 'RUNNING' AND working = FALSE",
                        node,
                        now(),
                        id)
                > 0);
        if (mine) {
            try (Heart heart = new Heart("failover", BEAT, () -> beat(id))) {
                work(id, actor);
            }
        }
        return run(id);
    }

    /** @return whether this process still works at it: it may have been taken for gone */
    private boolean beat(long id) {
        return database.<Boolean, RuntimeException>call(session -> session.update(
                        "UPDATE failover_run SET beat_at = ? WHERE id = ? AND node = ? AND working = TRUE",
                        now(),
                        id,
                        node)
                > 0);
    }

    private void work(long id, Actor actor) throws RefusedException {
        boolean mine = true;
        while (mine && beat(id) && wish(id, actor)) {
            Run run = run(id);
            Optional<Run.Step> next = run.steps().stream()
                    .filter(step -> step.state() != StepState.DONE)
                    .findFirst();
            if (next.isEmpty()) {
                end(id, actor, State.DONE, "");
                break;
            }
            if (next.get().nextAt() != null
                    && clock.instant().isBefore(next.get().nextAt())) {
                stop(id, State.RUNNING, "");
                break;
            }
            mine = step(run, next.get(), actor);
        }
    }

    /** @return whether to go on */
    private boolean step(Run run, Run.Step step, Actor actor) throws RefusedException {
        PlanVersion version = version(run);
        Map<String, String> what = Map.of("step", step.kind().name(), "number", Integer.toString(step.number()));
        database.<RuntimeException>run(session -> {
            session.update(
                    "UPDATE failover_step SET state = 'BEGUN', began_at = COALESCE(began_at, ?), next_at = NULL WHERE"
                            + " run_id = ? AND number = ?",
                    now(),
                    run.id(),
                    step.number());
            tell(session, actor, "failover.step", run.id(), "", what, "begun");
        });
        if (step.kind() == StepKind.CONFIRM) {
            stop(run.id(), State.WAITING, "a person has to say that it works");
            return false;
        }
        StepState state = StepState.DONE;
        String said;
        boolean more = false;
        boolean again = false;
        try {
            Acts.Outcome outcome =
                    acts.act(run.id(), version.plan(), version.plan().steps().get(step.number()), work(run.id()));
            said = outcome.said();
            more = outcome.more();
            again = outcome.again();
            if (!isAccepted(run.id(), outcome.notGood())) {
                state = StepState.FAILED;
                said += ": " + String.join("; ", outcome.notGood());
            }
        } catch (BrokerException.UnknownOutcome | RuntimeException e) {
            state = StepState.UNKNOWN;
            said = "nobody can tell whether it was done: " + e.getMessage();
        } catch (BrokerException | NotDoneException e) {
            state = StepState.FAILED;
            said = String.valueOf(e.getMessage());
        }
        if (!beat(run.id())) {
            return false; // another took it for gone, and paused it: what came of the step is looked at by whoever goes
            // on
        }
        if (again) {
            fromSessionsOn(run, said, actor, what);
            return true;
        }
        note(run.id(), step.number(), more ? StepState.BEGUN : state, said, more, actor, what);
        if (state != StepState.DONE) {
            stop(run.id(), State.PAUSED, step.kind() + ": " + said);
        } else if (more) {
            stop(run.id(), State.RUNNING, "");
        }
        return state == StepState.DONE && !more;
    }

    private void fromSessionsOn(Run run, String said, Actor actor, Map<String, String> what) {
        int from = run.steps().stream()
                .filter(step -> step.kind() == StepKind.DISCONNECT_SESSIONS)
                .mapToInt(Run.Step::number)
                .findFirst()
                .orElse(0);
        database.<RuntimeException>run(session -> {
            for (Run.Step step : run.steps()) {
                boolean called = step.kind() == StepKind.HOOK
                        && step.state() == StepState.DONE; // a hook that answered is not called again
                if (step.number() >= from && !called) {
                    session.update(
                            "UPDATE failover_step SET state = 'WAITING', ended_at = NULL, said = ? WHERE run_id = ? AND"
                                    + " number = ?",
                            cut("done again: " + said),
                            run.id(),
                            step.number());
                }
            }
            tell(session, actor, "failover.step", run.id(), "", what, "again: " + said);
        });
    }

    /** Keeps what was found, and tells whether administrators said that all of these go all the same. */
    private boolean isAccepted(long run, List<String> notGood) {
        if (notGood.isEmpty()) {
            return true;
        }
        return database.<Boolean, RuntimeException>call(session -> {
            session.update("UPDATE failover_run SET not_good = ? WHERE id = ?", lines(notGood), run);
            String accepted = session.first(
                            "SELECT accepted FROM failover_run WHERE id = ?",
                            row -> lineOf(row.textOrNull("accepted")),
                            run)
                    .orElse("");
            return Arrays.asList(accepted.split("\n")).containsAll(notGood);
        });
    }

    private static String lineOf(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String lines(List<String> each) {
        String all = String.join("\n", each);
        return all.length() <= MOST ? all : all.substring(0, MOST);
    }

    /** People whose copies were not good at the last look, a line each. */
    public List<String> notGood(long id) {
        String all = database.<String, RuntimeException>call(session -> session.first(
                        "SELECT not_good FROM failover_run WHERE id = ?", row -> lineOf(row.textOrNull("not_good")), id)
                .orElse(""));
        return all.isEmpty() ? List.of() : List.of(all.split("\n"));
    }

    /**
     * They go all the same, without what is not in their copies; {@link #resume} goes on then. Holds for what was found, not for what a
     * further look finds.
     */
    public void accept(long id, Actor actor, String reason) throws RefusedException {
        requireAdministrator(actor);
        List<String> notGood = notGood(id);
        if (notGood.isEmpty() || run(id).state() != State.PAUSED) {
            throw new RefusedException("there is nothing to accept: no look at copies paused it");
        }
        database.<RuntimeException>run(session -> {
            session.update("UPDATE failover_run SET accepted = not_good WHERE id = ? AND state = 'PAUSED'", id);
            tell(
                    session,
                    actor,
                    "failover.accept",
                    id,
                    reason,
                    Map.of("copies", Integer.toString(notGood.size()), "which", cut(String.join("; ", notGood))),
                    "done");
        });
    }

    private void note(
            long run, int number, StepState state, String said, boolean more, Actor actor, Map<String, String> what) {
        Instant next = more ? now().plus(config.secondSite().failover().betweenBatches()) : null;
        database.<RuntimeException>run(session -> {
            session.update(
                    "UPDATE failover_step SET state = ?, ended_at = ?, next_at = ?, said = ? WHERE run_id = ? AND"
                            + " number = ?",
                    state,
                    state == StepState.BEGUN ? null : now(),
                    next,
                    cut(said),
                    run,
                    number);
            tell(
                    session,
                    actor,
                    "failover.step",
                    run,
                    "",
                    what,
                    state == StepState.DONE ? "done" : state + ": " + said);
        });
    }

    /** A person says that it works. */
    public void confirm(long id, Actor actor, String reason) throws RefusedException {
        requireAdministrator(actor);
        Run run = run(id);
        if (run.state() != State.WAITING) {
            throw new RefusedException("it waits for nobody's word: it is " + run.state());
        }
        Run.Step waits = run.steps().stream()
                .filter(step -> step.kind() == StepKind.CONFIRM)
                .findFirst()
                .orElseThrow();
        note(
                id,
                waits.number(),
                StepState.DONE,
                "confirmed by " + actor.name(),
                false,
                actor,
                Map.of("step", "CONFIRM", "number", Integer.toString(waits.number())));
        change(id, "state = 'RUNNING', reason = ''", "state = 'WAITING'", actor, "failover.confirm", reason);
    }

    /** It stops when the present step has ended. */
    public void pause(long id, Actor actor, String reason) throws RefusedException {
        requireAdministrator(actor);
        if (!tried(
                id,
                "state = 'PAUSED', reason = 'a person paused it'",
                "state = 'RUNNING' AND working = FALSE",
                actor,
                "failover.pause",
                reason)) {
            change(id, "wish = 'PAUSE'", "working = TRUE", actor, "failover.pause", reason);
        }
    }

    /** It goes on with the next {@link #go}; a step that was not ended looks what is so before it acts. */
    public void resume(long id, Actor actor, String reason) throws RefusedException {
        requireAdministrator(actor);
        change(
                id,
                "state = 'RUNNING', wish = 'NONE', reason = ''",
                "state = 'PAUSED'",
                actor,
                "failover.resume",
                reason);
    }

    /**
     * Ends it for good when the present step has ended. Before groups are removed nothing is changed, and jobs go on; later what was done
     * stands ({@link Run#stands}), and jobs stand still until {@link #release}.
     */
    public void abort(long id, Actor actor, String reason) throws RefusedException {
        requireAdministrator(actor);
        if (tried(id, "wish = 'ABORT'", "working = TRUE", actor, "failover.abort", reason)) {
            return;
        }
        change(
                id,
                "state = 'RUNNING', wish = 'ABORT', working = TRUE",
                "state IN ('RUNNING', 'PAUSED', 'WAITING') AND working = FALSE",
                actor,
                "failover.abort",
                reason);
        wish(id, actor);
    }

    /** Jobs of the sets of an aborted run go on; a person has seen to it that they may. */
    public void release(long id, Actor actor, String reason) throws RefusedException {
        requireAdministrator(actor);
        Run run = run(id);
        if (run.state() != State.ABORTED) {
            throw new RefusedException("only jobs of an aborted run are released: it is " + run.state());
        }
        database.<RuntimeException>run(
                session -> tell(session, actor, "failover.release", id, reason, Map.of(), "begun"));
        try {
            world.release(run.id());
        } catch (NotDoneException e) {
            throw new RefusedException(String.valueOf(e.getMessage()));
        }
    }

    /** What a process that is gone left in the middle: it comes back paused, and what it was at is unknown. */
    public void pauseTheSilent(Actor actor) {
        pause(actor, "beat_at < ?", now().minus(SILENT));
    }

    /** For the one process that may open the catalog: all that others worked at. */
    public void pauseThoseOfOthersThan(Set<String> livingNodes, Actor actor) {
        for (String gone : database.<List<String>, RuntimeException>call(session -> session.list(
                "SELECT node FROM failover_run WHERE state = 'RUNNING' AND working = TRUE", row -> row.text("node")))) {
            if (!livingNodes.contains(gone)) {
                pause(actor, "node = ?", gone);
            }
        }
    }

    private void pause(Actor actor, String whose, Object argument) {
        database.<RuntimeException>run(session -> {
            for (String[] left : session.list(
                    "SELECT id, node FROM failover_run WHERE state = 'RUNNING' AND working = TRUE AND " + whose,
                    row -> new String[] {Long.toString(row.number("id")), row.text("node")},
                    argument)) {
                long id = Long.parseLong(left[0]);
                int paused = session.update(
                        "UPDATE failover_run SET state = 'PAUSED', working = FALSE, reason = 'the process that worked at"
                                + " it ended' WHERE id = ? AND state = 'RUNNING' AND working = TRUE AND " + whose,
                        id,
                        argument);
                if (paused == 0) {
                    continue;
                }
                session.update(
                        "UPDATE failover_step SET state = 'UNKNOWN' WHERE run_id = ? AND state = 'BEGUN' AND next_at IS NULL",
                        id);
                tell(session, actor, "failover.pause", id, "", Map.of("node", left[1]), "done");
            }
        });
    }

    /** Newest first. */
    public List<Run> runs(int most) {
        return database
                .<List<Long>, RuntimeException>call(session -> session.list(
                        "SELECT id FROM failover_run ORDER BY id DESC FETCH FIRST " + most + " ROWS ONLY",
                        row -> row.number("id")))
                .stream()
                .flatMap(id -> RunRows.find(database, plans, id).stream())
                .toList();
    }

    /** Heeds what a person wished meanwhile. @return whether to go on */
    private boolean wish(long id, Actor actor) throws RefusedException {
        String wish = database.<String, RuntimeException>call(
                session -> session.first("SELECT wish FROM failover_run WHERE id = ?", row -> row.text("wish"), id)
                        .orElse("NONE"));
        if (wish.equals("PAUSE")) {
            stop(id, State.PAUSED, "a person paused it");
        } else if (wish.equals("ABORT")) {
            end(id, actor, State.ABORTED, "a person aborted it");
        }
        return wish.equals("NONE");
    }

    private void end(long id, Actor actor, State state, String reason) throws RefusedException {
        Run run = run(id);
        boolean moved = run.steps().stream()
                .anyMatch(step -> step.kind() == StepKind.REMOVE_GROUPS && step.state() != StepState.WAITING);
        if (state == State.DONE || !moved) {
            try {
                world.release(run.id());
            } catch (NotDoneException | RuntimeException e) {
                stop(id, State.PAUSED, "jobs could not be released: " + e.getMessage());
                return;
            }
        }
        database.<RuntimeException>run(session -> {
            session.update(
                    "UPDATE failover_run SET state = ?, reason = ?, working = FALSE, wish = 'NONE', ended_at = ? WHERE"
                            + " id = ?",
                    state,
                    reason,
                    now(),
                    id);
            tell(session, actor, "failover.end", id, "", Map.of("state", state.name()), "done");
        });
    }

    private void stop(long id, State state, String reason) {
        database.<RuntimeException>run(session -> session.update(
                "UPDATE failover_run SET state = ?, reason = ?, working = FALSE, beat_at = NULL, wish = CASE WHEN"
                        + " wish = 'PAUSE' THEN 'NONE' ELSE wish END WHERE id = ?",
                state,
                cut(reason),
                id));
    }

    private void change(long id, String set, String where, Actor actor, String act, String reason)
            throws RefusedException {
        if (!tried(id, set, where, actor, act, reason)) {
            throw new RefusedException("that cannot be done to a run that is " + run(id).state());
        }
    }

    private boolean tried(long id, String set, String where, Actor actor, String act, String reason) {
        return database.<Boolean, RuntimeException>call(session -> {
            boolean done = session.update("UPDATE failover_run SET " + set + " WHERE id = ? AND " + where, id) > 0;
            if (done) {
                tell(session, actor, act, id, reason, Map.of(), "done");
            }
            return done;
        });
    }

    /** @throws RefusedException if there is none */
    public Run run(long id) throws RefusedException {
        return RunRows.find(database, plans, id).orElseThrow(() -> new RefusedException("there is no run " + id));
    }

    private Work work(long id) {
        return database.<Work, RuntimeException>call(session -> PlanJson.read(
                session.first("SELECT work FROM failover_run WHERE id = ?", row -> row.text("work"), id)
                        .orElse("null"),
                Work.class));
    }

    private PlanVersion version(Run run) throws RefusedException {
        return plans.find(run.planId(), run.version())
                .orElseThrow(() -> new RefusedException("the run's plan is gone"));
    }

    private PlanVersion plan(String id) throws RefusedException {
        return plans.find(id).orElseThrow(() -> new RefusedException("there is no plan '" + id + "'"));
    }

    private Work sound(Plan plan) throws RefusedException, BrokerException {
        Planner.Answer answer = planner.look(plan);
        if (!answer.faults().isEmpty()) {
            throw new RefusedException(answer.faults().get(0).sentence());
        }
        return answer.work();
    }

    private static void requireAdministrator(Actor actor) throws RefusedException {
        if (!actor.isPerson() || !actor.roles().contains("ADMINISTRATOR")) {
            throw new RefusedException("only administrators who signed in take part in a failover");
        }
    }

    private void tell(
            Session session, Actor actor, String act, long run, String reason, Map<String, String> what, String outcome)
            throws SQLException {
        GivenReason.fault(reason).ifPresent(fault -> {
            throw new IllegalArgumentException("the reason " + fault);
        });
        audit.append(session, actor, new AuditEntry(act, "failover:" + run, reason, what, outcome));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static final int MOST = 1_000_000;

    private static String cut(String text) {
        return text.length() <= 2000 ? text : text.substring(0, 2000);
    }
}

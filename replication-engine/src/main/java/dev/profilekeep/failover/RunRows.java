package dev.profilekeep.failover;

import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.failover.Run.State;
import dev.profilekeep.failover.Run.StepState;
import java.util.List;
import java.util.Optional;

/** Runs as their tables have them. Stateless. */
final class RunRows {
    private RunRows() {}

    static Optional<Run> find(Database database, FailoverPlans plans, long id) {
        Optional<Run> bare = database.<Optional<Run>, RuntimeException>call(session -> session.first(
                "SELECT * FROM failover_run WHERE id = ?",
                row -> new Run(
                        id,
                        row.text("plan_id"),
                        row.integer("version"),
                        row.choice("state", State.class),
                        row.text("reason"),
                        row.flag("working"),
                        row.when("started_at"),
                        row.time("ended_at"),
                        List.of()),
                id));
        return bare.flatMap(
                run -> plans.find(run.planId(), run.version()).map(version -> with(database, run, version)));
    }

    private static Run with(Database database, Run run, PlanVersion version) {
        List<Run.Step> steps = database.<List<Run.Step>, RuntimeException>call(session -> session.list(
                "SELECT * FROM failover_step WHERE run_id = ? ORDER BY number",
                row -> {
                    Plan.Step planned = version.plan().steps().get(row.integer("number"));
                    return new Run.Step(
                            row.integer("number"),
                            planned.kind(),
                            planned.minutes(),
                            row.choice("state", StepState.class),
                            row.time("began_at"),
                            row.time("ended_at"),
                            row.time("next_at"),
                            row.text("said"));
                },
                run.id()));
        return new Run(
                run.id(),
                run.planId(),
                run.version(),
                run.state(),
                run.reason(),
                run.working(),
                run.startedAt(),
                run.endedAt(),
                steps);
    }
}

package dev.profilekeep.batch.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.profilekeep.batch.Node;
import dev.profilekeep.batch.TestDatabase;
import dev.profilekeep.batch.inventory.FakeInventory;
import dev.profilekeep.batch.inventory.FakeInventory.Gate;
import dev.profilekeep.batch.run.JobRunView.Failure;
import dev.profilekeep.batch.run.JobRunView.Status;
import dev.profilekeep.inventory.InventoryRun.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What must hold for two nodes on one database, whatever the database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SeveralNodes {
    private TestDatabase database;
    private FakeInventory engine;
    private Node one;
    private Node two;

    abstract TestDatabase open();

    @BeforeAll
    void openDatabase() {
        database = open();
    }

    @AfterAll
    void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void start() {
        engine = new FakeInventory(5);
        one = Node.start(database, engine);
        two = Node.start(database, engine);
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
    }

    @Test
    void of_starts_on_both_at_once_exactly_one_runs() throws Exception {
        for (int round = 1; round <= 5; round++) {
            Gate gate = engine.gateAt(0);
            List<Node> nodes = List.of(one, two, one, two, one, two);
            CyclicBarrier together = new CyclicBarrier(nodes.size());
            var pool = Executors.newFixedThreadPool(nodes.size());
            List<Future<Long>> results = new ArrayList<>();
            Set<Long> named = ConcurrentHashMap.newKeySet();
            for (Node node : nodes) {
                Callable<Long> start = () -> {
                    together.await();
                    try {
                        return node.runs().start("inventory", "somebody", true);
                    } catch (AlreadyRunningException e) {
                        named.add(e.runId());
                        return 0L;
                    }
                };
                results.add(pool.submit(start));
            }
            List<Long> started = new ArrayList<>();
            for (Future<Long> result : results) {
                if (result.get() != 0) {
                    started.add(result.get());
                }
            }
            pool.shutdown();
            gate.open();

            assertThat(started).hasSize(1);
            assertThat(named).containsExactly(started.get(0));
            assertThat(engine.works()).isEqualTo(round);
            assertThat(two.end(started.get(0)).status()).isEqualTo(Status.DONE);
        }
    }

    @Test
    void for_one_due_time_exactly_one_run_is_started() throws Exception {
        Instant due = Instant.parse("2026-01-01T00:30:00Z").plusSeconds(engine.hashCode());
        long id = one.bean(ScheduledStarts.class).start("inventory", due);
        one.end(id);

        AlreadyStartedException refused =
                catchThrowableOfType(AlreadyStartedException.class, () -> two.bean(ScheduledStarts.class)
                        .start("inventory", due));

        assertThat(refused.runId()).isEqualTo(id);
        assertThat(engine.works()).isEqualTo(1);
        assertThat(engine.startedByOfLast()).isEqualTo("schedule");
    }

    @Test
    void a_run_on_one_is_watched_and_stopped_from_the_other() throws Exception {
        Gate gate = engine.gateAt(3);
        long id = one.runs().start("inventory", "Grace", true);
        gate.awaitReached();

        JobRunView seen = two.await(id, view -> view.done() == 40);
        two.runs().stop(id);
        JobRunView end = two.end(id);

        assertThat(seen.status()).isEqualTo(Status.RUNNING);
        assertThat(two.runs().running("inventory")).isEmpty();
        assertThat(end.status()).isEqualTo(Status.STOPPED);
        assertThat(engine.phaseOfLast()).isEqualTo(Phase.STOPPED);
        gate.open();
        assertThat(two.end(two.runs().restart(id, "Grace")).status()).isEqualTo(Status.DONE);
        assertThat(engine.read()).containsOnlyOnce(0, 1, 2, 3, 4);
    }

    @Test
    void a_run_whose_node_died_is_ended_and_goes_on_at_the_other() throws Exception {
        Gate gate = engine.gateAt(3);
        long id = one.runs().start("inventory", "Grace", true);
        gate.awaitReached();
        two.await(id, view -> view.done() == 40);
        int rows = silence(id);
        assertThat(rows).isEqualTo(1);

        two.bean(LeftBehind.class).endAll();

        JobRunView dead = two.runs().find(id).orElseThrow();
        assertThat(dead.status()).isEqualTo(Status.FAILED);
        assertThat(dead.failures()).extracting(Failure::reason).containsExactly(LeftBehind.REASON);
        assertThat(dead.done()).isEqualTo(40);
        assertThat(dead.restartable()).isTrue();
        assertThat(engine.phaseOfLast()).isEqualTo(Phase.FAILED);
        engine.openAll();
        assertThat(two.end(two.runs().restart(id, "Ada")).status()).isEqualTo(Status.DONE);
        assertThat(engine.works()).isEqualTo(1);
        assertThat(two.runs().find(id)).map(JobRunView::status).contains(Status.FAILED);
    }

    @Test
    void how_long_nobody_noticed_that_a_node_died_is_no_part_of_how_long_its_run_took() throws Exception {
        Gate gate = engine.gateAt(3);
        long id = one.runs().start("inventory", "Grace", true);
        gate.awaitReached();
        silence(id);
        one.jdbc()
                .sql("UPDATE job_run SET started_at = heartbeat - INTERVAL '7' MINUTE WHERE id = :id")
                .param("id", id)
                .update();

        two.bean(LeftBehind.class).endAll();

        JobRunView dead = two.runs().find(id).orElseThrow();
        assertThat(dead.status()).isEqualTo(Status.FAILED);
        assertThat(Duration.between(dead.startedAt(), Objects.requireNonNull(dead.endedAt())))
                .isEqualTo(Duration.ofMinutes(7));
        engine.openAll();
    }

    @Test
    void a_run_never_ends_before_it_began_whatever_the_clock_of_the_database_says() throws Exception {
        Gate gate = engine.gateAt(3);
        long id = one.runs().start("inventory", "Grace", true);
        gate.awaitReached();
        silence(id); // its last sign of life now lies before its begin

        two.bean(LeftBehind.class).endAll();

        JobRunView dead = two.runs().find(id).orElseThrow();
        assertThat(dead.endedAt()).isEqualTo(dead.startedAt());
        engine.openAll();
    }

    @Test
    void a_node_that_was_taken_for_dead_stops_its_run_and_writes_nothing_any_more() throws Exception {
        Gate gate = engine.gateAt(3);
        long id = one.runs().start("inventory", "Grace", true);
        gate.awaitReached();
        LocalRun run = one.bean(LocalRuns.class).find(id).orElseThrow();
        silence(id);

        two.bean(LeftBehind.class).endAll();
        one.bean(LocalRuns.class).pulse(); // what the timer does twice a second
        run.ended().get();

        assertThat(run.lost()).isTrue();
        assertThat(one.bean(LocalRuns.class).all()).isEmpty();
        assertThat(two.runs().find(id)).map(JobRunView::status).contains(Status.FAILED);
        assertThat(engine.read()).doesNotContain(3);
    }

    @Test
    void a_run_that_died_after_its_work_was_done_is_done() throws Exception {
        long id = one.runs().start("inventory", "Grace", true);
        one.end(id);
        engine.unreadableDisk("fra", "Profile_anna.VHDX", "damaged");
        one.jdbc()
                .sql("UPDATE job_run SET running_job = job, status = 'RUNNING', ended_at = NULL WHERE id = :id")
                .param("id", id)
                .update(); // the last that is written of it
        silence(id);

        two.bean(LeftBehind.class).endAll();

        JobRunView run = two.runs().find(id).orElseThrow();
        assertThat(run.status()).isEqualTo(Status.DONE_WITH_FINDINGS);
        assertThat(run.failures()).containsExactly(new Failure("fra: Profile_anna.VHDX", "damaged"));
        assertThat(two.runs().running("inventory")).isEmpty();
    }

    @Test
    void a_run_that_died_while_it_judged_locks_failed_with_all_it_found_and_goes_on_there() throws Exception {
        engine.unreadableDisk("fra", "Profile_anna.VHDX", "damaged");
        Gate gate = engine.gateAtLocks();
        long id = one.runs().start("inventory", "Grace", true);
        gate.awaitReached();
        silence(id);

        two.bean(LeftBehind.class).endAll();

        JobRunView dead = two.runs().find(id).orElseThrow();
        assertThat(dead.status()).isEqualTo(Status.FAILED);
        assertThat(dead.failures())
                .containsExactly(
                        new Failure("gone", LeftBehind.REASON), new Failure("fra: Profile_anna.VHDX", "damaged"));
        assertThat(dead.restartable()).isTrue();
        engine.openAll();
        assertThat(two.end(two.runs().restart(id, "Ada")).status()).isEqualTo(Status.DONE_WITH_FINDINGS);
        assertThat(engine.works()).isEqualTo(1);
        assertThat(engine.read()).containsOnlyOnce(0, 1, 2, 3, 4);
    }

    @Test
    void a_failure_that_cannot_be_written_down_at_once_is_written_later() throws Exception {
        Gate gate = engine.gateAtLocks();
        engine.failLocks("the connection is closed");
        long id = one.runs().start("inventory", "Grace", true);
        gate.awaitReached();
        LocalRun run = one.bean(LocalRuns.class).find(id).orElseThrow();
        one.jdbc().sql("ALTER TABLE job_failure RENAME TO job_failure_away").update();
        gate.open();
        while (run.unwritten().isEmpty() && !run.ended().isDone()) {
            Thread.onSpinWait();
        }
        one.jdbc().sql("ALTER TABLE job_failure_away RENAME TO job_failure").update();

        assertThat(one.end(id).failures()).containsExactly(new Failure("locks", "the connection is closed"));
    }

    @Test
    void a_start_does_not_wait_for_the_next_round_to_find_a_dead_one_in_its_way() throws Exception {
        Gate gate = engine.gateAt(3);
        long dead = one.runs().start("inventory", "Grace", true);
        gate.awaitReached();
        silence(dead);
        engine.openAllFromNowOn();

        long id = two.runs().start("inventory", "Ada", true);

        assertThat(two.end(id).status()).isEqualTo(Status.DONE);
        assertThat(two.runs().find(dead)).map(JobRunView::status).contains(Status.FAILED);
    }

    @Test
    void a_living_run_is_left_alone() throws Exception {
        Gate gate = engine.gateAt(3);
        long id = one.runs().start("inventory", "Grace", true);
        gate.awaitReached();

        two.bean(LeftBehind.class).endAll();

        assertThat(two.runs().find(id)).map(JobRunView::status).contains(Status.RUNNING);
        gate.open();
        assertThat(one.end(id).status()).isEqualTo(Status.DONE);
    }

    /** As if the node had died a while ago: another owner, and no sign of life. */
    private int silence(long run) {
        return one.jdbc()
                .sql("UPDATE job_run SET node = 'gone', heartbeat = heartbeat - INTERVAL '2' HOUR WHERE id = :id")
                .param("id", run)
                .update();
    }
}

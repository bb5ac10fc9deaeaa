package dev.profilekeep.batch.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.profilekeep.batch.Node;
import dev.profilekeep.batch.TestDatabase;
import dev.profilekeep.batch.inventory.FakeInventory.Gate;
import dev.profilekeep.batch.inventory.InventoryWork.LeftOut;
import dev.profilekeep.batch.run.AlreadyRunningException;
import dev.profilekeep.batch.run.JobRunView;
import dev.profilekeep.batch.run.JobRunView.Failure;
import dev.profilekeep.batch.run.JobRunView.Status;
import dev.profilekeep.batch.run.JobStartException;
import dev.profilekeep.inventory.InventoryRun.Phase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InventoryJobIT {
    @TempDir
    Path folder;

    private final FakeInventory engine = new FakeInventory(7);
    private TestDatabase database;
    private Node node;

    @BeforeEach
    void start() {
        database = TestDatabase.h2(folder);
        node = Node.start(database, engine);
    }

    @AfterEach
    void stop() {
        node.close();
        database.close();
    }

    @Test
    void a_run_reads_every_shard_and_says_what_came_out() throws Exception {
        long id = node.runs().start("inventory", "Grace Hopper", true);

        JobRunView run = node.end(id);

        assertThat(run.status()).isEqualTo(Status.DONE);
        assertThat(run.startedBy()).isEqualTo("Grace Hopper");
        assertThat(run.total()).isEqualTo(70);
        assertThat(run.done()).isEqualTo(70);
        assertThat(run.counts()).containsEntry("fresh", 70L).containsEntry("bytesRead", 70L * 4096);
        assertThat(run.failures()).isEmpty();
        assertThat(run.restartable()).isFalse();
        assertThat(run.phase()).isEmpty();
        assertThat(run.endedAt()).isAfterOrEqualTo(run.startedAt());
        assertThat(engine.read()).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6);
        assertThat(engine.phaseOfLast()).isEqualTo(Phase.DONE);
        assertThat(node.runs().running("inventory")).isEmpty();
        assertThat(node.runs().recent(0, 10)).containsExactly(run);
        assertThat(node.runs().count()).isEqualTo(1);
    }

    @Test
    void a_run_is_seen_while_it_goes_on() throws Exception {
        Gate gate = engine.gateAt(6);
        long id = node.runs().start("inventory", "Grace", true);
        gate.awaitReached();
        engine.slow(1);
        assertThat(node.await(id, view -> view.counts().containsKey("slowed")).counts())
                .containsEntry("slowed", 1L);
        engine.slow(0);

        JobRunView seen =
                node.await(id, view -> view.done() == 60 && !view.counts().containsKey("slowed"));

        assertThat(seen.status()).isEqualTo(Status.RUNNING);
        assertThat(seen.phase()).isEqualTo("reading");
        assertThat(seen.doing()).isEqualTo("somebody");
        assertThat(seen.total()).isEqualTo(70);
        assertThat(node.runs().running("inventory")).map(JobRunView::id).contains(id);
        gate.open();
        node.end(id);
    }

    @Test
    void what_could_not_be_read_is_told_beside_a_run_that_is_done() throws Exception {
        engine.unreadable(3, new LeftOut("lon", "", "the share does not answer"));

        JobRunView run = node.end(node.runs().start("inventory", "Grace", true));

        assertThat(run.status()).isEqualTo(Status.DONE_WITH_FINDINGS);
        assertThat(run.failures()).containsExactly(new Failure("location lon", "the share does not answer"));
        assertThat(run.counts()).containsEntry("unreadable", 3L);
        assertThat(run.restartable()).isFalse();
    }

    @Test
    void a_run_keeps_the_first_of_many_unread_disks_and_counts_the_others() throws Exception {
        engine.unreadable(
                60,
                IntStream.range(0, 60)
                        .mapToObj(disk -> new LeftOut("lon", "Profile_" + disk + ".VHDX", "damaged"))
                        .toArray(LeftOut[]::new));

        JobRunView run = node.end(node.runs().start("inventory", "Grace", true));

        assertThat(run.failures())
                .hasSize(50)
                .startsWith(new Failure("lon: Profile_0.VHDX", "damaged"))
                .endsWith(new Failure("inventory", "and 11 more"));
    }

    @Test
    void locks_are_judged_after_the_conclusion_and_seen_while_they_are() throws Exception {
        Gate gate = engine.gateAtLocks();
        long id = node.runs().start("inventory", "Grace", true);
        gate.awaitReached();

        JobRunView seen = node.await(id, view -> view.phase().equals("judging"));

        assertThat(engine.phaseOfLast()).isEqualTo(Phase.DONE);
        assertThat(seen.total()).isEqualTo(4);
        assertThat(seen.done()).isEqualTo(2);
        gate.open();
        JobRunView run = node.end(id);
        assertThat(run.status()).isEqualTo(Status.DONE);
        assertThat(run.phase()).isEmpty();
        assertThat(run.total()).isEqualTo(70);
        assertThat(run.counts())
                .containsEntry("locksLive", 1L)
                .containsEntry("locksStale", 2L)
                .containsEntry("locksUnproved", 1L)
                .containsEntry("fresh", 70L);
        assertThat(engine.sweeps()).as("kept files are swept after that").isEqualTo(1);
    }

    @Test
    void a_run_that_is_stopped_while_it_judges_locks_has_done_its_work() throws Exception {
        Gate gate = engine.gateAtLocks();
        long id = node.runs().start("inventory", "Grace", true);
        gate.awaitReached();
        node.runs().stop(id);

        JobRunView run = node.end(id);

        assertThat(run.status()).isEqualTo(Status.DONE);
        assertThat(run.restartable()).isFalse();
        assertThat(run.counts()).containsEntry("locksUnproved", 0L);
        assertThat(engine.phaseOfLast()).isEqualTo(Phase.DONE);
    }

    @Test
    void a_run_whose_locks_could_not_be_judged_failed_with_all_it_found_and_a_restart_judges_them() throws Exception {
        LeftOut damaged = new LeftOut("fra", "Profile_anna.VHDX", "damaged");
        engine.unreadable(1, damaged);
        engine.failLocks("the connection is closed");

        long failed = node.runs().start("inventory", "Grace", true);
        JobRunView run = node.end(failed);

        assertThat(run.status()).isEqualTo(Status.FAILED);
        assertThat(run.failures())
                .containsExactly(
                        new Failure("locks", "the connection is closed"),
                        new Failure("fra: Profile_anna.VHDX", "damaged"));
        assertThat(run.counts()).containsEntry("locksStale", 1L);
        assertThat(run.restartable()).isTrue();
        assertThat(engine.phaseOfLast()).as("the inventory itself").isEqualTo(Phase.DONE);

        engine.heal();
        JobRunView again = node.end(node.runs().restart(failed, "Ada"));

        assertThat(again.status()).isEqualTo(Status.DONE_WITH_FINDINGS);
        assertThat(again.counts()).containsEntry("locksStale", 2L);
        assertThat(again.failures()).containsExactly(new Failure("fra: Profile_anna.VHDX", "damaged"));
        assertThat(engine.read()).containsOnlyOnce(0, 1, 2, 3, 4, 5, 6);
        assertThat(engine.works()).isEqualTo(1);
    }

    @Test
    void a_run_that_failed_judges_no_locks() throws Exception {
        engine.fail(3, "away");

        node.end(node.runs().start("inventory", "Grace", true));

        assertThat(engine.judgedOf()).isZero();
        assertThat(engine.sweeps()).isZero();
    }

    @Test
    void a_shard_that_fails_stops_no_other_and_fails_the_run_with_its_reason() throws Exception {
        engine.fail(3, "the disk of somebody cannot be reached");

        JobRunView run = node.end(node.runs().start("inventory", "Grace", true));

        assertThat(run.status()).isEqualTo(Status.FAILED);
        assertThat(run.failures())
                .containsExactly(new Failure("shard 3 of lon", "the disk of somebody cannot be reached"));
        assertThat(run.restartable()).isTrue();
        assertThat(engine.read()).containsExactlyInAnyOrder(0, 1, 2, 4, 5, 6);
        assertThat(engine.phaseOfLast()).isEqualTo(Phase.FAILED);
        assertThat(node.runs().running("inventory")).isEmpty();
    }

    @Test
    void a_restart_reads_only_the_shards_that_failed() throws Exception {
        engine.fail(3, "away");
        engine.fail(5, "away");
        long failed = node.runs().start("inventory", "Grace", true);
        node.end(failed);
        int before = engine.read().size();
        engine.heal();

        long again = node.runs().restart(failed, "Ada");
        JobRunView run = node.end(again);

        assertThat(run.status()).isEqualTo(Status.DONE);
        assertThat(again).isNotEqualTo(failed);
        assertThat(run.startedBy()).isEqualTo("Ada");
        assertThat(run.failures()).isEmpty();
        assertThat(engine.read().subList(before, engine.read().size())).containsExactlyInAnyOrder(3, 5);
        assertThat(engine.listings()).isEqualTo(1);
        assertThat(engine.works()).isEqualTo(1);
        assertThat(node.runs().find(failed).orElseThrow().restartable()).isFalse();
        assertThat(node.runs().find(failed).orElseThrow().failures()).hasSize(2);
    }

    @Test
    void a_restart_that_fails_can_be_restarted() throws Exception {
        engine.fail(3, "away");
        long first = node.runs().start("inventory", "Grace", true);
        node.end(first);
        long second = node.runs().restart(first, "Grace");
        assertThat(node.end(second).status()).isEqualTo(Status.FAILED);
        engine.heal();

        JobRunView third = node.end(node.runs().restart(second, "Grace"));

        assertThat(third.status()).isEqualTo(Status.DONE);
        assertThat(engine.read()).containsOnlyOnce(0, 1, 2, 3, 4, 5, 6);
    }

    @Test
    void a_run_that_is_stopped_goes_on_where_it_was() throws Exception {
        Gate gate = engine.gateAt(2);
        long id = node.runs().start("inventory", "Grace", true);
        gate.awaitReached();
        node.runs().stop(id);

        JobRunView stopped = node.end(id);
        List<Integer> before = engine.read();
        gate.open();
        JobRunView run = node.end(node.runs().restart(id, "Grace"));

        assertThat(stopped.status()).isEqualTo(Status.STOPPED);
        assertThat(stopped.restartable()).isTrue();
        assertThat(stopped.failures()).isEmpty();
        assertThat(before).doesNotContain(2);
        assertThat(run.status()).isEqualTo(Status.DONE);
        assertThat(engine.read()).containsOnlyOnce(0, 1, 2, 3, 4, 5, 6);
    }

    @Test
    void a_run_can_be_stopped_while_it_lists() throws Exception {
        Gate gate = engine.gateAt(-1);
        long id = node.runs().start("inventory", "Grace", true);
        gate.awaitReached();
        node.runs().stop(id);

        assertThat(node.end(id).status()).isEqualTo(Status.STOPPED);
        assertThat(engine.read()).isEmpty();
        assertThat(engine.phaseOfLast()).isEqualTo(Phase.STOPPED);

        gate.open();
        assertThat(node.end(node.runs().restart(id, "Grace")).status()).isEqualTo(Status.DONE);
    }

    @Test
    void stopping_what_has_ended_does_nothing_and_stopping_what_never_was_is_an_error() throws Exception {
        long id = node.runs().start("inventory", "Grace", true);
        JobRunView before = node.end(id);

        node.runs().stop(id);

        assertThat(node.runs().find(id)).contains(before);
        assertThatThrownBy(() -> node.runs().stop(4711))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4711");
    }

    @Test
    void a_listing_that_fails_fails_the_run_and_is_done_again_by_a_restart() throws Exception {
        engine.failListing("no location could be listed");
        long id = node.runs().start("inventory", "Grace", true);
        JobRunView failed = node.end(id);
        engine.heal();

        JobRunView run = node.end(node.runs().restart(id, "Grace"));

        assertThat(failed.status()).isEqualTo(Status.FAILED);
        assertThat(failed.failures()).containsExactly(new Failure("list", "no location could be listed"));
        assertThat(run.status()).isEqualTo(Status.DONE);
    }

    @Test
    void while_one_runs_another_start_names_it() throws Exception {
        Gate gate = engine.gateAt(0);
        long id = node.runs().start("inventory", "Grace", true);
        gate.awaitReached();

        AlreadyRunningException refused = catchThrowableOfType(
                AlreadyRunningException.class, () -> node.runs().start("inventory", "Ada", true));

        assertThat(refused.runId()).isEqualTo(id);
        assertThat(engine.works()).isEqualTo(1);
        gate.open();
        node.end(id);
        assertThat(node.runs().count()).isEqualTo(1);
    }

    @Test
    void of_many_starts_at_once_exactly_one_runs() throws Exception {
        for (int round = 0; round < 5; round++) {
            int threads = 8;
            CyclicBarrier together = new CyclicBarrier(threads);
            var pool = Executors.newFixedThreadPool(threads);
            Gate gate = engine.gateAt(0);
            Callable<Long> start = () -> {
                together.await();
                try {
                    return node.runs().start("inventory", "somebody", true);
                } catch (AlreadyRunningException e) {
                    return 0L;
                }
            };
            List<Future<Long>> results = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
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
            node.end(started.get(0));
            assertThat(engine.works()).isEqualTo(round + 1);
        }
    }

    @Test
    void an_inventory_that_was_not_started_here_is_not_disturbed_and_leaves_no_run() {
        engine.runElsewhere(true);

        AlreadyRunningException refused = catchThrowableOfType(
                AlreadyRunningException.class, () -> node.runs().start("inventory", "Grace", true));

        assertThat(refused.runId()).isZero();
        assertThat(node.runs().count()).isZero();
    }

    @Test
    void a_start_that_fails_is_told_and_written_down_and_blocks_nothing() throws Exception {
        engine.failBegin("the catalog is read-only");

        assertThatThrownBy(() -> node.runs().start("inventory", "Grace", true))
                .isInstanceOf(JobStartException.class)
                .hasMessageContaining("the catalog is read-only");

        JobRunView failed = node.runs().recent(0, 1).get(0);
        assertThat(failed.status()).isEqualTo(Status.FAILED);
        assertThat(failed.failures()).containsExactly(new Failure("inventory", "the catalog is read-only"));
        assertThat(failed.restartable()).isFalse();
        engine.heal();
        assertThat(node.end(node.runs().start("inventory", "Grace", true)).status())
                .isEqualTo(Status.DONE);
    }

    @Test
    void only_the_last_run_and_only_if_it_failed_or_was_stopped_can_go_on() throws Exception {
        engine.fail(1, "away");
        long old = node.runs().start("inventory", "Grace", true);
        node.end(old);
        engine.heal();
        long done = node.runs().start("inventory", "Grace", true);
        node.end(done);

        assertThatThrownBy(() -> node.runs().restart(old, "Grace"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a later run");
        assertThatThrownBy(() -> node.runs().restart(done, "Grace"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("DONE");
        assertThatThrownBy(() -> node.runs().restart(99, "Grace")).isInstanceOf(IllegalArgumentException.class);
        assertThat(node.runs().find(old).orElseThrow().restartable()).isFalse();
    }

    @Test
    void a_job_that_is_not_there_is_refused_with_those_that_are() {
        assertThatThrownBy(() -> node.runs().start("compaction", "Grace", true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no job \"compaction\"; there are [inventory]");
    }

    @Test
    void a_shutdown_stops_the_run_and_the_next_start_can_go_on_with_it() throws Exception {
        Gate gate = engine.gateAt(4);
        long id = node.runs().start("inventory", "Grace", true);
        gate.awaitReached();
        node.close();
        gate.open();
        node = Node.start(database, engine);

        JobRunView stopped = node.runs().find(id).orElseThrow();
        JobRunView run = node.end(node.runs().restart(id, "Grace"));

        assertThat(stopped.status()).isEqualTo(Status.STOPPED);
        assertThat(stopped.failures())
                .extracting(Failure::reason)
                .containsExactly("stopped because the program was shut down");
        assertThat(run.status()).isEqualTo(Status.DONE);
        assertThat(engine.read()).containsOnlyOnce(0, 1, 2, 3, 4, 5, 6);
    }
}

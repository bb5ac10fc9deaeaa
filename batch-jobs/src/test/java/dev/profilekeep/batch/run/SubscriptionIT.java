package dev.profilekeep.batch.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.batch.Node;
import dev.profilekeep.batch.TestDatabase;
import dev.profilekeep.batch.inventory.FakeInventory;
import dev.profilekeep.batch.inventory.FakeInventory.Gate;
import dev.profilekeep.batch.run.JobRunView.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubscriptionIT {
    @TempDir
    Path folder;

    private final FakeInventory engine = new FakeInventory(6);
    private final BlockingQueue<JobRunView> ended = new LinkedBlockingQueue<>();
    private TestDatabase database;
    private Node node;

    @BeforeEach
    void start() {
        database = TestDatabase.h2(folder);
        node = Node.start(database, engine, Node.NEW_YEAR, ZoneId.of("UTC"), new EndListener(ended), new Thrower());
    }

    /** A bean of the application that hears of ends. */
    static final class EndListener implements RunListener {
        private final BlockingQueue<JobRunView> ended;

        EndListener(BlockingQueue<JobRunView> ended) {
            this.ended = ended;
        }

        @Override
        public void ended(JobRunView run) {
            ended.add(run);
        }
    }

    static final class Thrower implements RunListener {
        @Override
        public void ended(JobRunView run) {
            throw new IllegalStateException("on purpose");
        }
    }

    @AfterEach
    void stop() {
        node.close();
        database.close();
    }

    @Test
    void a_listener_hears_how_a_run_moves_and_its_end_last() throws Exception {
        List<JobRunView> heard = new ArrayList<>();
        CountDownLatch end = new CountDownLatch(1);
        Gate gate = engine.gateAt(5);
        try (var subscription = node.runs().subscribe(view -> {
            heard.add(view);
            if (view.endedAt() != null) {
                end.countDown();
            }
        })) {
            long id = node.runs().start("inventory", "Grace", true);
            gate.awaitReached();
            node.await(id, view -> view.done() == 50);
            gate.open();
            assertThat(end.await(30, TimeUnit.SECONDS)).isTrue();

            assertThat(heard).extracting(JobRunView::id).containsOnly(id);
            assertThat(heard)
                    .extracting(JobRunView::status)
                    .startsWith(Status.RUNNING)
                    .endsWith(Status.DONE);
            assertThat(heard).extracting(JobRunView::done).isSorted().endsWith(60L);
            assertThat(heard).doesNotHaveDuplicates();
        }
    }

    @Test
    void no_run_is_told_more_often_than_twice_a_second() throws Exception {
        BlockingQueue<Long> times = new LinkedBlockingQueue<>();
        CountDownLatch end = new CountDownLatch(1);
        Gate gate = engine.gateAt(5);
        try (var subscription = node.runs().subscribe(view -> {
            times.add(System.nanoTime());
            if (view.endedAt() != null) {
                end.countDown();
            }
        })) {
            long id = node.runs().start("inventory", "Grace", true);
            gate.awaitReached();
            node.await(id, view -> view.perSecond() != null); // it has moved for some seconds by then
            gate.open();
            assertThat(end.await(30, TimeUnit.SECONDS)).isTrue();

            // Over all of it, as a busy machine may hand one on late and the next in time; the end is always told.
            List<Long> all = List.copyOf(times);
            Duration whole = Duration.ofNanos(all.get(all.size() - 1) - all.get(0));
            assertThat((long) all.size()).isLessThanOrEqualTo(whole.toMillis() / 500 + 3);
        }
    }

    @Test
    void a_listener_that_throws_or_hangs_keeps_nobody_from_hearing() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        BlockingQueue<JobRunView> slow = new LinkedBlockingQueue<>();
        try (var throwing = node.runs().subscribe(view -> {
                    throw new IllegalStateException("on purpose");
                });
                var slowly = node.runs().subscribe(view -> {
                    slow.add(view);
                    await(hanging);
                })) {
            long id = node.runs().start("inventory", "Grace", true);

            assertThat(node.end(id).status()).isEqualTo(Status.DONE);
            hanging.countDown();
            JobRunView last = slow.poll(30, TimeUnit.SECONDS);
            while (last != null && last.endedAt() == null) {
                last = slow.poll(30, TimeUnit.SECONDS);
            }
            assertThat(last).isNotNull();
            assertThat(last.status()).isEqualTo(Status.DONE);
        }
    }

    @Test
    void what_ended_before_is_not_told_and_what_runs_already_is() throws Exception {
        long old = node.runs().start("inventory", "Grace", true);
        node.end(old);
        Gate gate = engine.gateAt(2);
        long id = node.runs().start("inventory", "Grace", true);
        gate.awaitReached();
        BlockingQueue<JobRunView> heard = new LinkedBlockingQueue<>();
        try (var subscription = node.runs().subscribe(heard::add)) {
            JobRunView next = heard.poll(30, TimeUnit.SECONDS);
            assertThat(next).isNotNull();
            assertThat(next.id()).isEqualTo(id);
            gate.open();
            while (next.endedAt() == null) {
                next = heard.poll(30, TimeUnit.SECONDS);
                assertThat(next).as("the end is told").isNotNull();
                assertThat(next.id()).isEqualTo(id);
            }
        }
    }

    @Test
    void beans_hear_of_the_end_even_if_one_of_them_throws() throws Exception {
        long id = node.runs().start("inventory", "Grace", true);

        JobRunView run = ended.poll(30, TimeUnit.SECONDS);

        assertThat(run).isNotNull();
        assertThat(run.id()).isEqualTo(id);
        assertThat(run.status()).isEqualTo(Status.DONE);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.profilekeep.batch.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.profilekeep.batch.Node;
import dev.profilekeep.batch.TestDatabase;
import dev.profilekeep.batch.inventory.FakeInventory;
import dev.profilekeep.batch.inventory.FakeInventory.Gate;
import dev.profilekeep.batch.run.JobRunView;
import dev.profilekeep.batch.run.JobRunView.Status;
import dev.profilekeep.batch.schedule.SkippedStart.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;

/** A job whose times wait for a run that is in the way. */
class PostponedIT {
    private static final ZoneId UTC = ZoneId.of("UTC");

    @TempDir
    Path folder;

    private final FakeInventory engine = new FakeInventory(3);
    private TestDatabase database;
    private Node node;

    @BeforeEach
    void start() {
        database = TestDatabase.h2(folder);
    }

    @AfterEach
    void stop() {
        if (node != null) {
            node.close();
        }
        database.close();
    }

    private void open(Duration latestStart) {
        open(latestStart, now -> true);
    }

    private void open(Duration latestStart, Predicate<Instant> hasTime) {
        node = Node.start(
                database,
                engine,
                new ScheduledJob(
                        "inventory",
                        Node.NEW_YEAR,
                        UTC,
                        latestStart,
                        Duration.ofSeconds(1),
                        hasTime,
                        "profilekeep.yml: inventory.cron"));
    }

    private static Instant soon() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(3);
    }

    /** Due at this very time, and again in a year. */
    private static String cronAt(Instant at) {
        ZonedDateTime time = at.atZone(ZoneOffset.UTC);
        return "%d %d %d %d %d ?"
                .formatted(
                        time.getSecond(), time.getMinute(), time.getHour(), time.getDayOfMonth(), time.getMonthValue());
    }

    private long postponed() {
        return node.jdbc()
                .sql("SELECT COUNT(*) FROM qrtz_triggers WHERE trigger_group = 'profilekeep-again'")
                .query(Long.class)
                .single();
    }

    private void awaitPostponed() {
        await().atMost(Duration.ofSeconds(30)).until(() -> postponed() == 1);
    }

    @Test
    void due_while_another_runs_it_is_started_when_that_has_ended_for_the_time_that_was_due() throws Exception {
        open(Duration.ofHours(2));
        Gate gate = engine.gateAt(1);
        long running = node.runs().start("inventory", "Grace", true);
        gate.awaitReached();
        Instant due = soon();
        node.schedules().change("inventory", cronAt(due), UTC, "Grace");
        awaitPostponed();
        assertThat(node.runs().count()).isEqualTo(1);

        gate.open();
        node.end(running);

        await().atMost(Duration.ofSeconds(30)).until(() -> node.runs().count() == 2);
        JobRunView night = node.runs().recent(0, 1).get(0);
        assertThat(node.end(night.id()).status()).isEqualTo(Status.DONE);
        assertThat(night.startedBy()).isEqualTo("schedule");
        assertThat(node.jdbc()
                        .sql("SELECT due_at FROM job_run WHERE due_at IS NOT NULL")
                        .query(OffsetDateTime.class)
                        .single()
                        .toInstant())
                .isEqualTo(due);
        assertThat(node.schedules().skipped("inventory", 10)).isEmpty();
        await().atMost(Duration.ofSeconds(30)).until(() -> postponed() == 0);
    }

    @Test
    void it_is_left_out_if_it_would_have_no_time_any_more_when_the_other_has_ended() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        open(Duration.ofHours(2), now -> !over.get());
        Gate gate = engine.gateAt(1);
        long running = node.runs().start("inventory", "Grace", true);
        gate.awaitReached();
        node.schedules().change("inventory", cronAt(soon()), UTC, "Grace");
        awaitPostponed();
        over.set(true);

        gate.open();
        node.end(running);

        await().atMost(Duration.ofSeconds(40))
                .until(() -> !node.schedules().skipped("inventory", 10).isEmpty());
        assertThat(node.schedules().skipped("inventory", 10))
                .singleElement()
                .satisfies(skipped -> assertThat(skipped.reason()).isEqualTo(SkippedStart.Reason.TOO_LATE));
        assertThat(node.runs().count()).isEqualTo(1);
        await().atMost(Duration.ofSeconds(30)).until(() -> postponed() == 0);
    }

    @Test
    void it_is_left_out_when_it_waited_until_it_is_too_late() throws Exception {
        open(Duration.ofSeconds(6));
        Gate gate = engine.gateAt(1);
        long running = node.runs().start("inventory", "Grace", true);
        gate.awaitReached();
        Instant due = soon();
        node.schedules().change("inventory", cronAt(due), UTC, "Grace");
        awaitPostponed();

        await().atMost(Duration.ofSeconds(40))
                .until(() -> !node.schedules().skipped("inventory", 10).isEmpty());

        assertThat(node.schedules().skipped("inventory", 10)).singleElement().satisfies(skipped -> {
            assertThat(skipped.due()).isEqualTo(due);
            assertThat(skipped.at()).isAfter(due.plusSeconds(1));
        });
        gate.open();
        node.end(running);
        await().atMost(Duration.ofSeconds(30)).until(() -> postponed() == 0);
        assertThat(node.runs().count()).isEqualTo(1);
    }

    private void waits(Instant due) throws SchedulerException {
        Postponed.again(
                node.bean(Scheduler.class),
                new JobKey("inventory", QuartzScheduleService.GROUP),
                due,
                Instant.now().plus(Duration.ofHours(1)));
    }

    @Test
    void a_time_that_still_waits_when_the_next_one_comes_is_left_out_and_does_not_make_two_runs() throws Exception {
        open(Duration.ofHours(2));
        Instant due = soon();
        Instant earlier = due.minusSeconds(3_600);
        node.schedules().change("inventory", cronAt(due), UTC, "Grace");
        waits(earlier);

        await().atMost(Duration.ofSeconds(30)).until(() -> node.runs().count() == 1);

        node.end(node.runs().recent(0, 1).get(0).id());
        assertThat(postponed()).isZero();
        assertThat(node.schedules().skipped("inventory", 10)).singleElement().satisfies(skipped -> {
            assertThat(skipped.reason()).isEqualTo(Reason.RUNNING);
            assertThat(skipped.due()).isEqualTo(earlier);
            assertThat(skipped.detail()).contains("until the next time");
        });
    }

    @Test
    void a_pause_or_a_change_holds_for_what_waits_too() throws Exception {
        open(Duration.ofHours(2));
        waits(soon());
        node.schedules().pause("inventory");
        assertThat(postponed()).isZero();
    }

    @Test
    void what_waits_is_tried_again_after_a_restart() throws Exception {
        open(Duration.ofHours(2));
        Gate gate = engine.gateAt(1);
        long running = node.runs().start("inventory", "Grace", true);
        gate.awaitReached();
        node.schedules().change("inventory", cronAt(soon()), UTC, "Grace");
        awaitPostponed();
        node.runs().stop(running);
        gate.open();
        node.end(running);
        node.close();

        open(Duration.ofHours(2));

        await().atMost(Duration.ofSeconds(60))
                .until(() -> node.runs().recent(0, 1).get(0).startedBy().equals("schedule"));
        node.end(node.runs().recent(0, 1).get(0).id());
        assertThat(node.schedules().skipped("inventory", 10)).isEmpty();
    }
}

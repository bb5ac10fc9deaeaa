package dev.profilekeep.batch.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.Scheduler;
import org.springframework.beans.factory.BeanCreationException;

class ScheduleIT {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @TempDir
    Path folder;

    private final FakeInventory engine = new FakeInventory(3);
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
    void the_first_start_takes_the_files_times() {
        Schedule schedule = node.schedules().all().get(0);

        assertThat(schedule.job()).isEqualTo("inventory");
        assertThat(schedule.cron()).isEqualTo(Node.NEW_YEAR);
        assertThat(schedule.fromFile()).isEqualTo(Node.NEW_YEAR);
        assertThat(schedule.zone()).isEqualTo(UTC);
        assertThat(schedule.paused()).isFalse();
        assertThat(schedule.next()).hasSize(5).isSorted().allSatisfy(time -> assertThat(
                        time.atZone(UTC).getDayOfYear())
                .isEqualTo(1));
    }

    @Test
    void a_persons_change_outlives_a_restart_and_ends_when_the_file_changes() {
        node.schedules().change("inventory", "0 15  4 * * ?", BERLIN, "Grace");
        restart(Node.NEW_YEAR);
        Schedule kept = node.schedules().all().get(0);
        restart("0 0 5 2 2 ?");
        Schedule fromTheFile = node.schedules().all().get(0);

        assertThat(kept.cron()).isEqualTo("0 15 4 * * ?");
        assertThat(kept.zone()).isEqualTo(BERLIN);
        assertThat(kept.fromFile()).isEqualTo(Node.NEW_YEAR);
        assertThat(fromTheFile.cron()).isEqualTo("0 0 5 2 2 ?");
        assertThat(fromTheFile.zone()).isEqualTo(UTC);
        assertThat(fromTheFile.fromFile()).isEqualTo("0 0 5 2 2 ?");
    }

    @Test
    void a_reset_goes_back_to_the_file() {
        node.schedules().change("inventory", "0 15 4 * * ?", BERLIN, "Grace");

        Schedule schedule = node.schedules().reset("inventory");

        assertThat(schedule.cron()).isEqualTo(Node.NEW_YEAR);
        assertThat(schedule.zone()).isEqualTo(UTC);
        assertThat(node.schedules().all()).containsExactly(schedule);
    }

    @Test
    void a_paused_schedule_has_no_times_and_stays_so_over_changes_and_restarts() {
        node.schedules().pause("inventory");
        node.schedules().change("inventory", "0 15 4 * * ?", BERLIN, "Grace");
        restart(Node.NEW_YEAR);

        assertThat(node.schedules().all().get(0).paused()).isTrue();
        assertThat(node.schedules().all().get(0).next()).isEmpty();
        assertThat(triggers()).isZero();

        Schedule resumed = node.schedules().resume("inventory");
        assertThat(resumed.next()).hasSize(5);
        assertThat(resumed.cron()).isEqualTo("0 15 4 * * ?");
        assertThat(triggers()).isOne();
    }

    @Test
    void a_wrong_change_is_refused_in_a_sentence_and_changes_nothing() {
        Schedule before = node.schedules().all().get(0);

        assertThatThrownBy(() -> node.schedules().change("inventory", "0 75 0 * * ?", UTC, "Grace"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the minute \"75\"");
        assertThatThrownBy(() -> node.schedules().change("compaction", "0 0 0 * * ?", UTC, "Grace"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is no job \"compaction\"");
        assertThat(node.schedules().all()).containsExactly(before);
    }

    @Test
    void a_wrong_time_in_the_file_ends_the_start_with_the_key() {
        node.close();

        assertThatThrownBy(() -> Node.start(database, engine, "0 75 0 * * ?"))
                .isInstanceOf(BeanCreationException.class)
                .hasStackTraceContaining("profilekeep.yml: inventory.cron: the minute \"75\"");
        node = Node.start(database, engine);
    }

    @Test
    void the_next_times_can_be_looked_at_before_a_change() {
        assertThat(node.schedules().preview("0 30 0 * * ?", BERLIN, 3))
                .hasSize(3)
                .allSatisfy(time -> assertThat(time.atZone(BERLIN).getHour()).isZero());
        assertThatThrownBy(() -> node.schedules().preview("0 30", BERLIN, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("it needs six");
        assertThatThrownBy(() -> node.schedules().preview("0 30 0 * * ?", BERLIN, 101))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_job_that_is_due_is_started_by_the_schedule() {
        Instant due = soon();
        node.schedules().change("inventory", cronAt(due), UTC, "Grace");

        JobRunView run = awaitARun();

        assertThat(run.startedBy()).isEqualTo("schedule");
        assertThat(run.startedAt()).isBetween(due, due.plusSeconds(20));
        assertThat(node.end(run.id()).status()).isEqualTo(Status.DONE);
        assertThat(engine.startedByOfLast()).isEqualTo("schedule");
        assertThat(node.schedules().skipped("inventory", 10)).isEmpty();
    }

    @Test
    void due_on_two_nodes_it_is_started_once() {
        try (Node other = Node.start(database, engine)) {
            node.schedules().change("inventory", cronAt(soon()), UTC, "Grace");

            JobRunView run = awaitARun();
            other.end(run.id());

            assertThat(other.runs().count()).isEqualTo(1);
            assertThat(other.schedules().all()).isEqualTo(node.schedules().all());
        }
    }

    @Test
    void due_while_it_still_runs_it_is_left_out_and_the_reason_kept() throws Exception {
        Gate gate = engine.gateAt(1);
        long running = node.runs().start("inventory", "Grace", true);
        gate.awaitReached();
        Instant due = soon();
        node.schedules().change("inventory", cronAt(due), UTC, "Grace");

        await().atMost(Duration.ofSeconds(30))
                .until(() -> !node.schedules().skipped("inventory", 10).isEmpty());

        SkippedStart skipped = node.schedules().skipped("inventory", 10).get(0);
        assertThat(skipped.reason()).isEqualTo(Reason.RUNNING);
        assertThat(skipped.runId()).isEqualTo(running);
        assertThat(skipped.due()).isEqualTo(due);
        assertThat(skipped.detail()).contains("already running");
        gate.open();
        node.end(running);
        assertThat(node.runs().count()).isEqualTo(1);
    }

    @Test
    void a_time_missed_a_while_ago_is_made_up_for_once() throws Exception {
        Instant missed = now().minus(Duration.ofHours(2));
        restart(cronAt(missed));
        missedAt(missed, missed.minus(Duration.ofDays(900)));
        node = Node.start(database, engine, cronAt(missed));

        JobRunView run = awaitARun();
        node.end(run.id());

        assertThat(node.runs().count()).isEqualTo(1);
        assertThat(node.jdbc()
                        .sql("SELECT due_at FROM job_run")
                        .query(OffsetDateTime.class)
                        .single()
                        .toInstant())
                .isEqualTo(missed);
    }

    @Test
    void a_time_missed_too_long_ago_is_left_out_and_the_reason_kept() throws Exception {
        Instant missed = now().minus(Duration.ofHours(30));
        restart(cronAt(missed));
        missedAt(missed, missed.minus(Duration.ofDays(900)));
        node = Node.start(database, engine, cronAt(missed));

        await().atMost(Duration.ofSeconds(30))
                .until(() -> !node.schedules().skipped("inventory", 10).isEmpty());

        SkippedStart skipped = node.schedules().skipped("inventory", 10).get(0);
        assertThat(skipped.reason()).isEqualTo(Reason.TOO_LATE);
        assertThat(skipped.due()).isEqualTo(missed);
        assertThat(skipped.detail()).contains("30 h");
        assertThat(node.runs().count()).isZero();
    }

    @Test
    void times_missed_before_a_change_or_a_resume_are_not_made_up_for() throws Exception {
        Instant before = now().minus(Duration.ofMinutes(30));
        node.schedules().pause("inventory");
        node.schedules().change("inventory", cronAt(before), UTC, "Grace");

        node.schedules().resume("inventory");

        long next = node.jdbc()
                .sql("SELECT next_fire_time FROM qrtz_triggers")
                .query(Long.class)
                .single();
        assertThat(Instant.ofEpochMilli(next)).isAfter(now().plus(Duration.ofDays(300)));
    }

    @Test
    void a_start_that_fails_is_told_to_quartz_and_the_next_time_still_comes() {
        engine.failBegin("the catalog is read-only");
        node.schedules().change("inventory", cronAt(soon()), UTC, "Grace");

        JobRunView failed = awaitARun();
        assertThat(node.end(failed.id()).status()).isEqualTo(Status.FAILED);
        engine.heal();
        node.schedules().change("inventory", cronAt(soon()), UTC, "Grace");

        await().atMost(Duration.ofSeconds(30)).until(() -> node.runs().count() == 2);
        assertThat(node.end(node.runs().recent(0, 1).get(0).id()).status()).isEqualTo(Status.DONE);
    }

    private void restart(String cron) {
        node.close();
        node = Node.start(database, engine, cron);
    }

    /** As if nobody had been running when the trigger was due. */
    private void missedAt(Instant due, Instant before) throws Exception {
        node.bean(Scheduler.class).standby();
        node.close();
        node.jdbc()
                .sql("UPDATE qrtz_triggers SET next_fire_time = :due, prev_fire_time = :before, start_time = :before,"
                        + " trigger_state = 'WAITING'")
                .param("due", due.toEpochMilli())
                .param("before", before.toEpochMilli())
                .update();
    }

    private long triggers() {
        return node.jdbc()
                .sql("SELECT COUNT(*) FROM qrtz_triggers")
                .query(Long.class)
                .single();
    }

    private JobRunView awaitARun() {
        await().atMost(Duration.ofSeconds(30)).until(() -> node.runs().count() > 0);
        return node.runs().recent(0, 1).get(0);
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    private static Instant soon() {
        return now().plusSeconds(3);
    }

    /** Due at this very time, and again in a year. */
    private static String cronAt(Instant at) {
        ZonedDateTime time = at.atZone(ZoneOffset.UTC);
        return "%d %d %d %d %d ?"
                .formatted(
                        time.getSecond(), time.getMinute(), time.getHour(), time.getDayOfMonth(), time.getMonthValue());
    }
}

package dev.profilekeep.batch.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.profilekeep.batch.Node;
import dev.profilekeep.batch.TestDatabase;
import dev.profilekeep.batch.inventory.FakeInventory;
import dev.profilekeep.batch.run.JobRunView;
import dev.profilekeep.batch.run.JobRunView.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/** Quartz's cluster over two nodes, where it matters. */
class ScheduleOnPostgresIT {
    @Test
    void a_change_at_one_node_counts_at_both_and_what_is_due_is_started_once() {
        FakeInventory engine = new FakeInventory(3);
        try (TestDatabase database = TestDatabase.postgres();
                Node one = Node.start(database, engine);
                Node two = Node.start(database, engine)) {
            for (int round = 1; round <= 3; round++) {
                Node changing = round % 2 == 0 ? two : one;
                Node other = round % 2 == 0 ? one : two;
                Instant due = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(3);
                Schedule changed = changing.schedules().change("inventory", cronAt(due), ZoneId.of("UTC"), "Grace");
                assertThat(other.schedules().all().get(0).cron()).isEqualTo(changed.cron());

                long runs = round;
                await().atMost(Duration.ofSeconds(30)).until(() -> other.runs().count() == runs);
                JobRunView run = other.end(other.runs().recent(0, 1).get(0).id());
                assertThat(run.status()).isEqualTo(Status.DONE);
                assertThat(run.startedAt()).isBetween(due, due.plusSeconds(20));
            }
            assertThat(engine.works()).isEqualTo(3);
            assertThat(one.schedules().skipped("inventory", 10)).isEmpty();
        }
    }

    private static String cronAt(Instant at) {
        ZonedDateTime time = at.atZone(ZoneOffset.UTC);
        return "%d %d %d %d %d ?"
                .formatted(
                        time.getSecond(), time.getMinute(), time.getHour(), time.getDayOfMonth(), time.getMonthValue());
    }
}

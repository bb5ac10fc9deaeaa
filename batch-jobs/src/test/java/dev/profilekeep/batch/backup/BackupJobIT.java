package dev.profilekeep.batch.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.batch.run.JobRunView;
import dev.profilekeep.batch.run.JobRunView.Failure;
import dev.profilekeep.batch.run.JobRunView.Status;
import dev.profilekeep.batch.run.JobStartException;
import dev.profilekeep.batch.schedule.Schedule;
import dev.profilekeep.batch.schedule.ScheduleService;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The nightly backup as a job, with the real engine and a repository in a folder. */
class BackupJobIT {
    @TempDir
    Path folder;

    private static long points(BackupEstate estate) {
        return estate.engine()
                .catalog()
                .database()
                .<Long, RuntimeException>call(session -> session.number("SELECT COUNT(*) FROM restore_point"));
    }

    @Test
    void a_night_backs_everybody_up_and_says_what_came_out() throws Exception {
        try (BackupEstate estate = BackupEstate.layOut(folder, 5)) {
            JobRunView run = estate.run("backup");

            assertThat(run.failures()).isEmpty();
            assertThat(run.status()).isEqualTo(Status.DONE);
            assertThat(run.total()).isEqualTo(5);
            assertThat(run.done()).isEqualTo(5);
            assertThat(run.counts()).containsEntry("stored", 5L).containsEntry("waiting", 0L);
            assertThat(run.counts().get("bytesRead")).isPositive();
            assertThat(points(estate)).isEqualTo(5);

            JobRunView next = estate.run("backup");
            assertThat(next.status()).isEqualTo(Status.DONE);
            assertThat(next.counts()).containsEntry("same", 5L).containsEntry("stored", 0L);
            assertThat(points(estate)).isEqualTo(10);
        }
    }

    @Test
    void its_times_are_those_of_the_policy() throws Exception {
        try (BackupEstate estate = BackupEstate.layOut(folder, 1)) {
            assertThat(estate.bean(ScheduleService.class).all())
                    .filteredOn(schedule -> schedule.job().equals("backup"))
                    .extracting(Schedule::cron)
                    .containsExactly("0 0 1 * * ?");
        }
    }

    @Test
    void without_a_repository_a_start_says_what_to_do_and_nothing_is_planned() throws Exception {
        BackupEstate.configure(folder, "");
        try (BackupEstate estate = BackupEstate.open(folder)) {
            assertThatThrownBy(() -> estate.runs().start("backup", "Grace", true))
                    .isInstanceOf(JobStartException.class)
                    .hasMessageContaining("backup init")
                    .hasMessageContaining("policies.backups.repository");
            assertThat(estate.bean(ScheduleService.class).all())
                    .extracting(Schedule::job)
                    .containsExactlyInAnyOrder("inventory", "compaction");
        }
    }

    @Test
    void what_cannot_be_backed_up_is_named_beside_a_run_that_is_done() throws Exception {
        try (BackupEstate estate = BackupEstate.layOut(folder, 2)) {
            BackupEstate.put(folder, "broken", new byte[5_000]);
            estate.inventory();

            JobRunView run = estate.run("backup");

            assertThat(run.status()).isEqualTo(Status.DONE_WITH_FINDINGS);
            assertThat(run.counts()).containsEntry("stored", 2L).containsEntry("unreadable", 1L);
            assertThat(run.failures()).singleElement().satisfies(failure -> {
                assertThat(failure.where()).startsWith("fra-profiles: ").contains("Profile_broken.vhdx");
                assertThat(failure.reason()).isNotBlank();
            });
        }
    }

    @Test
    void a_repository_that_is_away_fails_the_run_and_a_restart_does_what_is_left() throws Exception {
        try (BackupEstate estate = BackupEstate.layOut(folder, 3)) {
            Path file = folder.resolve("backups/repository");
            Path away = Files.move(file, folder.resolve("away"));

            JobRunView failed = estate.run("backup");

            assertThat(failed.status()).isEqualTo(Status.FAILED);
            assertThat(failed.restartable()).isTrue();
            assertThat(failed.failures()).extracting(Failure::reason).allSatisfy(reason -> assertThat(reason)
                    .contains("repository 'backups' cannot be opened"));
            assertThat(points(estate)).isZero();

            Files.move(away, file);
            JobRunView again = estate.end(estate.runs().restart(failed.id(), "Ada"));

            assertThat(again.status()).isEqualTo(Status.DONE);
            assertThat(again.done()).isEqualTo(3);
            assertThat(points(estate)).isEqualTo(3);
        }
    }

    @Test
    void a_run_that_is_stopped_goes_on_and_backs_nobody_up_twice() throws Exception {
        BackupEstate.layOut(folder, 8).close();
        JobRunView stopped;
        try (BackupEstate slow = BackupEstate.open(folder, 40)) {
            long id = slow.runs().start("backup", "Grace", true);
            slow.await(id, view -> view.counts().getOrDefault("stored", 0L) >= 1);
            slow.runs().stop(id);
            stopped = slow.end(id);
            assertThat(stopped.status()).isEqualTo(Status.STOPPED);
            assertThat(stopped.done()).isLessThan(8);
            assertThat(points(slow)).as("what was read is in a snapshot").isEqualTo(stopped.done());
        }
        try (BackupEstate estate = BackupEstate.open(folder)) {
            JobRunView run = estate.end(estate.runs().restart(stopped.id(), "Grace"));

            assertThat(run.status()).isEqualTo(Status.DONE);
            assertThat(run.done()).isEqualTo(8);
            assertThat(points(estate)).as("each once").isEqualTo(8);
        }
    }
}

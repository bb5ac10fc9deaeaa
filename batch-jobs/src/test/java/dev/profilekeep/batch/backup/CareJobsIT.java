package dev.profilekeep.batch.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.backup.care.CareKind;
import dev.profilekeep.backup.care.CareResult;
import dev.profilekeep.backup.care.RestoreEvidence;
import dev.profilekeep.backup.decision.Decision;
import dev.profilekeep.batch.run.JobRunView;
import dev.profilekeep.batch.run.JobRunView.Failure;
import dev.profilekeep.batch.run.JobRunView.Status;
import dev.profilekeep.batch.run.JobStartException;
import dev.profilekeep.batch.schedule.Schedule;
import dev.profilekeep.batch.schedule.ScheduleService;
import dev.profilekeep.catalog.ContainerFilter;
import dev.profilekeep.catalog.ContainerSort;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.findings.FindingRow;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.health.RepositoryFindingCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The jobs that care for repositories, with the real engine and a repository in a folder. */
class CareJobsIT {
    @TempDir
    Path folder;

    private BackupEstate backedUp(int people) throws Exception {
        BackupEstate estate = BackupEstate.layOut(folder, people);
        assertThat(estate.run("backup").status()).isEqualTo(Status.DONE);
        return estate;
    }

    private static CareResult last(BackupEstate estate, CareKind kind) {
        return estate.engine().care().last("backups", kind).orElseThrow();
    }

    private List<Path> packs() {
        try (Stream<Path> all = Files.walk(folder.resolve("backups/packs"))) {
            return all.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_check_of_a_sound_repository_reads_another_part_each_time() throws Exception {
        try (BackupEstate estate = backedUp(3)) {
            for (int part = 0; part < 3; part++) {
                JobRunView run = estate.run("backup-check");

                assertThat(run.failures()).isEmpty();
                assertThat(run.status()).isEqualTo(Status.DONE);
                assertThat(last(estate, CareKind.CHECK).part()).isEqualTo(part);
                assertThat(last(estate, CareKind.CHECK).parts()).isEqualTo(30);
            }
            assertThat(estate.engine().care().partsRead("backups", 30, Instant.EPOCH))
                    .isEqualTo(3);
            assertThat(estate.engine().care().partsRead("backups", 29, Instant.EPOCH))
                    .isZero();
            assertThat(estate.engine().care().problems("backups", 9)).isEmpty();
        }
    }

    @Test
    void a_check_names_what_is_lost_and_whose_days_it_concerns() throws Exception {
        try (BackupEstate estate = backedUp(2)) {
            for (Path pack : packs()) {
                Files.delete(pack);
            }

            JobRunView run = estate.run("backup-check");

            assertThat(run.status()).isEqualTo(Status.DONE_WITH_FINDINGS);
            assertThat(run.counts().get("problems")).isPositive();
            assertThat(run.failures()).extracting(Failure::where).containsExactly("repository backups");
            List<String> losers = estate.engine()
                    .catalog()
                    .database()
                    .<List<String>, RuntimeException>call(session -> session.list(
                            "SELECT DISTINCT base_name FROM repository_loss ORDER BY base_name",
                            row -> row.text("base_name")));
            assertThat(losers).containsExactly("Profile_user0", "Profile_user1");
            assertThat(estate.engine().care().problems("backups", 9))
                    .isNotEmpty()
                    .anySatisfy(wrong -> assertThat(wrong.containers()).isEqualTo(2));
            assertThat(estate.engine()
                            .containers()
                            .find(ContainerFilter.ALL, new ContainerSort(ContainerSort.Column.ACCOUNT, false), 0, 10))
                    .hasSize(2)
                    .allSatisfy(row -> assertThat(row.findings()).contains(FindingCode.BACKUP_DAMAGED));
        }
    }

    @Test
    void a_restore_test_restores_three_sizes_and_keeps_what_it_saw_as_evidence() throws Exception {
        try (BackupEstate estate = BackupEstate.layOut(folder, 2)) {
            BackupEstate.put(folder, "dyna", Fixtures.ownImage("gpt-4kn.vhdx").bytes());
            estate.inventory();
            estate.run("backup");

            JobRunView run = estate.run("restore-test");

            assertThat(run.failures()).isEmpty();
            assertThat(run.status()).isEqualTo(Status.DONE);
            assertThat(run.counts()).containsEntry("restored", 3L);
            List<RestoreEvidence> evidence = estate.engine().care().evidence(10);
            assertThat(evidence)
                    .extracting(RestoreEvidence::sizeClass)
                    .containsExactlyInAnyOrder("SMALL", "MEDIUM", "LARGE");
            assertThat(evidence).allSatisfy(one -> {
                assertThat(one.passed()).isTrue();
                assertThat(one.digest()).isNotEmpty().isEqualTo(one.digestRestored());
                assertThat(one.fileBytes()).isPositive();
            });
            assertThat(estate.engine().care().evidence("backups", 10)).isEqualTo(evidence);
            assertThat(estate.engine().care().evidence("another", 10)).isEmpty();
            assertThat(folder.resolve("data/restore-test")).isEmptyDirectory();
        }
    }

    @Test
    void a_restore_test_of_what_is_lost_fails_and_says_so() throws Exception {
        try (BackupEstate estate = backedUp(1)) {
            for (Path pack : packs()) {
                byte[] bytes = Files.readAllBytes(pack);
                for (int at = 100; at < bytes.length; at += 64) {
                    bytes[at] ^= 1;
                }
                Files.write(pack, bytes);
            }

            JobRunView run = estate.run("restore-test");

            assertThat(run.status()).isEqualTo(Status.DONE_WITH_FINDINGS);
            assertThat(run.failures()).singleElement().satisfies(failure -> assertThat(failure.reason())
                    .contains("could not be restored as they were"));
            assertThat(estate.engine().care().evidence(10)).singleElement().satisfies(one -> assertThat(one.passed())
                    .isFalse());
        }
    }

    @Test
    void maintenance_decides_by_the_rules_and_removes_nothing_before_its_time() throws Exception {
        BackupEstate.layOut(folder, 1).close();
        BackupEstate.configure(
                folder,
                "repositories: [{id: backups, site: fra, address: backups, keyFrom: file:key}]\n"
                        + "policies: {backups: {repository: backups, until: never, keep: {PROFILE: {last: 1}}}}\n");
        try (BackupEstate estate = BackupEstate.open(folder)) {
            estate.run("backup");
            estate.run("backup");

            JobRunView run = estate.run("backup-maintenance");

            assertThat(run.failures()).isEmpty();
            assertThat(run.status()).isEqualTo(Status.DONE);
            assertThat(run.counts()).containsEntry("forgotten", 1L);
            var repository = estate.engine().repositories().open("backups");
            assertThat(repository.decisions().read().decisions())
                    .singleElement()
                    .satisfies(decision -> assertThat(decision.act()).isInstanceOf(Decision.Forget.class));
            assertThat(repository.snapshots().list()).as("they go in 14 days").hasSize(2);
            long going = estate.engine()
                    .catalog()
                    .database()
                    .<Long, RuntimeException>call(
                            session -> session.number("SELECT COUNT(*) FROM restore_point WHERE goes_at IS NOT NULL"));
            assertThat(going).isEqualTo(1);
            assertThat(estate.run("backup-maintenance").counts())
                    .as("not decided twice")
                    .containsEntry("forgotten", 0L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"backup-maintenance", "backup-check", "restore-test"})
    void a_repository_that_is_away_fails_the_run_and_a_restart_does_it(String job) throws Exception {
        backedUp(1).close(); // opened before, it would not be asked for its file again
        Files.move(folder.resolve("backups/repository"), folder.resolve("away"));
        try (BackupEstate estate = BackupEstate.open(folder)) {
            JobRunView failed = estate.run(job);

            assertThat(failed.status()).isEqualTo(Status.FAILED);
            assertThat(failed.restartable()).isTrue();
            assertThat(failed.failures()).singleElement().satisfies(failure -> assertThat(failure.reason())
                    .contains("repository 'backups'"));

            Files.move(folder.resolve("away"), folder.resolve("backups/repository"));
            JobRunView again = estate.end(estate.runs().restart(failed.id(), "Ada"));
            assertThat(again.status()).isEqualTo(Status.DONE);
            assertThat(again.done()).isEqualTo(1);
        }
    }

    @Test
    void a_run_whose_node_died_is_ended_by_the_next_start_and_goes_on() throws Exception {
        long run;
        try (BackupEstate estate = backedUp(1)) {
            run = estate.engine().care().begin(CareKind.CHECK, "Grace").id();
        }
        try (BackupEstate estate = BackupEstate.open(folder)) {
            assertThat(estate.engine().care().find(run).orElseThrow().reason()).contains("ended");
            estate.engine().care().resume(run, "Ada");
            estate.engine().care().run(run, () -> true);
            assertThat(estate.engine().care().results(run))
                    .as("stopped before it began")
                    .isEmpty();
            estate.engine().care().run(run, () -> false);
            estate.engine().care().finish(run);
            assertThat(estate.engine().care().results(run)).hasSize(1);
        }
    }

    @Test
    void whether_a_restore_test_is_late_is_judged_by_the_times_that_a_person_set() throws Exception {
        try (BackupEstate estate = backedUp(1)) {
            estate.engine()
                    .catalog()
                    .database()
                    .<RuntimeException>run(session -> session.update(
                            "UPDATE restore_point SET made = ?", Instant.now().minus(Duration.ofDays(3))));
            assertThat(lateTests(estate))
                    .as("three days are nothing for a quarter")
                    .isEmpty();

            ScheduleService schedules = estate.bean(ScheduleService.class);
            schedules.change("restore-test", "0 0 3 * * ?", ZoneOffset.UTC, "Ada");
            schedules.pause("restore-test");
            assertThat(lateTests(estate))
                    .as("paused or not, each day was meant")
                    .hasSize(1);

            schedules.reset("restore-test");
            assertThat(lateTests(estate)).isEmpty();
        }
    }

    private static List<FindingRow> lateTests(BackupEstate estate) throws Exception {
        assertThat(estate.run("backup-check").status()).isEqualTo(Status.DONE);
        return estate.engine().health().overview().repositories().stream()
                .filter(row -> row.code() == RepositoryFindingCode.RESTORE_TEST_OVERDUE)
                .toList();
    }

    @Test
    void their_times_are_those_of_the_policy_and_without_a_repository_there_are_none() throws Exception {
        try (BackupEstate estate = BackupEstate.layOut(folder, 1)) {
            assertThat(estate.bean(ScheduleService.class).all())
                    .extracting(Schedule::job)
                    .containsExactlyInAnyOrder(
                            "inventory", "backup", "backup-maintenance", "backup-check", "restore-test", "compaction");
            assertThatThrownBy(() -> estate.runs().start("backup-copy", "Grace", true))
                    .isInstanceOf(JobStartException.class)
                    .hasMessageContaining("copyTo");
        }
        BackupEstate.configure(folder, "");
        try (BackupEstate estate = BackupEstate.open(folder)) {
            assertThat(estate.bean(ScheduleService.class).all())
                    .extracting(Schedule::job)
                    .containsExactlyInAnyOrder("inventory", "compaction");
            assertThatThrownBy(() -> estate.runs().start("backup-check", "Grace", true))
                    .isInstanceOf(JobStartException.class)
                    .hasMessageContaining("backup init");
        }
    }
}

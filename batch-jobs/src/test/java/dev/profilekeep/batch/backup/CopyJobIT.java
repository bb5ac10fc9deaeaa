package dev.profilekeep.batch.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.backup.care.CareKind;
import dev.profilekeep.backup.care.CareResult;
import dev.profilekeep.backup.care.CareRun.Phase;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.backup.restore.SnapshotDisk;
import dev.profilekeep.backup.snapshot.OpenSnapshot;
import dev.profilekeep.batch.run.JobRunView;
import dev.profilekeep.batch.run.JobRunView.Failure;
import dev.profilekeep.batch.run.JobRunView.Status;
import dev.profilekeep.batch.schedule.Schedule;
import dev.profilekeep.batch.schedule.ScheduleService;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.health.RepositoryFindingCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job that brings backups to the other site, with the real engine and two repositories in folders. */
class CopyJobIT {
    @TempDir
    Path folder;

    /** Three people in two shards, backed up once; a second repository that has nothing. */
    private BackupEstate backedUp() throws Exception {
        BackupEstate estate = BackupEstate.layOutWithSecond(folder, 3);
        assertThat(estate.run("backup").status()).isEqualTo(Status.DONE);
        return estate;
    }

    private static List<KnownPoint> points(BackupEstate estate, String repository) {
        return estate
                .engine()
                .catalog()
                .database()
                .<List<String>, RuntimeException>call(session -> session.list(
                        "SELECT DISTINCT container_key FROM restore_point", row -> row.text("container_key")))
                .stream()
                .flatMap(key -> estate.engine().restorePoints().of(key).stream())
                .filter(point -> point.repositoryId().equals(repository))
                .toList();
    }

    private static Sha256 root(BackupEstate estate, KnownPoint point) throws IOException {
        ExecutorService workers = Executors.newSingleThreadExecutor();
        var repository = estate.engine().repositories().open(point.repositoryId());
        try (OpenSnapshot snapshot = repository.snapshots().open(point.snapshot())) {
            return SnapshotDisk.open(repository, snapshot, point.place(), workers, 1)
                    .map()
                    .root();
        } finally {
            workers.shutdownNow();
        }
    }

    @Test
    void what_the_second_repository_lacks_is_copied_once_and_can_be_restored_from_there() throws Exception {
        try (BackupEstate estate = backedUp()) {
            assertThat(estate.bean(ScheduleService.class).all())
                    .filteredOn(one -> one.job().equals("backup-copy"))
                    .extracting(Schedule::cron)
                    .as("when the night ends")
                    .containsExactly("0 30 5 * * ?");

            JobRunView run = estate.run("backup-copy");

            assertThat(run.failures()).isEmpty();
            assertThat(run.status()).isEqualTo(Status.DONE);
            assertThat(run.total()).isEqualTo(3);
            assertThat(run.done()).isEqualTo(3);
            assertThat(run.counts()).containsEntry("copied", 3L);
            CareResult kept =
                    estate.engine().care().last("second", CareKind.COPY).orElseThrow();
            assertThat(kept.clean()).isTrue();
            assertThat(kept.amount()).isEqualTo(3);
            assertThat(kept.bytes()).isPositive();
            assertThat(kept.words()).startsWith("3 backups were copied");
            List<KnownPoint> there = points(estate, "second");
            assertThat(there).hasSize(3);
            for (KnownPoint here : points(estate, "backups")) {
                KnownPoint copy = there.stream()
                        .filter(one ->
                                one.identity().key().equals(here.identity().key()))
                        .findFirst()
                        .orElseThrow();
                assertThat(copy.moment()).isEqualTo(here.moment());
                assertThat(root(estate, copy)).isEqualTo(root(estate, here));
            }

            JobRunView second = estate.run("backup-copy");

            assertThat(second.status()).isEqualTo(Status.DONE);
            assertThat(second.counts()).containsEntry("copied", 0L);
            assertThat(second.total()).isZero();
            assertThat(estate.engine()
                            .care()
                            .last("second", CareKind.COPY)
                            .orElseThrow()
                            .words())
                    .isEqualTo("Nothing was lacking; 3 backups are there.");
            assertThat(points(estate, "second")).hasSize(3);
        }
    }

    @Test
    void a_second_repository_that_is_away_fails_the_run_with_its_name_and_a_restart_copies() throws Exception {
        try (BackupEstate estate = BackupEstate.layOutWithSecond(folder, 3)) {
            Files.move(folder.resolve("second/repository"), folder.resolve("away"));
            assertThat(estate.run("backup").status()).isEqualTo(Status.DONE);
            assertThat(estate.engine().health().overview().repositories())
                    .as("told after the night")
                    .anySatisfy(row -> {
                        assertThat(row.code()).isEqualTo(RepositoryFindingCode.REPOSITORY_UNREADABLE);
                        assertThat(row.repositoryId()).isEqualTo("second");
                    });
            JobRunView failed = estate.run("backup-copy");

            assertThat(failed.status()).isEqualTo(Status.FAILED);
            assertThat(failed.failures()).singleElement().satisfies(failure -> assertThat(failure.reason())
                    .contains("repository 'second'", "is lost"));
            assertThat(estate.engine().backupList().known("second").problemSince())
                    .isNotNull();
            assertThat(estate.engine().backupList().known("backups").problem()).isEmpty();

            Files.move(folder.resolve("away"), folder.resolve("second/repository"));
            JobRunView again = estate.end(estate.runs().restart(failed.id(), "Ada"));
            assertThat(again.status()).isEqualTo(Status.DONE);
            assertThat(again.counts()).containsEntry("copied", 3L);
            assertThat(estate.engine().backupList().known("second").problem()).isEmpty();
        }
    }

    @Test
    void a_run_that_was_stopped_goes_on_with_what_is_left_once_the_source_is_there() throws Exception {
        long run;
        long first;
        try (BackupEstate estate = backedUp()) {
            var care = estate.engine().care();
            run = care.begin(CareKind.COPY, "Grace").id();
            long id = run;
            care.run(run, () -> care.find(id).orElseThrow().done() > 0); // once a snapshot stands there
            care.abort(run, Phase.STOPPED, "a stop was asked for");
            first = care.find(run).orElseThrow().done();
            assertThat(first).as("one of two snapshots").isBetween(1L, 2L);
            assertThat(care.results(run)).as("not done yet").isEmpty();
        }
        Files.move(folder.resolve("backups/repository"), folder.resolve("away"));
        try (BackupEstate estate = BackupEstate.open(folder)) {
            var care = estate.engine().care();
            care.resume(run, "Ada");
            assertThatThrownBy(() -> care.run(run, () -> false)).hasMessageContaining("from repository 'backups'");
            assertThat(estate.engine().backupList().known("backups").problem()).isNotEmpty();
            assertThat(estate.engine().backupList().known("second").problem())
                    .as("not to blame")
                    .isEmpty();

            Files.move(folder.resolve("away"), folder.resolve("backups/repository"));
            care.run(run, () -> false);
            care.finish(run);

            assertThat(care.find(run).orElseThrow().total()).isEqualTo(3);
            assertThat(care.find(run).orElseThrow().done()).isEqualTo(3);
            assertThat(care.results(run)).singleElement().satisfies(result -> assertThat(result.amount())
                    .as("what was copied before is not copied again")
                    .isEqualTo(3 - first));
            assertThat(points(estate, "second")).hasSize(3);
        }
    }

    @Test
    void what_is_damaged_is_named_and_the_rest_is_copied() throws Exception {
        try (BackupEstate estate = backedUp()) {
            // all chunks are shared by all people, so what is lost is lost to all
            try (var packs = Files.walk(folder.resolve("backups/packs"))) {
                for (Path pack : packs.filter(Files::isRegularFile).toList()) {
                    Files.delete(pack);
                }
            }

            JobRunView run = estate.run("backup-copy");

            assertThat(run.status()).isEqualTo(Status.DONE_WITH_FINDINGS);
            assertThat(run.failures()).extracting(Failure::where).containsExactly("repository second");
            assertThat(run.failures().get(0).reason()).contains("3 could not be copied", "Profile_user");
            assertThat(points(estate, "second")).isEmpty();
        }
    }
}

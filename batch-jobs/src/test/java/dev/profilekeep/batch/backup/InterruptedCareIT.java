package dev.profilekeep.batch.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.backup.care.CareKind;
import dev.profilekeep.backup.care.CareRun;
import dev.profilekeep.backup.care.CareRun.Phase;
import dev.profilekeep.backup.care.CareService;
import dev.profilekeep.backup.check.CheckExtent;
import dev.profilekeep.backup.check.RepositoryCheck;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.inventory.RunControl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Care for repositories that ends in the middle, by a stop or with its process, and goes on later. */
class InterruptedCareIT {
    @TempDir
    Path folder;

    private BackupEstate backedUp(CareKind kind) throws Exception {
        BackupEstate estate =
                kind == CareKind.COPY ? BackupEstate.layOutWithSecond(folder, 3) : BackupEstate.layOut(folder, 3);
        estate.engine().backups().runAll("Grace", true, RunControl.NEVER_STOP);
        return estate;
    }

    /** Stopped in the middle again, and then not any more. */
    private void goesOn(BackupEstate estate, CareKind kind, long run, int questions) throws Exception {
        CareService care = estate.engine().care();
        assertThat(care.results(run)).as("it died in the middle").isEmpty();

        care.resume(run, "Ada");
        int[] asked = {questions};
        care.run(run, () -> --asked[0] <= 0);
        care.abort(run, Phase.STOPPED, "a stop was asked for");
        assertThat(care.find(run).orElseThrow().phase()).isEqualTo(Phase.STOPPED);
        assertThat(care.results(run)).as("it was stopped in the middle").isEmpty();

        care.resume(run, "Ada");
        care.run(run, RunControl.NEVER_STOP);
        CareRun done = care.finish(run);

        assertThat(done.phase()).isEqualTo(Phase.DONE);
        assertThat(done.clean()).isTrue();
        assertThat(care.results(run)).hasSize(1);
        if (kind == CareKind.RESTORE_TEST) {
            assertThat(care.evidence(10)).hasSizeGreaterThanOrEqualTo(3).allSatisfy(one -> assertThat(one.passed())
                    .isTrue());
            try (Stream<Path> left = Files.list(folder.resolve("data/restore-test"))) {
                assertThat(left).as("disks of people").isEmpty();
            }
        }
        sound(estate, "backups", 3);
        if (kind == CareKind.COPY) {
            sound(estate, "second", 3);
        }
    }

    private static void sound(BackupEstate estate, String id, long points) throws IOException {
        assertThat(new RepositoryCheck(estate.engine().repositories().open(id))
                        .run(CheckExtent.DATA, Progress.NONE)
                        .isClean())
                .isTrue();
        assertThat(estate.engine()
                        .catalog()
                        .database()
                        .<Long, RuntimeException>call(session -> session.number(
                                "SELECT COUNT(DISTINCT container_key) FROM restore_point WHERE repository_id = ?", id)))
                .isEqualTo(points);
    }

    @ParameterizedTest
    @CsvSource({"MAINTENANCE, 2", "CHECK, 3", "RESTORE_TEST, 4", "COPY, 4"})
    void a_run_whose_process_died_and_that_was_stopped_then_goes_on_and_nothing_is_lost(CareKind kind, int questions)
            throws Exception {
        backedUp(kind).close();
        die(kind, questions);

        try (BackupEstate estate = BackupEstate.open(folder)) {
            long run = estate.engine()
                    .catalog()
                    .database()
                    .<Long, RuntimeException>call(session -> session.number("SELECT MAX(id) FROM care_run"));
            CareRun left = estate.engine().care().find(run).orElseThrow();
            assertThat(left.phase()).isEqualTo(Phase.FAILED);
            assertThat(left.reason()).contains("ended");

            goesOn(estate, kind, run, questions);
        }
    }

    private void die(CareKind kind, int questions) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        CareProcess.class.getName(),
                        folder.toString(),
                        kind.name(),
                        Integer.toString(questions))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as("dead, not ended").isEqualTo(137);
        } finally {
            process.destroyForcibly();
        }
    }
}

package dev.profilekeep.batch.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.backup.check.CheckExtent;
import dev.profilekeep.backup.check.RepositoryCheck;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.batch.run.JobRunView;
import dev.profilekeep.batch.run.JobRunView.Status;
import dev.profilekeep.catalog.ContainerFilter;
import dev.profilekeep.catalog.ContainerSort;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.disk.Progress;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program is killed, without a chance to tidy up, while a night is under way. */
class KilledBackupIT {
    private static final int PEOPLE = 12;
    /** Operations a second, so that there is a middle to be killed in. */
    private static final double SLOW = 60;

    @TempDir
    Path folder;

    @Test
    void the_next_start_ends_the_run_and_it_goes_on_with_what_is_in_no_snapshot() throws Exception {
        BackupEstate.layOut(folder, PEOPLE).close();
        long before = runAndKill();
        assertThat(before).isBetween(1L, PEOPLE - 1L);

        try (BackupEstate estate = BackupEstate.open(folder)) {
            JobRunView left = estate.runs().recent(0, 1).get(0);
            assertThat(left.status()).isEqualTo(Status.FAILED);
            assertThat(left.restartable()).isTrue();

            JobRunView run = estate.end(estate.runs().restart(left.id(), "Grace"));

            assertThat(run.status()).isEqualTo(Status.DONE);
            assertThat(run.done()).isEqualTo(PEOPLE);
            estate.engine()
                    .containers()
                    .find(ContainerFilter.ALL, new ContainerSort(ContainerSort.Column.ACCOUNT, false), 0, 100)
                    .forEach(row -> {
                        String key = new ContainerIdentity(row.setId(), row.kind(), row.sid(), row.baseName()).key();
                        List<KnownPoint> points =
                                estate.engine().restorePoints().of(key);
                        // one that was in a snapshot of which the catalog had not heard yet is in two
                        assertThat(points).as(row.account()).hasSizeBetween(1, 2);
                    });
            var repository = estate.engine().repositories().open("backups");
            assertThat(new RepositoryCheck(repository)
                            .run(CheckExtent.DATA, Progress.NONE)
                            .isClean())
                    .isTrue();
        }
    }

    /** Kills it once somebody can go back, and gives how many could. */
    private long runAndKill() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        BackupProcess.class.getName(),
                        folder.toString(),
                        Double.toString(SLOW))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long points = 0;
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = said.readLine(); line != null && points == 0; line = said.readLine()) {
                assertThat(line).as("it ended before it could be killed").isNotEqualTo("END");
                points = line.startsWith("POINTS ") ? Long.parseLong(line.substring(7)) : 0;
            }
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as("killed, not ended").isEqualTo(137);
        } finally {
            process.destroyForcibly();
        }
        return points;
    }
}

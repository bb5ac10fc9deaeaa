package dev.profilekeep.portal.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.backup.estate.BackupNight;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.config.ConfigFile;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.inventory.RunControl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's repository, with the backup of its first night. */
class DemoBackupsIT {
    @TempDir
    Path temporary;

    @Test
    void after_its_first_night_people_can_go_back_and_a_reset_leaves_nothing() throws Exception {
        Path folder = temporary.resolve("demo-data");
        Path config = new DemoEstate(folder, Clock.systemUTC()).stand();
        try (Engine engine = Engine.open(ConfigFile.read(config).inDemo(), Clock.systemUTC())) {
            engine.inventory().runAll("demo", RunControl.NEVER_STOP, run -> {});

            BackupNight night = engine.backups().runAll("demo", true, RunControl.NEVER_STOP);

            assertThat(night.reason()).isEmpty();
            assertThat(night.phase()).isEqualTo(BackupNight.Phase.DONE);
            assertThat(night.stored()).isGreaterThanOrEqualTo(5);
            List<KnownPoint> points = engine.restorePoints().ofPerson(DemoPeople.ANNA);
            assertThat(points).isNotEmpty();
            assertThat(points.get(0).repositoryId()).isEqualTo("backups");
        }
        assertThat(DemoReset.remove(folder)).isEmpty();
        assertThat(folder).doesNotExist();
    }

    @Test
    void a_second_start_finds_the_repository_and_its_key() throws Exception {
        new DemoEstate(temporary, Clock.systemUTC()).stand();
        byte[] key = Files.readAllBytes(temporary.resolve(DemoBackups.KEY));

        new DemoBackups(temporary, Clock.systemUTC()).stand();

        assertThat(Files.readAllBytes(temporary.resolve(DemoBackups.KEY))).isEqualTo(key);
        try (Stream<Path> keys = Files.list(temporary.resolve("backups/keys"))) {
            assertThat(keys).as("its own and the recovery key").hasSize(2);
        }
    }

    @Test
    void a_repository_that_was_cut_off_while_it_was_made_is_made_with_the_same_key() throws Exception {
        new DemoBackups(temporary, Clock.systemUTC()).stand();
        byte[] key = Files.readAllBytes(temporary.resolve(DemoBackups.KEY));
        Files.delete(temporary.resolve("backups/repository"));

        new DemoBackups(temporary, Clock.systemUTC()).stand();

        assertThat(temporary.resolve("backups/repository")).exists();
        assertThat(Files.readAllBytes(temporary.resolve(DemoBackups.KEY))).isEqualTo(key);
    }
}

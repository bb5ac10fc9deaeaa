package dev.profilekeep.backup.care;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.backup.estate.BackupNight;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.inventory.RunControl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder of a repository that stood open goes, as when a mount is lost, and comes back. */
class LostFolderTest {
    @TempDir
    Path folder;

    private static List<KnownPoint> points(Engine engine) {
        return engine.restorePoints().ofPerson(Estate.ANNA);
    }

    private static BackupNight night(Trials trials) throws Exception {
        trials.later(Duration.ofHours(1));
        return trials.engine().backups().runAll("Ada", true, RunControl.NEVER_STOP);
    }

    @Test
    void nothing_is_taken_for_empty_or_sound_and_all_is_as_before_when_it_is_back() throws Exception {
        for (boolean empty : new boolean[] {false, true}) {
            Path place = Files.createDirectories(folder.resolve("estate-" + empty));
            try (Trials trials = new Trials(place, "", "address: trials")) {
                Files.createDirectories(place.resolve("trials"));
                Engine engine = trials.engine();
                List<KnownPoint> before = points(engine);
                assertThat(before).hasSize(1);
                assertThat(trials.run(CareKind.CHECK).clean()).isTrue();

                Path repository = place.resolve("backups");
                Path elsewhere = place.resolve("elsewhere");
                Files.move(repository, elsewhere);
                if (empty) {
                    Files.createDirectory(repository); // a mount point without its disk
                }
                for (CareKind kind : List.of(CareKind.CHECK, CareKind.MAINTENANCE, CareKind.RESTORE_TEST)) {
                    assertThatThrownBy(() -> trials.run(kind))
                            .hasMessageContaining("there is no backup repository in this folder");
                }
                assertThat(night(trials).phase()).isEqualTo(BackupNight.Phase.FAILED);
                assertThat(points(engine)).isEqualTo(before);

                Files.deleteIfExists(repository);
                Files.move(elsewhere, repository);
                assertThat(trials.run(CareKind.CHECK).clean()).isTrue();
                assertThat(points(engine)).isEqualTo(before);
                BackupNight after = night(trials);
                assertThat(after.same()).as(after.toString()).isEqualTo(2);
                assertThat(points(engine)).hasSize(2);
            }
        }
    }
}

package dev.profilekeep.backup.care;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.storage.SambaServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restore tests on a real share. */
class RestoreTestOnShareIT {
    @TempDir
    Path folder;

    @Test
    void disks_are_restored_on_a_share_read_back_from_it_and_removed() throws Exception {
        try (SambaServer server = SambaServer.builder().share("trials").start()) {
            Files.writeString(folder.resolve("password"), "wrong");
            String account =
                    "credentials: [{id: service, username: " + SambaServer.USER + ", passwordFrom: file:password}]";
            String to = "address: '" + server.address("trials") + "', credentials: service";
            try (Trials trials = new Trials(folder, account, to)) {
                assertThatThrownBy(trials::test).hasMessageContaining("the folder for restore tests (restoreTestTo)");
                assertThat(trials.evidence())
                        .as("that says nothing of the backups")
                        .isEmpty();

                Files.writeString(folder.resolve("password"), server.password().use(String::new));
                assertThat(trials.test().clean()).isTrue();

                assertThat(trials.evidence()).hasSize(2).allSatisfy(one -> {
                    assertThat(one.passed()).as(one.words()).isTrue();
                    assertThat(one.digest()).isNotEmpty().isEqualTo(one.digestRestored());
                });
                assertThat(server.folder("trials")).isEmptyDirectory();
            }
        }
    }
}

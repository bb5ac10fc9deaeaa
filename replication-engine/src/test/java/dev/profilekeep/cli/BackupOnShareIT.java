package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.backup.seal.Secret;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.storage.SambaServer;
import dev.profilekeep.storage.layer.SlicedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code backup …} with a repository on a share. */
class BackupOnShareIT {
    @TempDir
    Path folder;

    private final String key = Secret.KeyText.create(new SecureRandom()).text();
    private SambaServer server;
    private Path disk;

    @BeforeEach
    void startServer() throws IOException {
        server = SambaServer.builder().share("backups").start();
        disk = Files.write(
                folder.resolve("Profile_anna.VHDX"),
                Fixtures.ownImage("gpt-msr.vhdx").bytes());
    }

    @AfterEach
    void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    private CommandRun backup(SlicedFile.Slices slices, String repo, String... arguments) throws IOException {
        Path password = folder.resolve("password");
        Files.writeString(password, server.password().use(String::new));
        List<String> all = new ArrayList<>(List.of("backup"));
        all.addAll(Arrays.asList(arguments));
        all.addAll(List.of(
                "--repo",
                server.address("backups", repo).toString(),
                "--key-from",
                "env:KEY",
                "--user",
                SambaServer.USER,
                "--password-from",
                "file:" + password));
        return CommandRun.on(Terminal.NONE, Map.of("KEY", key), slices, all.toArray(String[]::new));
    }

    @Test
    void the_folder_of_a_new_repository_is_made_on_a_share_as_on_this_machine() throws Exception {
        CommandRun made = backup(
                SlicedFile.STANDARD,
                "new folder",
                "init",
                "--recovery-to",
                folder.resolve("recovery").toString());
        assertThat(made.code()).as(made.err()).isZero();
        assertThat(server.folder("backups").resolve("new folder/repository")).exists();
        assertThat(backup(SlicedFile.STANDARD, "new folder", "list").code()).isZero();

        CommandRun deeper = backup(
                SlicedFile.STANDARD,
                "none/deeper",
                "init",
                "--recovery-to",
                folder.resolve("other").toString());
        assertThat(deeper.code()).isEqualTo(2);
        assertThat(deeper.err()).contains("is not there: make it first");
        assertThat(folder.resolve("other")).doesNotExist();
    }

    @Test
    void a_server_that_goes_away_is_told_once_with_what_is_left() throws Exception {
        String recovery = folder.resolve("recovery").toString();
        assertThat(backup(SlicedFile.STANDARD, "repo", "init", "--recovery-to", recovery)
                        .code())
                .isZero();
        SlicedFile.Slices gone =
                new SlicedFile.Slices(Duration.ZERO, SlicedFile.STANDARD.rest(), pause -> server.kill());

        CommandRun ran = backup(gone, "repo", "create", disk.toString());

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err().lines())
                .singleElement()
                .asString()
                .startsWith("profilekeep: " + server.address("backups", "repo") + ": ")
                .contains(". Run it again when the server answers: what was stored is used")
                .doesNotContain("look before you decide")
                .satisfies(line -> assertThat(line.split("refused|broke|lost", -1))
                        .as(line)
                        .hasSize(2));
    }

    @Test
    void a_server_of_profiles_that_goes_away_is_not_told_as_the_repository() throws Exception {
        Path repo = folder.resolve("repo");
        Path password = folder.resolve("password");
        Files.writeString(password, server.password().use(String::new));
        Files.copy(disk, server.folder("backups").resolve("Profile_anna.VHDX"));
        CommandRun made = CommandRun.on(
                Terminal.NONE,
                Map.of("KEY", key),
                "backup",
                "init",
                "--repo",
                repo.toString(),
                "--key-from",
                "env:KEY",
                "--recovery-to",
                folder.resolve("recovery").toString());
        assertThat(made.code()).as(made.err()).isZero();
        SlicedFile.Slices gone =
                new SlicedFile.Slices(Duration.ZERO, SlicedFile.STANDARD.rest(), pause -> server.kill());

        CommandRun ran = CommandRun.on(
                Terminal.NONE,
                Map.of("KEY", key),
                gone,
                "backup",
                "create",
                server.address("backups", "Profile_anna.VHDX").toString(),
                "--repo",
                repo.toString(),
                "--key-from",
                "env:KEY",
                "--user",
                SambaServer.USER,
                "--password-from",
                "file:" + password);

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err().lines())
                .singleElement()
                .asString()
                .contains("127.0.0.1", ". Run it again when the server answers: what was stored is used")
                .doesNotContain(repo.toString());
    }
}

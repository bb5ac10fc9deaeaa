package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.backup.seal.Secret;
import dev.profilekeep.backup.snapshot.ContainerFacts;
import dev.profilekeep.backup.snapshot.SnapshotHead;
import dev.profilekeep.backup.snapshot.SnapshotSource;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a command that decides about backups answers: of whose disk in which set it did so. */
class BackupDecisionWordsTest {
    private static final String SID = "S-1-5-21-1-2-3-1104";
    private static final String PATH = "profiles/" + SID + "_anna/Profile_anna.VHDX";

    @TempDir
    Path folder;

    private Map<String, String> environment = Map.of();
    private Path profiles;

    @BeforeEach
    void oneDisk() throws IOException {
        environment = Map.of(
                "KEY",
                Secret.KeyText.create(new SecureRandom()).text(),
                "PROFILEKEEP_REPO",
                folder.resolve("repo").toString());
        profiles = folder.resolve("profiles");
        Path disk = folder.resolve(PATH);
        Files.createDirectories(disk.getParent());
        Files.write(disk, Fixtures.ownImage("gpt-msr.vhdx").bytes());
        done("init", "--recovery-to", folder.resolve("recovery").toString());
    }

    private CommandRun backup(String... arguments) {
        List<String> all = new ArrayList<>(List.of("backup"));
        all.addAll(Arrays.asList(arguments));
        all.addAll(List.of("--key-from", "env:KEY"));
        return CommandRun.on(Terminal.NONE, environment, all.toArray(String[]::new));
    }

    private String done(String... arguments) {
        CommandRun ran = backup(arguments);
        assertThat(ran.code()).as(ran.err()).isZero();
        return ran.out();
    }

    @Test
    void each_names_the_set() {
        for (String set : List.of("office", "school")) {
            done("create", "--set", set, profiles.toString());
        }
        for (String set : List.of("office", "school")) {
            String whose = PATH + " (set " + set + ")";
            assertThat(backup("release", "anna", "--set", set, "--reason", "x").err())
                    .contains("Container " + whose + " is not on hold");
            assertThat(done("hold", "anna", "--set", set, "--reason", "case 7"))
                    .startsWith("Container " + whose + " is on hold");
            assertThat(done("release", "anna", "--set", set, "--reason", "closed"))
                    .startsWith("Container " + whose + " is on hold no more");
            assertThat(backup("unpin", "latest/anna", "--set", set, "--reason", "x")
                            .err())
                    .contains(" of " + whose + " is not pinned");
            assertThat(done("pin", "latest/anna", "--set", set, "--reason", "before the move"))
                    .startsWith("The backup of ")
                    .contains(" of " + whose + " is pinned.");
            assertThat(done("unpin", "latest/anna", "--set", set, "--reason", "moved"))
                    .contains(" of " + whose + " is pinned no more.");
        }
    }

    @Test
    void without_a_set_the_path_says_it_all() {
        done("create", profiles.toString());
        assertThat(done("hold", "anna", "--reason", "case 7")).startsWith("Container " + PATH + " is on hold");
    }

    @Test
    void a_disk_whose_path_does_not_say_whose_it_is_comes_with_the_person() {
        SnapshotChoice choice = choice(new ContainerIdentity("office", ContainerKind.PROFILE, SID, "Profile_anna"));
        assertThat(DecidedByCommand.container(choice))
                .isEqualTo("Container anna/Profile_anna.VHDX (set office, " + SID + ")");
        assertThat(DecidedByCommand.name(choice))
                .isEqualTo("The backup of 2026-11-21T21:00:00Z of anna/Profile_anna.VHDX (set office, " + SID + ")");
    }

    @Test
    void of_a_disk_that_is_nobodys_its_path_is_all_there_is_to_say() {
        SnapshotChoice choice = choice(new ContainerIdentity("", ContainerKind.PROFILE, "", "Profile_anna"));
        assertThat(DecidedByCommand.container(choice)).isEqualTo("Container anna/Profile_anna.VHDX");
    }

    /** In a folder that is called by the account alone. */
    private static SnapshotChoice choice(ContainerIdentity identity) {
        Instant made = Instant.parse("2026-11-21T21:00:00Z");
        return new SnapshotChoice(
                new SnapshotHead(UUID.randomUUID(), made, UUID.randomUUID(), "host", "test", "shard"),
                0,
                new ContainerFacts(
                        identity,
                        "site a",
                        new SnapshotSource.Live(),
                        new StoredFile(StoragePath.of("anna/Profile_anna.VHDX"), false, 4, 4, 1, 2, 3, 4, 0x20),
                        new FileSecurity(null, null, new byte[0])),
                new Keeping(null, null, null, made));
    }
}

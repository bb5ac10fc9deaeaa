package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profilekeep.backup.retention.MadeNights;
import dev.profilekeep.backup.seal.Secret;
import dev.profilekeep.backup.snapshot.ContainerFacts;
import dev.profilekeep.backup.snapshot.SnapshotHead;
import dev.profilekeep.backup.snapshot.SnapshotSource;
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

/** Containers that only their set tells apart, and snapshots whose ids begin alike. */
class BackupSetsTest {
    private static final String PERSON = "S-1-5-21-1-2-3-1104_anna";

    @TempDir
    Path folder;

    private Map<String, String> environment = Map.of();

    @BeforeEach
    void twoSets() throws IOException {
        environment = Map.of(
                "KEY",
                Secret.KeyText.create(new SecureRandom()).text(),
                "PROFILEKEEP_REPO",
                folder.resolve("repo").toString());
        Path disk = folder.resolve("profiles").resolve(PERSON).resolve("Profile_anna.VHDX");
        Files.createDirectories(disk.getParent());
        Files.write(disk, Fixtures.ownImage("gpt-msr.vhdx").bytes());
        done("init", "--recovery-to", folder.resolve("recovery").toString());
        for (String set : List.of("office", "school")) {
            done("create", "--set", set, folder.resolve("profiles").toString());
        }
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
    void who_is_in_two_sets_is_told_with_them_and_named_by_one() throws Exception {
        CommandRun asked = backup("hold", "anna", "--reason", "case 7");
        assertThat(asked.code()).isEqualTo(2);
        assertThat(asked.err()).contains("fits 2 containers", "(set office)", "(set school)", "--set NAME");

        done("hold", "anna", "--set", "office", "--reason", "case 7");
        JsonNode list = new ObjectMapper().readTree(done("list", "--json"));
        for (JsonNode one : list) {
            assertThat(one.at("/keeping/hold").isNull())
                    .isEqualTo(one.get("set").asText().equals("school"));
        }
        assertThat(done("list")).contains("(set office)", "(set school)");
        assertThat(done("list", "--set", "school").lines())
                .singleElement()
                .asString()
                .contains("(set school)");
        done("release", "anna", "--set", "office", "--reason", "closed");
        for (String set : List.of("office", "school")) {
            assertThat(done("show", "latest/anna", "--set", set)).contains("PROFILE, set " + set);
            assertThat(done("show", "latest", "--set", set)).contains("1 containers");
            assertThat(done("ls", "latest/anna", "--set", set)).isEqualTo("Profile\n");
            assertThat(done("cat", "latest/anna", "Profile/kept.txt", "--set", set))
                    .isNotEmpty();
            done("restore", "latest/anna", folder.resolve(set).toString(), "--set", set);
            done("pin", "latest/anna", "--set", set, "--reason", "tried");
            done("unpin", "latest/anna", "--set", set, "--reason", "tried");
        }
    }

    @Test
    void a_set_that_has_none_is_named() {
        assertThat(backup("show", "latest/anna", "--set", "home").err())
                .contains("no backup of 'anna' in set 'home' is in the repository");
        assertThat(backup("show", "latest", "--set", "home").err())
                .contains("no backup in set 'home' is in the repository");
        CommandRun listed = backup("list", "--set", "home");
        assertThat(listed.code()).isEqualTo(2);
        assertThat(listed.err()).contains("no backup in set 'home' is in the repository");
    }

    @Test
    void a_copy_of_one_set_has_nothing_of_another() throws Exception {
        Path second = folder.resolve("second");
        CommandRun made = CommandRun.on(
                Terminal.NONE,
                environment,
                "backup",
                "init",
                "--repo",
                second.toString(),
                "--key-from",
                "env:KEY",
                "--recovery-to",
                folder.resolve("other recovery").toString());
        assertThat(made.code()).as(made.err()).isZero();
        CommandRun mistyped = backup("copy", "--to", second.toString(), "--set", "offce");
        assertThat(mistyped.code()).isEqualTo(2);
        assertThat(mistyped.err()).contains("no backup in set 'offce' is in the repository");

        assertThat(done("copy", "--to", second.toString(), "--set", "office")).contains("Copied 1 backups");
        assertThat(done("list", "--json", "--repo", second.toString()))
                .contains("\"office\"")
                .doesNotContain("\"school\"");
        assertThat(done("copy", "--to", second.toString())).contains("Copied 1 backups");
    }

    @Test
    void who_is_meant_is_the_same_whatever_the_day() {
        SnapshotChoice other = choice("3f2a91c0-0000-4000-8000-000000000001", 1, "Profile_jdoe2");
        SnapshotChoice jdoe = choice("3f2a91c1-0000-4000-8000-000000000002", 2, "Profile_jdoe");
        SnapshotChoice otherLater = choice("3f2a91c1-0000-4000-8000-000000000002", 2, "Profile_jdoe2");
        List<SnapshotChoice> all = List.of(jdoe, otherLater, other);
        SetOption any = new SetOption();
        for (String when : List.of("2026-11-21", "2026-11-21T22:00", "3f2a91c0")) {
            assertThatThrownBy(() -> SnapshotChoice.of(all, when, "Profile_jdoe", any))
                    .isInstanceOf(CliProblem.class)
                    .hasMessageContaining("no backup of 'Profile_jdoe' is in the repository for '" + when + "'");
        }
        assertThatThrownBy(() -> SnapshotChoice.of(all, "2026-11-21", "jdoe", any))
                .as("a part of both names")
                .hasMessageContaining("'jdoe' fits 2 containers");
        assertThatThrownBy(() -> SnapshotChoice.of(all, "3f2a91c1", "jdoe", any))
                .hasMessageContaining("'jdoe' fits 2 containers");
        assertThat(SnapshotChoice.of(all, "2026-11-22", "Profile_jdoe", any)).containsExactly(jdoe);
        assertThat(SnapshotChoice.of(all, "latest", "Profile_jdoe2", any)).containsExactly(otherLater, other);
        assertThat(SnapshotChoice.of(all, "3f2a91c0", "jdoe", any))
                .as("of a snapshot that is named")
                .containsExactly(other);
    }

    private static SnapshotChoice choice(String id, int day) {
        return choice(id, day, "Profile_anna");
    }

    private static SnapshotChoice choice(String id, int day, String name) {
        StoredFile file = new StoredFile(StoragePath.of(name + ".VHDX"), false, 4, 4, 1, 2, 3, 4, 0x20);
        Instant made = Instant.parse("2026-11-2" + day + "T21:00:00Z");
        return new SnapshotChoice(
                new SnapshotHead(UUID.fromString(id), made, UUID.randomUUID(), "host", "test", "shard"),
                0,
                new ContainerFacts(
                        MadeNights.identity(name),
                        "site a",
                        new SnapshotSource.Live(),
                        file,
                        new FileSecurity(null, null, new byte[0])),
                new Keeping(null, null, null, made));
    }

    @Test
    void an_id_that_begins_as_several_do_is_asked_for_more_letters() {
        List<SnapshotChoice> all = List.of(
                choice("3f2a91c0-0000-4000-8000-000000000002", 2), choice("3f2a91c1-0000-4000-8000-000000000001", 1));
        assertThatThrownBy(() -> SnapshotChoice.then(all, "3F2A91c"))
                .isInstanceOf(CliProblem.class)
                .hasMessageContaining("the ids of 2 snapshots; give more letters")
                .hasMessageContaining("3f2a91c0-0000-4000-8000-000000000002 of 2026-11-22T21:00:00Z");
        assertThat(SnapshotChoice.then(all, "3f2a91c1")).containsExactly(all.get(1));
        assertThat(SnapshotChoice.then(all, "ffff")).isEmpty();
        assertThat(SnapshotChoice.then(all, "2026-11-21T21:00")).containsExactly(all.get(1));
    }
}

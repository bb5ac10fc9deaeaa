package dev.profilekeep.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profilekeep.storage.layer.SlicedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** {@code backup …} on folders of this machine. */
class BackupCommandsTest extends BackupCommandsContract {
    @Test
    void a_container_is_backed_up_listed_read_and_made_anew() throws Exception {
        init();
        assertThat(done("list").out()).contains("There is no backup yet.");
        assertThat(done("create", "--set", "office", profiles()).out())
                .contains("backed up")
                .contains("has 1 of 1.");
        assertThat(done("create", "--set", "office", profiles()).out()).contains("as it was at the last backup");

        assertThat(done("list", "anna").out().lines()).hasSize(2).allMatch(line -> line.contains("Profile_anna.VHDX"));
        assertThat(done("ls", "latest/anna", "-R").out()).isEqualTo("Profile\nProfile/kept.txt\n");
        assertThat(done("cat", "latest/S-1-5-21-1-2-3-1104", "Profile/kept.txt").bytes())
                .isEqualTo(CommandRun.of("disk", "cat", container.toString(), "Profile/kept.txt")
                        .bytes());
        Path out = folder.resolve("out.vhdx");
        assertThat(done("restore", "latest/anna", out.toString()).out()).doesNotContain("becomes", "identity");
        assertThat(CommandRun.of("disk", "diff", container.toString(), out.toString())
                        .code())
                .isZero();
        String id = "virtualDiskId";
        assertThat(info(out).get(id)).isEqualTo(info(container).get(id));
        assertThat(info(out).get("blockSizeBytes")).isEqualTo(info(container).get("blockSizeBytes"));
    }

    @Test
    void a_lost_file_that_makes_the_folder_a_repository_is_written_anew_by_a_repair() throws Exception {
        init();
        done("create", "--set", "office", profiles());
        Files.delete(folder.resolve("repo/repository"));
        CommandRun refused = backup("list");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("'backup check --repair'").doesNotContain("make one");
        assertThat(done("check", "--repair").out()).contains("Repaired: Wrote the file repository anew", "All is well");
        assertThat(done("check", "--repair", "--read-data").out()).contains("nothing to repair", "All is well");
    }

    @Test
    void what_cannot_be_read_is_named_and_the_rest_is_backed_up() throws Exception {
        init();
        Path text = folder.resolve("profiles/S-1-5-21-1-2-3-1105_ben/Profile_ben.VHDX");
        Files.createDirectories(text.getParent());
        Files.writeString(text, "no disk");
        CommandRun ran = backup("create", profiles());
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).contains("Profile_ben.VHDX: not backed up: ").contains("has 1 of 2.");
    }

    @Test
    void a_folder_that_cannot_be_listed_and_a_pipe_keep_nobody_else_from_being_backed_up() throws Exception {
        init();
        Files.createSymbolicLink(folder.resolve("profiles/S-1-5-21-1-2-3-1105_ben"), Path.of("/"));
        assertThat(new ProcessBuilder(
                                "bash",
                                "-c",
                                "cd \"$1\" && mkdir $'S-1-5-21-1-2-3-1106_c\\xe9line' && mkdir S-1-5-21-1-2-3-1107_fifi"
                                        + " && mkfifo S-1-5-21-1-2-3-1107_fifi/Profile_f.VHDX",
                                "bash",
                                profiles())
                        .start()
                        .waitFor())
                .isZero();

        CommandRun ran = backup("create", profiles());

        assertThat(ran.code()).as(ran.err()).isEqualTo(1);
        assertThat(ran.out().lines())
                .anyMatch(line -> line.contains("Profile_anna.VHDX: backed up"))
                .anyMatch(line -> line.contains("1105_ben: not backed up: the folder cannot be listed")
                        && line.contains("a symbolic link leads out"))
                .anyMatch(line -> line.contains("S-1-5-21-1-2-3-1106_c") && line.contains("not backed up: "))
                .anyMatch(line ->
                        line.contains("Profile_f.VHDX: not backed up: ") && line.contains("it is not an ordinary file"))
                .anyMatch(line -> line.endsWith("has 1 of 2; what lies in 2 folders is not known."));
        assertThat(backup("list", "anna").out()).contains("Profile_anna.VHDX");
        JsonNode facts = new ObjectMapper()
                .readTree(backup("create", "--json", profiles()).out());
        assertThat(facts.get("unlisted").findValuesAsText("sid"))
                .containsExactlyInAnyOrder("S-1-5-21-1-2-3-1105", "S-1-5-21-1-2-3-1106");
    }

    @Test
    void a_damaged_repository_is_told_with_whom_it_concerns_and_heals_with_the_next_full_backup() throws Exception {
        init();
        done("create", profiles());
        assertThat(done("check", "--read-data").out()).startsWith("All is well: 1 snapshots with 1 maps");
        assertThat(done("check", "--read-data=2/3", "--json").out()).contains("\"clean\" : true");
        for (Path pack : packs()) {
            byte[] bytes = Files.readAllBytes(pack);
            bytes[bytes.length / 2] ^= 1;
            Files.write(pack, bytes);
        }
        CommandRun found = backup("check", "--read-data");
        assertThat(found.code()).isEqualTo(1);
        assertThat(found.out()).contains("LOSS", "Profile_anna S-1-5-21-1-2-3-1104: ", "the next full backup");
        assertThat(backup("check", "--read-data", "--repair").out()).contains("Repaired: ");
        assertThat(done("create", "--full", profiles()).out()).contains("backed up");
        Path out = folder.resolve("healed.vhdx");
        done("restore", "latest/anna", out.toString());
        assertThat(CommandRun.of("disk", "diff", container.toString(), out.toString())
                        .code())
                .isZero();
        assertThat(backup("check", "--read-data=4/3").err()).contains("there is no part 4 of 3");
        assertThat(backup("check", "--read-data=all").err()).contains("--read-data takes N/M");
    }

    private List<Path> packs() throws IOException {
        try (var files = Files.walk(folder.resolve("repo/packs"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void who_keeps_backups_beside_the_profiles_is_warned() throws Exception {
        init();
        assertThat(backup("create", profiles()).err())
                .contains("the repository lies on the same storage as", "destroys the backups with it");
        assertThat(OneStorage.warning("smb://nas/backups", List.of("smb://NAS/profiles")))
                .isPresent();
        assertThat(OneStorage.warning("smb://nas/backups", List.of("smb://fra/profiles")))
                .isEmpty();
        assertThat(OneStorage.warning(folder.toString(), List.of("smb://fra/profiles")))
                .isEmpty();
    }

    @Test
    void a_full_backup_says_what_the_short_way_would_have_missed() throws Exception {
        init();
        done("create", profiles());
        assertThat(done("create", "--full", profiles()).out())
                .contains("backed up")
                .doesNotContain("although nothing said so");
    }

    @Test
    void what_nobody_can_open_meanwhile_is_read_without_pauses() throws Exception {
        init();
        Duration rest = SlicedFile.STANDARD.rest();
        Queue<Duration> pauses = new ConcurrentLinkedQueue<>();
        slices = new SlicedFile.Slices(Duration.ZERO, rest, pauses::add); // a slice is over with each question

        assertThat(done("create", "--offline", "--full", profiles()).out()).contains("backed up");
        assertThat(pauses).isEmpty();

        assertThat(done("create", "--full", profiles()).out()).contains("has 1 of 1.");
        assertThat(pauses).as("somebody may want to sign in").isNotEmpty().containsOnly(rest);
    }

    @Test
    void keys_are_added_changed_proved_and_removed_without_writing_data_again() throws Exception {
        Path recovery = init();
        done("create", profiles());
        long packs = size(folder.resolve("repo/packs"));
        environment.put("NEW", "a passphrase that is long");
        environment.put("NEWER", "another one that is long");
        String added = done("key", "add", "--new-passphrase-from", "env:NEW").out();
        String id = added.substring(4, 40);
        assertThat(byPassphrase("NEW").code()).isZero();
        done("key", "change", id, "--new-passphrase-from", "env:NEWER");
        assertThat(byPassphrase("NEW").err()).contains("opens none of the 3 keys");
        assertThat(byPassphrase("NEWER").code()).isZero();
        assertThat(done("key", "prove", "--recovery-from", "file:" + recovery).out())
                .contains("opens the repository");

        JsonNode keys =
                new ObjectMapper().readTree(done("key", "list", "--json").out());
        assertThat(keys).hasSize(3);
        for (JsonNode key : keys) {
            if (key.get("kind").asText().equals("PASSPHRASE")) {
                done("key", "remove", key.get("id").asText());
            }
        }
        assertThat(byPassphrase("NEWER").code()).isEqualTo(2);
        for (JsonNode key : keys) {
            if (key.get("kind").asText().equals("KEY_FILE")) {
                assertThat(backup("key", "remove", key.get("id").asText()).err())
                        .contains("last one beside recovery keys");
            }
        }
        environment.put(KEY, Files.readString(recovery, UTF_8).strip());
        assertThat(done("ls", "latest/anna").out())
                .as("opened by the recovery key")
                .isEqualTo("Profile\n");
        assertThat(size(folder.resolve("repo/packs"))).isEqualTo(packs);
    }

    private CommandRun byPassphrase(String variable) {
        return CommandRun.on(Terminal.NONE, environment, "backup", "list", "--passphrase-from", "env:" + variable);
    }

    private static long size(Path below) throws IOException {
        try (var files = Files.walk(below)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    @Test
    void what_is_missing_or_wrong_is_said_in_a_line_that_helps() throws Exception {
        assertThat(backup("list").err()).contains("there is no such folder");
        Path inside = folder.resolve("repo/key.txt");
        assertThat(backup("init", "--recovery-to", inside.toString()).err()).contains("lies in the repository");
        init();
        assertThat(backup("init", "--recovery-to", folder.resolve("two.txt").toString())
                        .err())
                .contains("repository");
        assertThat(folder.resolve("two.txt")).doesNotExist();
        assertThat(backup("create", folder.resolve("none").toString()).err())
                .contains("there is no such file or folder");
        assertThat(backup("create", folder.resolve("repo").toString()).err()).contains("no container is in it");
        assertThat(backup("ls", "anna").err()).contains("WHEN/WHO");
        assertThat(backup("ls", "xyz/anna").err()).contains("neither latest, a day");
        assertThat(CommandRun.on(Terminal.NONE, environment, "backup", "list").err())
                .contains("what opens the repository?");
        assertThat(CommandRun.on(Terminal.NONE, environment, "backup", "list", "--key-from", "secret")
                        .err())
                .contains("never the secret itself");
        environment.put(KEY, environment.get(KEY).replace(environment.get(KEY).charAt(1), '0') + "A");
        assertThat(backup("list").err()).contains("--key-from: ");
        environment.remove("PROFILEKEEP_REPO");
        assertThat(backup("list").err()).contains("which repository?");
    }
}

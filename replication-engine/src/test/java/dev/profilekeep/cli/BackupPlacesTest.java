package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profilekeep.backup.seal.Secret;
import dev.profilekeep.disk.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the files of {@code backup …} may lie, who may read them, and what is asked for and is not there. */
class BackupPlacesTest {
    @TempDir
    Path folder;

    private Path repo;
    private Path link;
    private Path disk;
    private Map<String, String> environment = Map.of();

    @BeforeEach
    void repository() throws IOException {
        repo = folder.resolve("repo");
        link = folder.resolve("link");
        environment =
                Map.of("KEY", Secret.KeyText.create(new SecureRandom()).text(), "PROFILEKEEP_REPO", repo.toString());
        disk = Files.write(
                folder.resolve("Profile_anna.VHDX"),
                Fixtures.ownImage("gpt-msr.vhdx").bytes());
    }

    private CommandRun backup(String... arguments) {
        List<String> all = new ArrayList<>(List.of("backup"));
        all.addAll(Arrays.asList(arguments));
        all.addAll(List.of("--key-from", "env:KEY"));
        return CommandRun.on(Terminal.NONE, environment, all.toArray(String[]::new));
    }

    private void made() throws IOException {
        CommandRun init =
                backup("init", "--recovery-to", folder.resolve("recovery").toString());
        assertThat(init.code()).as(init.err()).isZero();
        Files.createSymbolicLink(link, repo);
    }

    private List<String> inRepository() throws IOException {
        try (Stream<Path> files = Files.walk(repo)) {
            return files.map(Path::toString).sorted().toList();
        }
    }

    @Test
    void a_recovery_key_never_comes_to_lie_in_its_repository_whatever_links_lead_there() throws Exception {
        Files.createDirectory(repo);
        Files.createSymbolicLink(link, repo);
        assertThat(backup("init", "--recovery-to", link.resolve("rec").toString())
                        .err())
                .contains("lies in the repository");
        assertThat(repo).isEmptyDirectory();
        Files.delete(link);
        made();
        List<String> before = inRepository();
        for (Path inside : List.of(repo.resolve("rec"), link.resolve("rec"), link.resolve("keys/rec"))) {
            CommandRun ran = backup("key", "add", "--recovery-to", inside.toString());
            assertThat(ran.code()).isEqualTo(2);
            assertThat(ran.err()).contains(inside.toString(), "lies in the repository");
        }
        assertThat(inRepository()).as("no letters, no key").isEqualTo(before);
        assertThat(backup(
                                "key",
                                "add",
                                "--recovery-to",
                                folder.resolve("none/rec").toString())
                        .err())
                .contains("there is no folder " + folder.resolve("none") + "; make it first");
        assertThat(backup(
                                "key",
                                "add",
                                "--recovery-to",
                                folder.resolve("second").toString())
                        .code())
                .isZero();
    }

    @Test
    void a_restored_disk_is_its_owners_alone_and_never_comes_to_lie_in_the_repository() throws Exception {
        made();
        assertThat(backup("create", disk.toString()).code()).isZero();
        for (String more : List.of("--json", "--raw", "--force")) {
            Path out = folder.resolve("out" + more);
            if (more.equals("--force")) {
                Files.writeString(out, "old");
            }
            assertThat(backup("restore", "latest/anna", out.toString(), more).code())
                    .isZero();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(out)))
                    .isEqualTo("rw-------");
        }
        List<String> before = inRepository();
        for (Path inside : List.of(repo.resolve("out.vhdx"), link.resolve("packs/out.vhdx"))) {
            CommandRun ran = backup("restore", "latest/anna", inside.toString());
            assertThat(ran.code()).isEqualTo(2);
            assertThat(ran.err()).contains("lies in the repository");
        }
        assertThat(inRepository()).isEqualTo(before);
    }

    @Test
    void what_is_asked_for_and_is_not_there_is_an_error() throws Exception {
        made();
        assertThat(backup("list").code()).isZero();
        assertThat(backup("create", disk.toString()).code()).isZero();
        CommandRun nobody = backup("list", "nobody");
        assertThat(nobody.code()).isEqualTo(2);
        assertThat(nobody.out()).isEmpty();
        assertThat(nobody.err()).contains("no backup of 'nobody' is in the repository");
        assertThat(backup("list", "--json", "nobody").out().strip()).isEqualTo("[ ]");
        assertThat(backup("list", "anna").code()).isZero();
        Path out = folder.resolve("out.vhdx");
        CommandRun part = backup("restore", "--partition=7", "latest/anna", out.toString());
        assertThat(part.code()).as("a disk is restored as a whole").isEqualTo(2);
        assertThat(part.err()).contains("--partition=7");
        assertThat(out).doesNotExist();
        assertThat(backup("ls", "--partition=7", "latest/anna").err()).contains("partition 7 holds no NTFS");
    }

    @Test
    void an_error_is_answered_in_json_too() throws Exception {
        made();
        assertThat(backup("create", disk.toString()).code()).isZero();
        for (String line : List.of(
                "show latest/nobody --json",
                "list latest --json --set=none --wrong",
                "ls latest/nobody --json",
                "restore latest/nobody OUT --json",
                "create NONE --json",
                "copy --to NONE --json",
                "forget --keep-last=0 --json",
                "prune --plan --undo --json",
                "check --read-data=4/3 --json",
                "key list --json --key-from=env:NONE")) {
            String[] words = line.replace("NONE", folder.resolve("none").toString())
                    .replace("OUT", folder.resolve("out").toString())
                    .split(" ", -1);
            CommandRun ran = backup(words);
            assertThat(ran.code()).as(line).isEqualTo(2);
            JsonNode answer = new ObjectMapper().readTree(ran.bytes());
            assertThat(answer.fieldNames()).toIterable().as(line).containsExactly("error");
            assertThat(ran.err()).as(line).contains(answer.at("/error/message").asText());
            assertThat(answer.at("/error/file").isNull()).as(line).isTrue();
        }
        assertThat(backup("show", "latest/nobody").out()).isEmpty();
        CommandRun nobody = backup("list", "nobody", "--json");
        assertThat(nobody.out().strip()).as("one document").isEqualTo("[ ]");
        assertThat(nobody.err()).contains("no backup of 'nobody'");
    }

    @Test
    void one_storage_for_all_is_warned_of_once() throws Exception {
        made();
        Path other = Files.copy(disk, folder.resolve("Profile_ben.VHDX"));
        assertThat(backup("create", disk.toString(), other.toString()).err().lines())
                .singleElement()
                .asString()
                .contains("on the same storage as " + disk + " and 1 more: ");
    }
}

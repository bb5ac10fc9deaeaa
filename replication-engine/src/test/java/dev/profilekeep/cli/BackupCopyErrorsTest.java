package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.backup.seal.Secret;
import dev.profilekeep.disk.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of which of two repositories {@code backup copy} says that something is wrong. */
class BackupCopyErrorsTest {
    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private Path first;
    private Path second;

    @BeforeEach
    void repositories() throws IOException {
        first = folder.resolve("first");
        second = folder.resolve("second");
        environment.put("KEY", Secret.KeyText.create(new SecureRandom()).text());
        environment.put("OTHER", Secret.KeyText.create(new SecureRandom()).text());
        Path disk = Files.write(
                folder.resolve("Profile_anna.VHDX"),
                Fixtures.ownImage("gpt-msr.vhdx").bytes());
        assertThat(backup(first, "init", "--recovery-to", folder.resolve("one").toString())
                        .code())
                .isZero();
        assertThat(backup(first, "create", disk.toString()).code()).isZero();
    }

    private CommandRun backup(Path repo, String... arguments) {
        List<String> all = new ArrayList<>(List.of("backup"));
        all.addAll(Arrays.asList(arguments));
        all.addAll(List.of("--repo", repo.toString(), "--key-from", "env:KEY"));
        return CommandRun.on(Terminal.NONE, environment, all.toArray(String[]::new));
    }

    private String copy(String... more) {
        List<String> all = new ArrayList<>(List.of("copy", "--to", second.toString()));
        all.addAll(Arrays.asList(more));
        CommandRun ran = backup(first, all.toArray(String[]::new));
        assertThat(ran.code()).as(ran.err()).isEqualTo(2);
        return ran.err().lines().reduce((one, two) -> two).orElse("");
    }

    private void makeSecond() {
        assertThat(backup(second, "init", "--recovery-to", folder.resolve("two").toString())
                        .code())
                .isZero();
    }

    private String ofSecond() {
        return "profilekeep: --to " + second + ": ";
    }

    /** A link that leads out is refused, for reading and for writing. */
    private static void block(Path path) throws IOException {
        if (Files.exists(path)) {
            Files.move(path, path.resolveSibling(path.getFileName() + ".away"));
        }
        Files.createSymbolicLink(path, Path.of(".."));
    }

    @Test
    void a_second_one_that_is_not_there_or_not_opened_is_told_as_the_second() throws Exception {
        assertThat(copy()).startsWith(ofSecond()).contains("there is no such folder");
        Files.createDirectory(second);
        assertThat(copy()).startsWith(ofSecond()).contains("no backup repository");
        Files.delete(second);
        makeSecond();
        assertThat(copy("--to-key-from", "env:OTHER")).startsWith(ofSecond()).contains("opens none of the");
    }

    @Test
    void a_second_one_that_cannot_be_written_is_told_as_the_second() throws Exception {
        makeSecond();
        Path packs = second.resolve("packs");
        block(packs);
        assertThat(copy()).startsWith(ofSecond()).doesNotContain(first.toString());
        Files.delete(packs);
        Files.writeString(packs, "a file that has the folder's name");
        assertThat(copy()).startsWith(ofSecond()).contains("packs").doesNotContain("an error in ProfileKeep itself");
    }

    @Test
    void what_is_wrong_with_the_first_is_told_as_the_first() throws Exception {
        makeSecond();
        block(first.resolve("snapshots"));
        assertThat(copy()).startsWith("profilekeep: " + first + ": ").doesNotContain(second.toString());
        Files.delete(first.resolve("repository"));
        assertThat(copy()).startsWith("profilekeep: " + first + ": ").doesNotContain(second.toString());
    }
}

package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.backup.seal.Secret;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets that {@code backup …} does not take as they are. */
class BackupSecretsTest {
    private static final String REPLACED = "gr\uFFFD\uFFFDner Tee im Winter";

    @TempDir
    Path folder;

    private static void refused(CommandRun ran, String variable) {
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains("the environment variable " + variable + " holds letters", "LC_ALL", "file:");
    }

    @Test
    void a_passphrase_of_which_letters_were_replaced_makes_and_opens_no_repository() {
        String repo = folder.resolve("repo").toString();
        Map<String, String> environment = Map.of("PROFILEKEEP_REPO_PASSPHRASE", REPLACED, "PASS", REPLACED);
        String recovery = folder.resolve("recovery").toString();
        refused(
                CommandRun.on(Terminal.NONE, environment, "backup", "init", "--repo", repo, "--recovery-to", recovery),
                "PROFILEKEEP_REPO_PASSPHRASE");
        refused(
                CommandRun.on(
                        Terminal.NONE,
                        environment,
                        "backup",
                        "init",
                        "--repo",
                        repo,
                        "--passphrase-from",
                        "env:PASS",
                        "--recovery-to",
                        recovery),
                "PASS");
        assertThat(folder.resolve("recovery")).doesNotExist();
    }

    @Test
    void the_password_of_a_share_is_no_other() {
        Map<String, String> environment = Map.of(
                "KEY",
                Secret.KeyText.create(new SecureRandom()).text(),
                "PROFILEKEEP_SMB_USER",
                "anna",
                "PROFILEKEEP_SMB_PASSWORD",
                REPLACED);
        String share = "smb://127.0.0.1:1/share/folder"; // nobody is asked
        refused(
                CommandRun.on(Terminal.NONE, environment, "backup", "list", "--repo", share, "--key-from", "env:KEY"),
                "PROFILEKEEP_SMB_PASSWORD");
        refused(
                CommandRun.on(
                        Terminal.NONE,
                        environment,
                        "backup",
                        "list",
                        "--repo",
                        share,
                        "--key-from",
                        "env:KEY",
                        "--password-from",
                        "env:PROFILEKEEP_SMB_PASSWORD"),
                "PROFILEKEEP_SMB_PASSWORD");
    }
}

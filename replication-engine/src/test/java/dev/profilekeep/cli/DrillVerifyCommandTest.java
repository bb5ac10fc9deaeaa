package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.drill.Reports;
import dev.profilekeep.drill.SignedReport;
import dev.profilekeep.site.SiteKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code drill verify}: no portal, no catalog, no configuration. */
class DrillVerifyCommandTest {
    @TempDir
    Path folder;

    private SiteKey key;
    private Path first;
    private Path second;

    @BeforeEach
    void reports() throws IOException {
        key = SiteKey.ofInstallation(folder.resolve("data"));
        first = folder.resolve("1.json");
        second = folder.resolve("2.json");
        byte[] one = SignedReport.sign(Reports.passed(1, ""), key);
        Files.write(first, one);
        Files.write(second, SignedReport.sign(Reports.passed(2, SignedReport.hash(one)), key));
    }

    private static CommandRun verify(Object... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "drill";
        all[1] = "verify";
        for (int i = 0; i < arguments.length; i++) {
            all[i + 2] = arguments[i].toString();
        }
        return CommandRun.of(all);
    }

    private Path pem(SiteKey one) throws IOException {
        return Files.writeString(folder.resolve("key.pem"), one.open().pem());
    }

    @Test
    void an_unaltered_report_is_proved_with_the_key_and_the_one_before() throws IOException {
        CommandRun run = verify(second, "--key", pem(key), "--previous", first);
        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(run.out())
                .contains("as it was signed by the key " + key.id(), "Drill 2", "PASSED", "file operations only")
                .doesNotContain("--key");
        assertThat(verify(first).out()).contains("cannot prove", "--key");
    }

    @Test
    void an_altered_report_another_key_and_a_broken_chain_are_told() throws IOException {
        Files.writeString(first, Files.readString(first).replace("PASSED", "FAILED"));
        CommandRun altered = verify(first);
        assertThat(altered.code()).isEqualTo(1);
        assertThat(altered.out()).contains("is altered", "signature");
        CommandRun chain = verify(second, "--previous", first);
        assertThat(chain.code()).isEqualTo(1);
        assertThat(chain.out()).contains("is not the one after", "1.json", "SHA-256");
        CommandRun other = verify(second, "--key", pem(SiteKey.of(folder.resolve("other.key"))));
        assertThat(other.code()).isEqualTo(1);
        assertThat(other.out()).contains("of another installation", key.id());
    }

    @Test
    void what_cannot_be_read_is_told_apart() throws IOException {
        assertThat(verify(folder.resolve("none")).code()).isEqualTo(2);
        assertThat(verify(folder.resolve("none")).err()).contains("there is no file");
        Path text = Files.writeString(folder.resolve("text"), "hello");
        assertThat(verify(text).code()).isEqualTo(2);
        assertThat(verify(text).err()).contains("no report that can be read", "no JSON");
        assertThat(verify(first, "--key", text).code()).isEqualTo(2);
        assertThat(verify(first, "--key", text).err()).contains("BEGIN PUBLIC KEY");
    }

    @Test
    void the_key_is_printed_for_others() throws IOException {
        Path config = Files.writeString(
                folder.resolve("profilekeep.yml"), "dataDirectory: data\nsites: []\nlocations: []\nsets: []\n");
        CommandRun run = CommandRun.of("drill", "key", "--config", config.toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo(key.open().pem());
    }

    /** As docs/formats/drill-report.md has it. */
    @Test
    void jq_and_openssl_prove_it_too() throws Exception {
        Fixtures.requireTool("jq");
        Fixtures.requireTool("openssl");
        pem(key);
        String script =
                """
                jq -cSj .report $1 > signed-bytes
                jq -r .signature.value $1 | base64 -d > signature
                openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in signed-bytes -sigfile signature
                """;
        Files.writeString(folder.resolve("prove"), "set -e\n" + script);
        assertThat(bash("2.json")).contains("Signature Verified Successfully");
        Files.writeString(second, Files.readString(second).replace("Ada", "Eve"), StandardCharsets.UTF_8);
        assertThat(bash("2.json")).contains("Signature Verification Failure");
    }

    private String bash(String report) throws Exception {
        Process process = new ProcessBuilder("bash", "prove", report)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}

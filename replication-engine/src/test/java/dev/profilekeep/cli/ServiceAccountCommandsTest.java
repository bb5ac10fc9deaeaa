package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profilekeep.account.AccountRole;
import dev.profilekeep.account.TokenCheck;
import dev.profilekeep.config.ConfigFile;
import dev.profilekeep.engine.Engine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code service-account} and {@code sessions import}, where no portal runs. */
class ServiceAccountCommandsTest {
    @TempDir
    Path folder;

    private String out = "";
    private String err = "";

    @BeforeEach
    void estate() throws IOException {
        Files.createDirectories(folder.resolve("fra"));
        Files.writeString(
                folder.resolve("profilekeep.yml"),
                """
                dataDirectory: data
                sites: [{id: fra, zone: Europe/Berlin}]
                locations: [{id: fra-p, site: fra, address: fra}]
                sets: [{id: pool, replication: ENGINE, activeSite: fra, locations: [fra-p]}]
                """);
    }

    private int run(String... arguments) {
        StringWriter outText = new StringWriter();
        StringWriter errText = new StringWriter();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", folder.resolve("profilekeep.yml").toString()));
        int code = new ProfileKeepCli(new PrintWriter(outText), new PrintWriter(errText), Map.of(), Clock.systemUTC())
                .run(all.toArray(new String[0]));
        out = outText.toString();
        err = errText.toString();
        return code;
    }

    private Engine engine() {
        return Engine.open(ConfigFile.read(folder.resolve("profilekeep.yml")), Clock.systemUTC());
    }

    @Test
    void creating_prints_the_token_alone_and_it_is_good() {
        assertThat(run("service-account", "create", "monitoring", "--role", "auditor", "--site", "fra", "--days", "7"))
                .as(err)
                .isZero();
        String token = out.strip();
        assertThat(token).matches("pk_[a-km-np-z2-9]{10}_[A-Za-z0-9_-]{43}_[0-9a-f]{8}");
        assertThat(err).contains("monitoring", "AUDITOR", "store it now").doesNotContain(token);
        try (Engine engine = engine()) {
            assertThat(engine.serviceAccounts().check(token, ""))
                    .isInstanceOfSatisfying(TokenCheck.Good.class, good -> {
                        assertThat(good.account().role()).isEqualTo(AccountRole.AUDITOR);
                        assertThat(good.account().sites()).containsExactly("fra");
                        assertThat(Duration.between(
                                        Instant.now(), good.account().expiresAt()))
                                .isBetween(Duration.ofDays(6), Duration.ofDays(7));
                        assertThat(good.account().createdBy()).isEqualTo(System.getProperty("user.name"));
                    });
        }
    }

    @Test
    void accounts_are_listed_and_revoked() throws Exception {
        run("service-account", "create", "hosts", "--role", "HOST_REPORT", "--json");
        JsonNode made = new ObjectMapper().readTree(out);
        String id = made.path("id").asText();
        assertThat(made.path("token").asText()).startsWith("pk_" + id + "_");

        assertThat(run("service-account", "list")).isZero();
        assertThat(out).contains(id, "hosts", "HOST_REPORT", "all", "ACTIVE", "never");
        assertThat(run("service-account", "revoke", id, "--reason", "it leaked"))
                .isZero();
        assertThat(out).contains("The token of " + id + " is refused");
        run("service-account", "list", "--json");
        JsonNode listed = new ObjectMapper().readTree(out).get(0);
        assertThat(listed.path("state").asText()).isEqualTo("REVOKED");
        assertThat(listed.has("token")).isFalse();
        assertThat(listed.toString()).doesNotContain("digest");
        run("audit", "list");
        assertThat(out).contains("service-account.revoke", "it leaked", "service-account.create");
    }

    @Test
    void what_cannot_be_is_refused_in_one_line() {
        assertThat(run("service-account", "create", "x", "--role", "HELPDESK", "--site", "par"))
                .isEqualTo(2);
        assertThat(err).contains("sites cannot be \"par\"; they can be fra").doesNotContain("\tat ");
        assertThat(run("service-account", "create", "x", "--role", "BOSS")).isEqualTo(2);
        assertThat(run("service-account", "create", "x", "--role", "HELPDESK", "--days", "366"))
                .isEqualTo(2);
        assertThat(err).contains("days must be 1 to 365");
        assertThat(run("service-account", "revoke", "aaaaaaaaaa")).isEqualTo(2);
        assertThat(err).contains("there is no service account 'aaaaaaaaaa'");
        assertThat(run("service-account", "revoke", "../../jobs")).isEqualTo(2);
        assertThat(err).contains("is no id of a service account");
    }

    @Test
    void an_export_is_imported_and_tells_what_it_brought() throws Exception {
        Path export = Files.writeString(
                folder.resolve("export.txt"),
                "Host;UserName;SessionState\nAVD-12;EXAMPLE\\anna;Active\nAVD-13;EXAMPLE\\ben;Active\n",
                StandardCharsets.UTF_8);
        String at = Instant.now().minusSeconds(60).toString();
        assertThat(run("sessions", "import", export.toString(), "--source", "AVD", "--at", at))
                .as(err)
                .isZero();
        assertThat(out).isEqualTo("Taken: 2 hosts, 2 sessions; 0 that were known before have ended.\n");
        assertThat(run("sessions", "import", export.toString(), "--source", "avd", "--at", at))
                .isZero();
        assertThat(out).startsWith("Nothing changed: ");
        try (Engine engine = engine()) {
            assertThat(engine.sessions().sessionsOf("EXAMPLE\\anna")).hasSize(1);
        }
        run("audit", "list");
        assertThat(out).contains("sessions.import", "export:AVD");
    }

    @Test
    void json_is_recognised_by_how_it_begins_and_bad_rows_are_told() throws Exception {
        Path export = Files.write(
                folder.resolve("export"),
                "[{\"Host\":\"AVD-12\",\"UserName\":\"anna\"},{\"Host\":\"\",\"UserName\":\"ben\"}]"
                        .getBytes(StandardCharsets.UTF_16LE));
        String at = Instant.now().toString();
        assertThat(run("sessions", "import", export.toString(), "--source", "AVD", "--at", at))
                .isEqualTo(2);
        assertThat(err).contains("1 row is not understood", "line 2");
        assertThat(run("sessions", "import", export.toString(), "--source", "AVD", "--at", at, "--skip-bad-rows"))
                .as(err)
                .isEqualTo(1);
        assertThat(out).contains("Taken: 1 hosts, 1 sessions", "passed over: line 2");
    }

    @Test
    void an_import_says_what_is_missing() throws Exception {
        Path export = Files.writeString(folder.resolve("e.csv"), "Host,UserName\nAVD-12,anna\n");
        assertThat(run("sessions", "import", export.toString(), "--source", "AVD"))
                .isEqualTo(2);
        assertThat(err).contains("--at");
        assertThat(run("sessions", "import", export.toString(), "--source", "AVD", "--at", "yesterday"))
                .isEqualTo(2);
        assertThat(err).contains("--at must be a time with its offset");
        assertThat(run(
                        "sessions",
                        "import",
                        folder.resolve("none.csv").toString(),
                        "--source",
                        "a",
                        "--at",
                        "2026-01-01T00:00:00Z"))
                .isEqualTo(2);
        assertThat(err).contains("there is no file");
        assertThat(run(
                        "sessions",
                        "import",
                        export.toString(),
                        "--source",
                        "AVD",
                        "--at",
                        "2026-01-01T00:00:00Z",
                        "--zone",
                        "Mars"))
                .isEqualTo(2);
        assertThat(err).contains("--zone must be a time zone");
    }
}

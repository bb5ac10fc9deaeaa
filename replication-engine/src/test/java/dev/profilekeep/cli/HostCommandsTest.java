package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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

/** {@code host}, where no portal runs. */
class HostCommandsTest {
    @TempDir
    Path folder;

    private String out = "";
    private String err = "";
    private final Instant now = Instant.now();

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
        Path export = Files.writeString(folder.resolve("e.csv"), "Host,UserName\nAVD-12,anna\nAVD-13,ben\n");
        String at = now.minus(Duration.ofHours(1)).toString();
        assertThat(run("sessions", "import", export.toString(), "--source", "AVD", "--at", at, "--pool", "pool-a"))
                .as(err)
                .isZero();
    }

    private int run(String... arguments) {
        StringWriter outText = new StringWriter();
        StringWriter errText = new StringWriter();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", folder.resolve("profilekeep.yml").toString()));
        int code = new ProfileKeepCli(
                        new PrintWriter(outText),
                        new PrintWriter(errText),
                        Map.of(),
                        Clock.fixed(now, Clock.systemUTC().getZone()))
                .run(all.toArray(new String[0]));
        out = outText.toString();
        err = errText.toString();
        return code;
    }

    @Test
    void the_hosts_script_is_printed_as_it_is_without_a_configuration() throws Exception {
        StringWriter printed = new StringWriter();
        int code = new ProfileKeepCli(
                        new PrintWriter(printed), new PrintWriter(new StringWriter()), Map.of(), Clock.systemUTC())
                .run("host", "script");
        assertThat(code).isZero();
        try (var script = HostCommandsTest.class.getResourceAsStream("/host-report/ProfileKeep-HostReport.ps1")) {
            assertThat(printed.toString()).isEqualTo(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void a_machine_is_declared_gone_listed_and_taken_back() throws Exception {
        String went = now.minus(Duration.ofMinutes(30)).toString();
        assertThat(run("host", "gone", "EXAMPLE\\avd-12", "--at", went, "--reason", "reimaged", "--ticket", "INC-7"))
                .as(err)
                .isZero();
        assertThat(out).contains("avd-12 is gone since ", "look at its locks again");

        assertThat(run("host", "list")).isZero();
        assertThat(out).contains("AVD-12", "AVD-13", "pool-a", "since ", "reimaged", "said by");
        run("host", "list", "--json");
        JsonNode hosts = new ObjectMapper().readTree(out);
        assertThat(hosts).hasSize(2);
        assertThat(hosts.get(0).path("gone").path("ticket").asText()).isEqualTo("INC-7");
        assertThat(hosts.get(1).path("gone").isNull()).isTrue();

        assertThat(run("host", "gone", "AVD-12", "--back", "--reason", "the wrong one"))
                .as(err)
                .isZero();
        run("host", "list", "--json");
        assertThat(out).doesNotContain("INC-7");
        run("audit", "list");
        assertThat(out).contains("host.gone", "host.gone.back", "reimaged", "the wrong one");
    }

    @Test
    void what_cannot_be_is_refused_in_one_line() {
        String went = now.minus(Duration.ofMinutes(30)).toString();
        assertThat(run("host", "gone", "AVD-12", "--at", went)).isEqualTo(2);
        assertThat(err).contains("--reason");
        assertThat(run("host", "gone", "AVD-12", "--reason", "x")).isEqualTo(2);
        assertThat(err).contains("--at");
        assertThat(run("host", "gone", "AVD-12", "--at", "yesterday", "--reason", "x"))
                .isEqualTo(2);
        assertThat(err).contains("--at must be a time with its offset");
        assertThat(run("host", "gone", "AVD-99", "--at", went, "--reason", "x")).isEqualTo(2);
        assertThat(err).contains("is the name right?").doesNotContain("\tat ");
        assertThat(run("host", "gone", "AVD-12", "--back", "--at", went)).isEqualTo(2);
        assertThat(err).contains("--back takes neither");
        assertThat(run("host", "gone", "AVD-12", "--back")).isEqualTo(2);
        assertThat(err).contains("is not declared gone");
        assertThat(run("host", "gone", "../jobs", "--at", went, "--reason", "x"))
                .isEqualTo(2);
        assertThat(err).contains("no computer's name");
    }
}

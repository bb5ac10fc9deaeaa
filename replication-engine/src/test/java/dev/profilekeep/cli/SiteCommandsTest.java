package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.config.ConfigFile;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.inventory.RunControl;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code site}, where no portal runs. */
class SiteCommandsTest {
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
                sites: [{id: fra, zone: Europe/Berlin}, {id: lon, name: London, zone: Europe/London}]
                locations: [{id: fra-p, site: fra, address: fra}]
                sets: [{id: pool, replication: CLOUD_CACHE, activeSite: fra, locations: [fra-p]}]
                """);
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
    void sites_are_listed_and_none_is_cut_off_from_the_command_line() {
        assertThat(run("site", "list")).as(err).isZero();
        assertThat(out).contains("lon", "London").doesNotContain("since");
        assertThat(run("site", "fence", "lon")).isEqualTo(2);
        assertThat(err).contains("two administrators who signed in", "Settings");
        assertThat(run("site", "fence", "rom")).isEqualTo(2);
        assertThat(err).contains("there is no site 'rom'");
        assertThat(run("site", "list", "--json")).isZero();
        assertThat(out).contains("\"lon\"", "\"cutOff\" : null").doesNotContain("reason");
    }

    @Test
    void where_people_work_is_told_and_that_a_changed_line_of_the_configuration_does_not_move_them() throws Exception {
        Path file = folder.resolve("profilekeep.yml");
        assertThat(run("site", "list")).as(err).isZero();
        assertThat(out).containsPattern("fra +fra +pool").doesNotContain("activeSite");
        try (Engine engine = Engine.open(ConfigFile.read(file), Clock.systemUTC())) {
            var set = ConfigFile.read(file).set("pool").orElseThrow();
            engine.activeSites().begin(set, Actor.SCHEDULE);
        }
        Files.createDirectories(folder.resolve("lon"));
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("address: fra}]", "address: fra}, {id: lon-p, site: lon, address: lon}]")
                        .replace("activeSite: fra, locations: [fra-p]", "activeSite: lon, locations: [fra-p, lon-p]"));

        assertThat(run("site", "list")).as(err).isZero();
        assertThat(out)
                .containsPattern("fra +fra +pool")
                .contains("People of set pool work at fra since ", "activeSite says lon");
        assertThat(run("site", "list", "--json")).isZero();
        assertThat(Json.MAPPER
                        .readTree(out)
                        .get(0)
                        .path("sets")
                        .get(0)
                        .path("configuredSiteId")
                        .asText())
                .isEqualTo("lon");
    }

    @Test
    void only_what_is_cut_off_is_lifted_and_with_a_reason() {
        assertThat(run("site", "lift", "lon")).isEqualTo(2);
        assertThat(run("site", "lift", "lon", "--reason", " ")).isEqualTo(2);
        assertThat(err).contains("--reason must say why");
        assertThat(run("site", "lift", "lon", "--reason", "it is out")).isEqualTo(2);
        assertThat(err).contains("is not cut off");
        assertThat(run("site", "lift", "rom", "--reason", "it is out")).isEqualTo(2);
        assertThat(err).contains("there is no site 'rom'");
    }

    @Test
    void when_a_site_is_lifted_all_locks_are_looked_at_again() throws Exception {
        Path disk = Files.createDirectories(folder.resolve("fra/S-1-5-21-1-2-3-1104_anna"))
                .resolve("Profile_anna.VHDX");
        Files.write(disk, new byte[0]);
        Files.write(disk.resolveSibling("Profile_anna.VHDX.lock"), new byte[8]);
        try (Engine engine = Engine.open(ConfigFile.read(folder.resolve("profilekeep.yml")), Clock.systemUTC())) {
            engine.inventory().runAll("test", RunControl.NEVER_STOP, run -> {});
            engine.catalog()
                    .database()
                    .<RuntimeException>run(session -> session.update(
                            "INSERT INTO site_fence (site_id, epoch, since, by_id, by_name, reason)"
                                    + " VALUES ('lon', 1, ?, 'ada', 'Ada', 'fire')",
                            now));
        }
        assertThat(run("site", "lift", "lon", "--reason", "it is out")).as(err).isZero();
        assertThat(out).contains("not cut off any more").contains("looked at again: 1 of 1");
    }
}

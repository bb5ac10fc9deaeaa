package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profilekeep.disk.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code verify}, without a portal. */
class VerifyCommandTest {
    @TempDir
    Path folder;

    @BeforeEach
    void twoSites() throws IOException {
        Files.writeString(
                folder.resolve("profilekeep.yml"),
                """
                sites: [{id: fra, zone: Europe/Berlin}, {id: lon, zone: Europe/London}]
                locations: [{id: fra-p, site: fra, address: fra}, {id: lon-p, site: lon, address: lon}, {id: fra-q, site: fra, address: more}]
                sets:
                  - {id: pool, replication: ENGINE, activeSite: fra, locations: [fra-p, lon-p]}
                  - {id: more, replication: ENGINE, activeSite: fra, locations: [fra-q]}
                """);
        Files.createDirectories(folder.resolve("more"));
        lay("fra", "1001_anna", "anna");
        lay("lon", "1001_anna", "anna");
    }

    private void lay(String location, String person, String account) throws IOException {
        Path disk = folder.resolve(location + "/S-1-5-21-1-2-3-" + person + "/Profile_" + account + ".VHDX");
        Files.createDirectories(disk.getParent());
        Files.write(disk, Fixtures.ownImage("gpt-msr.vhdx").bytes());
    }

    private CommandRun run(String... arguments) {
        return CommandRun.on(
                Terminal.NONE,
                Map.of("PROFILEKEEP_CONFIG", folder.resolve("profilekeep.yml").toString()),
                arguments);
    }

    @Test
    void copies_that_say_the_same_are_counted_and_all_is_well() {
        run("inventory");

        CommandRun run = run("verify");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("1  equal")
                .contains("done: 1 of 1 compared")
                .doesNotContain("anna");
        assertThat(run("audit", "list", "--json").out()).contains("job.start", "verification");
    }

    @Test
    void each_copy_that_is_not_equal_is_told_with_whose_it_is_and_where() throws Exception {
        lay("fra", "1002_ben", "ben");
        run("inventory");

        CommandRun inWords = run("verify");
        CommandRun asJson = run("verify", "--set", "pool", "--json");

        assertThat(inWords.code()).as(inWords.err()).isEqualTo(1);
        assertThat(inWords.out()).containsPattern("ben +lon-p +missing +not known");
        assertThat(asJson.code()).as(asJson.err()).isEqualTo(1);
        JsonNode answer = new ObjectMapper().readTree(asJson.out());
        assertThat(answer.path("phase").asText()).isEqualTo("DONE");
        assertThat(answer.path("copies").asLong()).isEqualTo(2);
        assertThat(answer.path("words").path("PRESUMED_EQUAL").asLong()).isEqualTo(1);
        assertThat(answer.path("words").path("MISSING").asLong()).isEqualTo(1);
        assertThat(answer.path("notEqual")).hasSize(1);
        JsonNode ben = answer.path("notEqual").get(0);
        assertThat(ben.path("account").asText()).isEqualTo("ben");
        assertThat(ben.path("location").asText()).isEqualTo("lon-p");
        assertThat(ben.path("word").asText()).isEqualTo("MISSING");
        assertThat(ben.path("behindSeconds").isNull()).isTrue();
    }

    @Test
    void of_a_set_that_is_named_nothing_else_is_compared() throws Exception {
        run("inventory");

        CommandRun run = run("verify", "--set", "more", "--json");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(new ObjectMapper().readTree(run.out()).path("copies").asLong(-1))
                .isZero();
    }

    @Test
    void a_set_must_be_one_and_an_inventory_must_have_been() {
        CommandRun wrong = run("verify", "--set", "nowhere");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("there is no set 'nowhere'").contains("pool");
        assertThat(run("verify").code()).isEqualTo(2);
    }
}

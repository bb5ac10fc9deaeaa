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

/** {@code compact} over locations, without a portal. */
class CompactCommandTest {
    @TempDir
    Path folder;

    private Path disk;

    @BeforeEach
    void oneSite() throws IOException {
        Files.writeString(
                folder.resolve("profilekeep.yml"),
                """
                sites: [{id: fra, zone: Europe/Berlin}]
                locations: [{id: fra-p, site: fra, address: fra}]
                sets: [{id: pool, replication: ENGINE, activeSite: fra, locations: [fra-p]}]
                policies: {compaction: {minimumBytes: 0, minimumPercent: 0, keepFreePercent: 0}}
                """);
        disk = folder.resolve("fra/S-1-5-21-1-2-3-1001_anna/Profile_anna.VHDX");
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
    void a_plan_tells_what_it_found_by_reason_and_changes_nothing() throws Exception {
        run("inventory");
        byte[] before = Files.readAllBytes(disk);

        CommandRun asJson = run("compact", "--location", "fra-p", "--plan", "--json");

        assertThat(asJson.code()).as(asJson.err()).isZero();
        JsonNode answer = new ObjectMapper().readTree(asJson.out());
        assertThat(answer.path("run").path("phase").asText()).isEqualTo("DONE");
        assertThat(answer.path("run").path("planOnly").asBoolean()).isTrue();
        assertThat(answer.path("run").path("startedBy").asText()).isEqualTo("command line");
        assertThat(answer.path("run").path("total").asLong()).isEqualTo(1);
        assertThat(answer.path("run").path("done").asLong()).isEqualTo(1);
        assertThat(answer.path("skipped").get(0).path("containers").asLong()).isEqualTo(1);
        String why = answer.path("skipped").get(0).path("why").asText();
        assertThat(why).isNotEmpty();
        CommandRun inWords = run("compact", "--location", "fra-p", "--plan");
        assertThat(inWords.code()).isZero();
        assertThat(inWords.out())
                .contains("left as it is: " + why)
                .contains("done: 1 of 1 looked at, 0 made smaller, 1 left, 0 failed");
        assertThat(Files.readAllBytes(disk)).isEqualTo(before);
    }

    @Test
    void where_opens_of_others_cannot_be_seen_nothing_is_changed() throws Exception {
        run("inventory");
        byte[] before = Files.readAllBytes(disk);
        CommandRun run = run("compact", "--location", "fra-p");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("0 made smaller");
        assertThat(Files.readAllBytes(disk)).isEqualTo(before);
    }

    @Test
    void a_location_must_be_named_and_be_one() {
        assertThat(run("compact", "--plan").code()).isEqualTo(2);
        CommandRun wrong = run("compact", "--location", "nowhere");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("there is no location 'nowhere'").contains("fra-p");
    }
}

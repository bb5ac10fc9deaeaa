package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profilekeep.config.ConfigFile;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpaceCommandTest {
    private static final String ANNA = "S-1-5-21-1-2-3-1001";
    private static final long GIB = 1L << 30;

    @TempDir
    Path folder;

    @BeforeEach
    void aSite() throws IOException {
        Files.writeString(
                folder.resolve("profilekeep.yml"),
                """
                sites: [{id: fra, zone: Europe/Berlin}]
                locations: [{id: fra-p, site: fra, address: fra}]
                sets: [{id: pool, replication: ENGINE, activeSite: fra, locations: [fra-p]}]
                """);
        Path file = folder.resolve("fra/" + ANNA + "_anna/Profile_anna.VHDX");
        Files.createDirectories(file.getParent());
        Files.write(file, Fixtures.ownImage("mbr-fixed.vhdx").bytes());
    }

    private CommandRun run(String... arguments) {
        return CommandRun.on(
                Terminal.NONE,
                Map.of("PROFILEKEEP_CONFIG", folder.resolve("profilekeep.yml").toString()),
                arguments);
    }

    @Test
    void whose_disk_is_left_as_it_is_is_told_with_the_reasons_and_ends_with_1() throws Exception {
        CommandRun before = run("space", "--never-compacted");
        assertThat(before.code()).isEqualTo(2);
        assertThat(before.err()).contains("no inventory has come to its end");

        run("inventory");
        CommandRun none = run("space", "--never-compacted");
        assertThat(none.err()).isEmpty();
        assertThat(none.code()).as("it is small").isZero();
        assertThat(none.out()).startsWith("There is no disk");

        try (Engine engine = Engine.open(ConfigFile.read(folder.resolve("profilekeep.yml")), Clock.systemUTC())) {
            engine.catalog().database().<Integer, RuntimeException>call(session -> {
                session.update("UPDATE container_copy SET size = ?, reclaimable = ?", 4 * GIB, 2 * GIB);
                return session.update("UPDATE container SET file_size = ?, reclaimable = ?", 4 * GIB, 2 * GIB);
            });
        }
        CommandRun text = run("space", "--never-compacted");
        assertThat(text.err()).isEmpty();
        assertThat(text.code()).isEqualTo(1);
        assertThat(text.out())
                .startsWith("1 disk that FSLogix leaves as it is; 2.00 GiB could be given back.")
                .containsSubsequence("2.00 GiB", "of 4.00 GiB", "anna PROFILE", "fra", "fixed, mbr", ANNA);
        JsonNode json = new ObjectMapper()
                .readTree(run("space", "--never-compacted", "--json").bytes());
        assertThat(json.path("containers").asLong()).isEqualTo(1);
        assertThat(json.path("reasons").path("FIXED").path("reclaimableBytes").asLong())
                .isEqualTo(2 * GIB);
        JsonNode row = json.path("neverCompacted").get(0);
        assertThat(row.path("account").asText()).isEqualTo("anna");
        assertThat(row.path("reasons")).extracting(JsonNode::asText).containsExactly("FIXED", "MBR");
        assertThat(row.path("since").isNull()).isTrue();
    }

    @Test
    void wrong_usage_says_what_would_do() {
        assertThat(run("space").err()).contains("--never-compacted");
        CommandRun limit = run("space", "--never-compacted", "--limit", "0");
        assertThat(limit.code()).isEqualTo(2);
        assertThat(limit.err()).contains("--limit is 1 to 1000, not 0");
    }
}

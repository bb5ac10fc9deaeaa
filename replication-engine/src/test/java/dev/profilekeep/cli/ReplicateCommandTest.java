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

/** {@code replicate}, without a portal. */
class ReplicateCommandTest {
    private static final String DISK = "S-1-5-21-1-2-3-1001_anna/Profile_anna.VHDX";

    @TempDir
    Path folder;

    @BeforeEach
    void twoSites() throws IOException {
        configure("ACT", "ENGINE");
        Path disk = folder.resolve("fra").resolve(DISK);
        Files.createDirectories(disk.getParent());
        Files.createDirectories(folder.resolve("lon"));
        Files.write(disk, Fixtures.ownImage("gpt-msr.vhdx").bytes());
    }

    private void configure(String mode, String replication) throws IOException {
        Files.writeString(
                folder.resolve("profilekeep.yml"),
                """
                sites: [{id: fra, zone: Europe/Berlin}, {id: lon, zone: Europe/London}]
                locations:
                  - {id: fra-p, site: fra, address: fra, mode: %s}
                  - {id: lon-p, site: lon, address: lon, mode: %s}
                sets:
                  - {id: pool, replication: %s, activeSite: fra, locations: [fra-p, lon-p]}
                """
                        .formatted(mode, mode, replication));
    }

    private CommandRun run(String... arguments) {
        return CommandRun.on(
                Terminal.NONE,
                Map.of("PROFILEKEEP_CONFIG", folder.resolve("profilekeep.yml").toString()),
                arguments);
    }

    @Test
    void a_copy_that_is_missing_is_planned_then_made_and_after_that_there_is_nothing_to_do() throws Exception {
        run("inventory");

        CommandRun plan = run("replicate", "--plan");

        assertThat(plan.code()).as(plan.err()).isZero();
        assertThat(plan.out()).contains("anna at lon-p:").contains("make a file of the same bytes at lon-p");
        assertThat(folder.resolve("lon").resolve(DISK)).doesNotExist();

        CommandRun run = run("replicate");

        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("1 of 1 copies are up to date.").contains("copied     1");
        assertThat(folder.resolve("lon").resolve(DISK))
                .hasBinaryContent(Fixtures.ownImage("gpt-msr.vhdx").bytes());
        assertThat(run("audit", "list", "--json").out()).contains("job.start", "container.replicate");

        JsonNode again = new ObjectMapper().readTree(run("replicate", "--json").out());

        assertThat(again.path("upToDate").asInt()).isEqualTo(1);
        assertThat(again.path("words").path("UNCHANGED").asInt()).isEqualTo(1);
        assertThat(again.path("bytesSent").asLong()).isZero();
    }

    @Test
    void a_copy_that_may_not_be_written_is_told_with_the_reason() throws Exception {
        configure("OBSERVE", "ENGINE");
        run("inventory");

        CommandRun run = run("replicate");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .contains("0 of 1 copies are up to date.")
                .contains("anna at lon-p: not-allowed: ")
                .contains("is in mode OBSERVE");
    }

    @Test
    void what_others_carry_and_sets_that_there_are_not_are_refused_in_words() throws Exception {
        assertThat(run("replicate", "--set", "pol").err()).contains("there is no set 'pol'; known: pool");
        assertThat(run("replicate").err()).contains("inventory");
        configure("ACT", "STORAGE");
        assertThat(run("replicate", "--set", "pool").err()).contains("carried by others (replication: STORAGE)");
    }
}

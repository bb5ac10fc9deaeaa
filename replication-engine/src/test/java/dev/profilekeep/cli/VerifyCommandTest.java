package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.disk.testing.SparseMemoryDevice;
import dev.profilekeep.replica.TwoDisks;
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
        assertThat(answer.path("loss")).hasSize(1);
        assertThat(answer.path("loss").path(0).path("site").asText()).isEqualTo("lon");
        assertThat(answer.path("loss").path(0).path("people").asLong()).isEqualTo(1);
        assertThat(answer.path("loss").path(0).path("worstSeconds").asLong(-1)).isZero();
        assertThat(inWords.out()).containsPattern("lon +1 +0:00:00 +0:00:00 +0:00:00");
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

    @Test
    void the_file_with_the_byte_that_differs_is_named_and_that_somebody_asked_is_told() throws IOException {
        run("inventory");
        Path disk = folder.resolve("lon/S-1-5-21-1-2-3-1001_anna/Profile_anna.VHDX");
        SparseMemoryDevice changed = TwoDisks.of("gpt-msr.vhdx", 2);
        TwoDisks.changeOneByte(changed, 9);
        Files.write(disk, TwoDisks.bytes(changed));

        CommandRun run = run("verify", "--files", "anna");
        CommandRun asJson = run("verify", "--files", "ANNA", "--json");

        assertThat(run.code()).as(run.err()).isEqualTo(1);
        assertThat(run.out())
                .contains("Profile_anna, at fra-p (first) and lon-p (second):")
                .containsPattern("content +[0-9.]+ .?i?B +\\S+");
        JsonNode answer = new ObjectMapper().readTree(asJson.out());
        assertThat(answer).hasSize(1);
        assertThat(answer.path(0).path("equal").asBoolean(true)).isFalse();
        assertThat(answer.path(0).path("files").path(0).path("difference").asText())
                .isEqualTo("CONTENT");
        assertThat(run("audit", "list", "--json").out()).contains("copies.files.compare");
    }

    @Test
    void who_cannot_be_compared_is_told_why() throws IOException {
        lay("fra", "1002_ben", "ben");
        run("inventory");

        CommandRun ben = run("verify", "--files", "ben");
        CommandRun both = run("verify", "--files", "ben", "--set", "pool");

        assertThat(ben.code()).isEqualTo(2);
        assertThat(ben.err()).contains("Profile_ben: there is no copy at a further site");
        assertThat(both.code()).isEqualTo(2);
        assertThat(both.err()).contains("--set, --files and --rights: one of them");
        assertThat(run("verify", "--files", "nobody").err()).contains("no container has 'nobody'");
    }

    @Test
    void rights_of_folders_of_this_machine_are_not_called_alike() throws Exception {
        run("inventory");

        CommandRun inWords = run("verify", "--rights", "anna");
        CommandRun asJson = run("verify", "--rights", "anna", "--json");

        assertThat(inWords.code()).as(inWords.err()).isEqualTo(1);
        assertThat(inWords.out())
                .contains("Profile_anna, at fra-p (first) and lon-p (second): nobody can tell whether they are alike")
                .contains("the server tells no owner and no rights of Windows");
        JsonNode answer = new ObjectMapper().readTree(asJson.out());
        assertThat(answer.get(0).path("word").asText()).isEqualTo("UNREAD");
        assertThat(answer.get(0).path("differences").get(1).path("place").asText())
                .isEqualTo("FILE");
        assertThat(run("audit", "list", "--json").out()).contains("copies.rights.compare");
        assertThat(run("verify", "--rights", "anna", "--files", "anna").err())
                .contains("--set, --files and --rights: one of them");
    }
}

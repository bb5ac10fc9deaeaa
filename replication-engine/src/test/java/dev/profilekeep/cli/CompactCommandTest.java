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
import java.time.Instant;
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
        JsonNode item = answer.path("items").get(0);
        assertThat(item.path("why").asText()).isEqualTo(why);
        assertThat(item.path("sentence").asText()).isNotEmpty();
        CommandRun inWords = run("compact", "--location", "fra-p", "--plan");
        assertThat(inWords.code()).isZero();
        assertThat(inWords.out())
                .contains("left as it is: " + why)
                .contains(why + ", for one fra-p " + item.path("path").asText() + ": "
                        + item.path("sentence").asText())
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

    @Test
    void going_on_after_a_damaged_one_needs_a_reason_and_something_to_go_on_after() throws Exception {
        CommandRun none = run("compact", "--go-on-after-canary", "pool", "--reason", "seen");
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("nothing damaged keeps disks of set 'pool' and an unknown version of FSLogix");
        assertThat(run("compact", "--go-on-after-canary", "pool", "--location", "fra-p", "--reason", "x")
                        .code())
                .isEqualTo(2);
        damaged("2.9.8784");

        CommandRun silent = run("compact", "--go-on-after-canary", "pool", "--agent", "2.9.8784");
        assertThat(silent.code()).isEqualTo(2);
        assertThat(silent.err()).contains("must say why");
        assertThat(run("compact", "--go-on-after-canary", "pool", "--reason", "seen")
                        .err())
                .contains("known: pool --agent 2.9.8784");
        CommandRun done =
                run("compact", "--go-on-after-canary", "pool", "--agent", "2.9.8784", "--reason", "a cable", "--json");

        assertThat(done.code()).as(done.err()).isZero();
        JsonNode answer = new ObjectMapper().readTree(done.out());
        assertThat(answer.path("damaged").asInt()).isEqualTo(1);
        JsonNode passedOver = answer.path("passedOver").get(0);
        assertThat(passedOver.path("container").asLong()).isEqualTo(1);
        assertThat(passedOver.path("location").asText()).isEqualTo("fra-p");
        assertThat(passedOver.path("path").asText()).isEqualTo("a");
        assertThat(passedOver.path("sentence").asText()).isEqualTo("a record is cut short");
        assertThat(run("audit", "list", "--json").out()).contains("compaction.go-on", "a cable");
    }

    @Test
    void what_is_passed_over_is_told_with_its_path_and_what_was_found() throws Exception {
        run("inventory");
        damaged("");
        CommandRun done = run("compact", "--go-on-after-canary", "pool", "--reason", "a cable");
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(done.out())
                .containsSubsequence(
                        "passed over: fra-p a: a record is cut short", "other disks of this set and version follow");
    }

    @Test
    void a_version_or_a_reason_without_going_on_is_refused_and_no_run_begins() {
        for (String option : new String[] {"--agent", "--reason"}) {
            CommandRun wrong = run("compact", "--location", "fra-p", "--plan", option, "2.9.8784");
            assertThat(wrong.code()).as(option).isEqualTo(2);
            assertThat(wrong.err()).contains("--go-on-after-canary");
            assertThat(wrong.out()).isEmpty();
        }
    }

    private void damaged(String agent) throws Exception {
        try (Engine engine = Engine.open(ConfigFile.read(folder.resolve("profilekeep.yml")), Clock.systemUTC())) {
            engine.catalog()
                    .database()
                    .<RuntimeException>run(session -> session.update(
                            "INSERT INTO compaction_canary (set_id, agent_version, container_id, location_id, path, run_id,"
                                    + " swapped_at, data_then, judged, judged_at, sentence) VALUES ('pool', ?, 1, 'fra-p', 'a', 1, ?,"
                                    + " 'x', 'DAMAGED', ?, 'a record is cut short')",
                            agent,
                            Instant.now(),
                            Instant.now()));
        }
    }
}

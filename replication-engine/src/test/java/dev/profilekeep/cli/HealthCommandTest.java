package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profilekeep.disk.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthCommandTest {
    private static final String ANNA = "S-1-5-21-1-2-3-1001";
    private static final String BEN = "S-1-5-21-1-2-3-1002";
    private static final Instant WRITTEN = Instant.parse("2026-01-05T17:00:00Z");

    @TempDir
    Path folder;

    @BeforeEach
    void twoSites() throws IOException {
        Files.createDirectories(folder.resolve("fra"));
        Files.createDirectories(folder.resolve("lon"));
        Files.writeString(
                folder.resolve("profilekeep.yml"),
                """
                sites: [{id: fra, zone: Europe/Berlin}, {id: lon, zone: Europe/London}]
                locations: [{id: fra-p, site: fra, address: fra}, {id: lon-p, site: lon, address: lon}]
                sets: [{id: pool, replication: ENGINE, activeSite: fra, locations: [fra-p, lon-p]}]
                inventory: {notUsedAfterDays: 36500, volume: {percent: 100, fullPercent: 100}, slowMillis: 60000}
                """);
        disk("fra", ANNA, "anna");
        disk("lon", ANNA, "anna");
    }

    private void disk(String site, String sid, String account) throws IOException {
        Path file = folder.resolve(site + "/" + sid + "_" + account + "/Profile_" + account + ".VHDX");
        Files.createDirectories(file.getParent());
        Files.write(file, Fixtures.ownImage("gpt-msr.vhdx").bytes());
        Files.setLastModifiedTime(file, FileTime.from(WRITTEN));
    }

    private CommandRun run(String... arguments) {
        return CommandRun.on(
                Terminal.NONE,
                Map.of("PROFILEKEEP_CONFIG", folder.resolve("profilekeep.yml").toString()),
                arguments);
    }

    private static JsonNode json(CommandRun run) throws IOException {
        return new ObjectMapper().readTree(run.out());
    }

    @Test
    void before_an_inventory_nothing_is_known_and_after_a_good_one_nothing_is_wrong() throws Exception {
        CommandRun before = run("health");
        assertThat(before.code()).as(before.out()).isEqualTo(2);
        assertThat(before.out()).isEmpty();
        assertThat(before.err()).contains("no inventory has come to its end").contains("profilekeep inventory");
        CommandRun asJson = run("health", "--json");
        assertThat(asJson.code()).isEqualTo(2);
        assertThat(json(asJson).path("health").path("inventoryAt").isNull()).isTrue();

        assertThat(run("inventory").code()).isZero();
        CommandRun after = run("health", "--json");
        assertThat(after.code()).isZero();
        assertThat(json(after).path("total").asLong()).isZero();
        assertThat(json(after).path("health").path("all").path("containers").asLong())
                .isEqualTo(1);
        assertThat(json(after).path("health").path("inventoryAt").asText()).startsWith("20");
    }

    @Test
    void what_is_wrong_is_shown_worst_first_and_ends_with_1() throws Exception {
        disk("fra", BEN, "ben");
        disk("lon", "S-1-5-21-1-2-3-1003", "carl");
        assertThat(run("inventory").code()).isEqualTo(1);

        CommandRun all = run("health");
        assertThat(all.code()).isEqualTo(1);
        assertThat(all.out())
                .contains("2 findings, worst first:")
                .containsSubsequence("critical", "only at secondary", "carl PROFILE", "fra-p")
                .containsSubsequence("warn", "copy missing", "ben PROFILE", "lon-p", "site lon");
        CommandRun london = run("health", "--site", "lon", "--json");
        assertThat(london.code()).isEqualTo(1);
        assertThat(json(london).path("findings")).hasSize(1);
        JsonNode finding = json(london).path("findings").get(0);
        assertThat(finding.path("code").asText()).isEqualTo("COPY_MISSING");
        assertThat(finding.path("severity").asText()).isEqualTo("WARN");
        assertThat(finding.path("container").path("account").asText()).isEqualTo("ben");
        assertThat(finding.path("facts").path("site").asText()).isEqualTo("lon");
        assertThat(finding.path("acceptance").isNull()).isTrue();
        assertThat(run("health", "--new").code()).isEqualTo(1);
        assertThat(run("health", "--limit", "1").out()).contains("the first 1; --limit shows more");
        assertThat(json(run("health", "--json")).path("health").path("sites"))
                .extracting(site -> site.path("id").asText())
                .containsExactly("fra", "lon");
    }

    @Test
    void new_is_since_the_last_inventory_and_counted_so() throws Exception {
        disk("fra", BEN, "ben");
        assertThat(run("inventory").code()).isEqualTo(1);
        JsonNode first = json(run("health", "--new", "--json"));
        assertThat(first.path("total").asLong()).isEqualTo(1);
        assertThat(first.path("health").path("all").path("found").asLong()).isEqualTo(1);

        assertThat(run("inventory").code()).as("moments later").isEqualTo(1);
        CommandRun second = run("health", "--new", "--json");
        assertThat(second.code()).isZero();
        assertThat(json(second).path("total").asLong()).isZero();
        assertThat(json(second).path("health").path("all").path("found").asLong())
                .isZero();
        assertThat(json(second).path("health").path("since"))
                .isEqualTo(json(second).path("health").path("inventoryAt"));
        assertThat(run("health").code()).as("it persists").isEqualTo(1);
    }

    @Test
    void wrong_usage_says_what_would_do() {
        CommandRun site = run("health", "--site", "paris");
        assertThat(site.code()).isEqualTo(2);
        assertThat(site.err()).contains("there is no site 'paris'; known: fra, lon");
        assertThat(run("health", "--limit", "0").code()).isEqualTo(2);
        assertThat(run("health", "--help").out()).contains("--new", "Exit code 1");
    }

    @Test
    void a_list_of_users_is_imported_and_orphans_are_found() throws Exception {
        for (int i = 2; i <= 5; i++) {
            disk("fra", "S-1-5-21-1-2-3-100" + i, "user" + i);
            disk("lon", "S-1-5-21-1-2-3-100" + i, "user" + i);
        }
        assertThat(run("inventory").code()).isZero();
        StringBuilder csv = new StringBuilder("SID;SamAccountName\r\n");
        for (int i = 2; i <= 5; i++) {
            csv.append("S-1-5-21-1-2-3-100").append(i).append(";user").append(i).append("\r\n");
        }
        Path list = folder.resolve("corp.csv");
        Files.writeString(list, csv);

        CommandRun taken = run("users", "import", list.toString());
        assertThat(taken.code()).as(taken.err()).isZero();
        assertThat(taken.out()).contains("4 users of corp.csv").contains("4 of the 5 people");
        CommandRun health = run("health");
        assertThat(health.code()).isEqualTo(1);
        assertThat(health.out()).containsSubsequence("warn", "orphan", "anna PROFILE", "source corp.csv");

        Files.writeString(list, "SID\r\nS-1-5-21-1-2-3-1002\r\n");
        CommandRun refused = run("users", "import", list.toString());
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("only 1 of the 5 people").contains("force");
        CommandRun forced = run("users", "import", list.toString(), "--force", "--json");
        assertThat(forced.code()).as(forced.err()).isZero();
        assertThat(json(forced).path("forced").asBoolean()).isTrue();
        assertThat(run("users", "import", list.toString(), "--exported-at", "yesterday")
                        .err())
                .contains("--exported-at is a time");
        assertThat(run("users", "import", folder.resolve("none.csv").toString()).err())
                .contains("there is no file");
    }
}

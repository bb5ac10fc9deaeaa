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
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code lock show} and {@code lock clear} on folders of this machine, where nothing can be proved. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there a folder of this machine can tell")
class LockCommandsTest {
    private static final String ANNA = "S-1-5-21-1-2-3-1001";
    private static final String ANNE = "S-1-5-21-1-2-3-1002";

    @TempDir
    Path folder;

    private String out = "";
    private String err = "";

    @BeforeEach
    void estate() throws IOException {
        disk("fra", ANNA, "anna");
        disk("lon", ANNA, "anna");
        disk("fra", ANNE, "anne");
        Files.writeString(
                folder.resolve("profilekeep.yml"),
                """
                sites: [{id: fra, name: Frankfurt, zone: UTC}, {id: lon, name: London, zone: UTC}]
                locations:
                  - {id: fra-p, site: fra, mode: ASSIST, address: fra}
                  - {id: lon-p, site: lon, mode: ASSIST, address: lon}
                sets: [{id: pool, replication: CLOUD_CACHE, activeSite: fra, locations: [fra-p, lon-p]}]
                """);
    }

    private Path disk(String site, String sid, String account) throws IOException {
        Path disk = folder.resolve(site).resolve(sid + "_" + account).resolve("Profile_" + account + ".VHDX");
        Files.createDirectories(disk.getParent());
        Files.write(disk, Fixtures.ownImage("gpt-msr.vhdx").bytes());
        return disk;
    }

    private Path lock(String site) {
        return folder.resolve(site).resolve(ANNA + "_anna").resolve("Profile_anna.VHDX.lock");
    }

    private int run(String... arguments) {
        CommandRun ran = CommandRun.on(
                Terminal.NONE,
                Map.of("PROFILEKEEP_CONFIG", folder.resolve("profilekeep.yml").toString()),
                arguments);
        out = ran.out();
        err = ran.err();
        return ran.code();
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(out);
    }

    private void lockedAndInventoried() throws IOException {
        Files.writeString(lock("fra"), "a lock");
        Files.writeString(lock("lon"), "a lock");
        run("inventory");
    }

    @Test
    void nothing_locked_is_said_and_ends_with_0() throws IOException {
        run("inventory");
        assertThat(run("lock", "show")).as(err).isZero();
        assertThat(out).isEqualTo("Nothing is locked.\n");
        assertThat(run("lock", "show", "--json")).isZero();
        assertThat(json().path("total").asInt(-1)).isZero();
        assertThat(run("lock", "show", "anna")).as(err).isEqualTo(1);
        assertThat(out)
                .as("a folder of this machine cannot tell")
                .contains("NOT_KNOWN")
                .contains("not every site can tell");
    }

    @Test
    void before_an_inventory_it_cannot_be_told_and_ends_with_2() throws IOException {
        Files.writeString(lock("fra"), "a lock");
        for (String[] asked : new String[][] {{"lock", "show"}, {"lock", "show", "anna"}, {"lock", "show", "--now"}}) {
            assertThat(run(asked)).as(String.join(" ", asked)).isEqualTo(2);
            assertThat(out).isEmpty();
            assertThat(err).contains("no inventory has come to its end");
        }
        assertThat(run("lock", "show", "--json")).isEqualTo(2);
        assertThat(json().path("total").asInt(-1)).isZero();
    }

    @Test
    void what_the_inventory_found_is_listed_and_judged_when_asked() throws IOException {
        lockedAndInventoried();
        assertThat(run("lock", "show")).isEqualTo(1);
        assertThat(out)
                .contains("NOT_JUDGED")
                .contains("anna")
                .contains("1 locked")
                .doesNotContain("anne");
        assertThat(run("lock", "show", "--now")).isEqualTo(1);
        assertThat(out).contains("UNPROVED").doesNotContain("NOT_JUDGED");
        assertThat(run("lock", "show", "--verdict", "stale")).isZero();
        assertThat(run("lock", "show", "--verdict", "stale,unproved", "--site", "lon", "--json"))
                .isEqualTo(1);
        JsonNode lock = json().path("locks").path(0);
        assertThat(lock.path("account").asText()).isEqualTo("anna");
        assertThat(lock.path("verdict").asText()).isEqualTo("UNPROVED");
        assertThat(lock.path("rule").asText()).isEqualTo("CANNOT_TELL");
        assertThat(lock.path("evidence")).isEmpty();
        assertThat(run("lock", "show", "--host", "AVD-12")).isZero();
    }

    @Test
    void somebodys_lock_is_looked_at_now_with_what_the_verdict_rests_on() throws IOException {
        lockedAndInventoried();
        for (String who : new String[] {"anna", "ANNA", ANNA, "1001"}) {
            assertThat(run("lock", "show", who.equals("1001") ? "profile_anna" : who))
                    .as(who + err)
                    .isEqualTo(1);
            assertThat(out).contains("UNPROVED").contains("Frankfurt").contains("Next: ");
        }
        assertThat(run("lock", "show", "anna", "--json")).isEqualTo(1);
        JsonNode lock = json().path("locks").path(0);
        assertThat(lock.path("evidence").findValuesAsText("fact")).contains("cannot-tell", "lock-file");
        assertThat(lock.path("evidence").findValuesAsText("location")).contains("fra-p", "lon-p");
        assertThat(lock.path("nextStep").asText()).isNotEmpty();
        assertThat(lock.path("judgedAt").asText()).contains("T");
        String number = lock.path("container").asText();
        assertThat(run("lock", "show", number)).isEqualTo(1);
        assertThat(out).contains("container " + number);
    }

    @Test
    void what_is_not_proved_is_refused_and_stays() throws IOException {
        lockedAndInventoried();
        assertThat(run("lock", "clear", "anna", "--dry-run")).as(err).isEqualTo(1);
        assertThat(out)
                .contains("cannot be seen there", "use the address of the share")
                .contains("Nothing was changed");
        assertThat(run("lock", "clear", "anna", "--dry-run", "--json")).isEqualTo(1);
        JsonNode row = json().path("rows").path(0);
        assertThat(row.path("refusal").path("why").asText())
                .as("two who agree would be refused as well")
                .isEqualTo("NO_PROOF");
        assertThat(row.path("basis").asText()).isEmpty();

        assertThat(run("lock", "clear", "anna", "--reason", "called", "--ticket", "INC-1"))
                .as(err)
                .isEqualTo(1);
        assertThat(out).contains("refused").contains("0 of 1 cleared");
        assertThat(run("lock", "clear", "anna", "--reason", "called", "--json")).isEqualTo(1);
        assertThat(json().path("rows").path(0).path("result").asText()).isEqualTo("REFUSED");
        assertThat(lock("fra")).exists();
        assertThat(lock("lon")).exists();
        assertThat(run("audit", "list")).isZero();
        assertThat(out).contains("lock.clear").contains("refused: ");
    }

    @Test
    void a_machine_that_holds_nothing_stale_leaves_what_is_locked_with_exit_code_1() throws IOException {
        lockedAndInventoried();
        assertThat(run("lock", "clear", "--host", "AVD-9", "--reason", "crashed"))
                .isEqualTo(1);
        assertThat(err).contains("nothing that AVD-9 holds was proved stale");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lock",
                "lock clear",
                "lock clear anna",
                "lock clear --reason x",
                "lock clear anna --host h --reason x",
                "lock show nobody",
                "lock show ann",
                "lock show 4711",
                "lock show anna --now",
                "lock show --verdict FREE",
                "lock show --limit 0"
            })
    void what_cannot_be_meant_is_told_with_exit_code_2(String line) throws IOException {
        lockedAndInventoried();
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(out).isEmpty();
        assertThat(err).isNotBlank().doesNotContain("\tat ").doesNotContain("an error in ProfileKeep itself");
        assertThat(lock("fra")).exists();
    }

    @Test
    void of_several_people_the_one_that_is_meant_must_be_named() throws IOException {
        lockedAndInventoried();
        assertThat(run("lock", "show", "ann")).isEqualTo(2);
        assertThat(err).contains("may be several").contains(ANNA).contains(ANNE);
    }
}

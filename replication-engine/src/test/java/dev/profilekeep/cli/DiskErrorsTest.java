package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profilekeep.disk.testing.Fixtures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands of one disk answer if they fail. */
class DiskErrorsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "info NONE --json",
                "check NONE --json",
                "ls NONE --json",
                "tree NONE --json",
                "biggest NONE --json",
                "who-uses NONE 0 --json",
                "export NONE OUT --json",
                "convert NONE OUT --json",
            })
    void an_error_is_answered_in_json_too(String line) throws Exception {
        String none = folder.resolve("none.vhdx").toString();
        CommandRun ran = run(line.replace("NONE", none)
                .replace("OUT", folder.resolve("out.vhdx").toString()));
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).isEqualTo("profilekeep: " + none + ": there is no such file" + System.lineSeparator());
        JsonNode json = new ObjectMapper().readTree(ran.bytes());
        assertThat(json.fieldNames()).toIterable().containsExactly("error");
        assertThat(json.path("error").path("message").asText()).isEqualTo(none + ": there is no such file");
        assertThat(json.path("error").path("file").asText()).isEqualTo(none);
    }

    @Test
    void wrong_usage_is_answered_in_json_too() throws Exception {
        for (String line : List.of("info --json --wrong", "create --size many x.vhdx --json", "biggest --json")) {
            CommandRun ran = run(line);
            assertThat(ran.code()).as(line).isEqualTo(2);
            assertThat(ran.err()).as(line).contains("Usage:");
            JsonNode error = new ObjectMapper().readTree(ran.bytes()).path("error");
            assertThat(error.path("message").asText()).as(line).isNotBlank();
        }
    }

    @Test
    void without_json_and_from_cat_there_is_no_answer() {
        String none = folder.resolve("none.vhdx").toString();
        assertThat(run("info " + none).bytes()).isEmpty();
        assertThat(run("cat --json " + none + " x").bytes()).isEmpty();
        assertThat(run("info --wrong").bytes()).isEmpty();
        assertThat(CommandRun.of("inventory", "--json", "--wrong").bytes()).isEmpty();
    }

    @Test
    void every_help_but_that_of_cat_says_so() {
        for (String verb :
                List.of("info", "check", "ls", "tree", "biggest", "who-uses", "export", "convert", "create")) {
            assertThat(run(verb + " --help").out()).as(verb).contains("With --json an error is answered on stdout");
        }
        assertThat(run("cat --help").out()).doesNotContain("With --json an error");
    }

    @Test
    void a_name_that_is_no_utf8_is_found_by_its_record() throws Exception {
        Path image = folder.resolve("all-kinds.ntfs");
        Files.write(image, Fixtures.ownImage("all-kinds.ntfs").bytes());
        JsonNode entries = new ObjectMapper()
                .readTree(run("ls --json --raw " + image + " names").bytes())
                .path("entries");
        int found = 0;
        for (JsonNode entry : entries) {
            String name = entry.path("path").asText();
            String arrived = name.replaceAll("[\\x{d800}-\\x{dfff}]", "\ufffd\ufffd\ufffd");
            if (!arrived.equals(name)) {
                CommandRun ran = CommandRun.of("disk", "cat", "--raw", image.toString(), "names/" + arrived);
                assertThat(ran.code()).isEqualTo(2);
                assertThat(ran.err())
                        .contains(
                                "name the file by its record, '#",
                                "'#" + entry.path("record").asLong() + "'");
                found++;
            }
        }
        assertThat(found).isPositive();
        assertThat(CommandRun.of("disk", "cat", "--raw", image.toString(), "names/none\ufffd")
                        .err())
                .contains("'#1234', which 'disk ls --json' tells");
    }

    private static CommandRun run(String line) {
        var all = new ArrayList<>(List.of("disk"));
        all.addAll(List.of(line.split(" ")));
        return CommandRun.on(Terminal.NONE, Map.of(), all.toArray(new String[0]));
    }
}

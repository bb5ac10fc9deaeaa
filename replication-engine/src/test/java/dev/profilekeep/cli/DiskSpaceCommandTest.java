package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profilekeep.disk.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskSpaceCommandTest {
    @TempDir
    Path folder;

    private String image(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, Fixtures.ownImage(name).bytes());
        return file.toString();
    }

    private static CommandRun done(String... arguments) {
        CommandRun ran = CommandRun.of(arguments);
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        return ran;
    }

    private static JsonNode json(CommandRun ran) throws IOException {
        return new ObjectMapper().readTree(ran.bytes());
    }

    @Test
    void categories_are_told_the_largest_first_and_no_name_of_a_file() throws Exception {
        String told = done("disk", "space", "--at-least", "100K", image("folders.vhdx"))
                .out();
        assertThat(told)
                .containsSubsequence("780 KiB", "4 files", "Edge cache", "520 KiB", "Outlook mail", "in use together")
                .contains("Caches that redirections.xml can leave out, which take 1.80 MiB now")
                .contains("Edge cache", "AppData\\Local\\CrashDumps")
                .doesNotContain("secret", "doctor", "diary", "anna", "mails");
    }

    @Test
    void json_adds_up_to_what_biggest_tells() throws Exception {
        String image = image("folders.vhdx");
        JsonNode told = json(done("disk", "space", "--json", "--at-least", "1", image));
        long sum = 0;
        for (JsonNode category : told.path("categories")) {
            sum += category.path("storedBytes").asLong();
        }
        JsonNode biggest = json(done("disk", "biggest", "--json", image));
        assertThat(sum)
                .isEqualTo(told.path("usedBytes").asLong())
                .isEqualTo(biggest.path("usedBytes").asLong())
                .isPositive();
        assertThat(told.path("exclusions")).hasSize(9);
        JsonNode first = told.path("exclusions").get(0);
        assertThat(first.path("path").asText()).endsWith("Edge\\User Data\\Default\\Cache");
        assertThat(first.path("storedBytes").asLong()).isEqualTo(400 << 10);
        assertThat(first.path("why").asText()).isNotEmpty();
        assertThat(first.path("lost").asText()).contains("load more slowly");
        assertThat(told.path("redirections").asText()).startsWith("<?xml");
    }

    @Test
    void redirections_are_a_document_of_their_own_and_small_caches_are_not_worth_a_line() throws Exception {
        String image = image("folders.vhdx");
        assertThat(done("disk", "space", "--redirections", "--at-least", "200K", image)
                        .out())
                .startsWith("<?xml")
                .containsSubsequence("Default\\Cache</Exclude>", "Chrome", "CrashDumps", "Profile 12")
                .doesNotContain("Code Cache")
                .endsWith("</FrxProfileFolderRedirection>\r\n");
        assertThat(done("disk", "space", image).out()).contains("Nothing here is worth a line of redirections.xml.");
    }

    @Test
    void a_disk_that_cannot_be_read_says_why() throws Exception {
        CommandRun none =
                CommandRun.of("disk", "space", folder.resolve("none.vhdx").toString());
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("none.vhdx: there is no such file");
        CommandRun wrong = CommandRun.of("disk", "space", "--at-least", "much", image("gpt-msr.vhdx"));
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("'much' is no size");
    }
}

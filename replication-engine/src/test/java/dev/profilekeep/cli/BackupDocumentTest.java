package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/backup-commands.md says is so. */
class BackupDocumentTest {
    private static String document() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        while (here != null && !Files.isRegularFile(here.resolve("docs/backup-commands.md"))) {
            here = here.getParent();
        }
        assertThat(here).as("the folder of the project").isNotNull();
        return Files.readString(here.resolve("docs/backup-commands.md"));
    }

    private static List<String> verbs(String... group) {
        String[] line = Arrays.copyOf(group, group.length + 1);
        line[group.length] = "--help";
        return CommandRun.of(line)
                .out()
                .lines()
                .dropWhile(each -> !each.startsWith("Commands:"))
                .skip(1)
                .filter(each -> each.matches("  [a-z-]+ .*"))
                .map(each -> each.strip().split(" ")[0])
                .toList();
    }

    @Test
    void every_command_there_is_is_told() throws Exception {
        String all = document();
        assertThat(verbs("backup"))
                .hasSizeGreaterThan(6)
                .filteredOn(verb -> !verb.equals("key"))
                .allMatch(verb -> all.contains("| `backup " + verb + " "));
        assertThat(verbs("backup", "key"))
                .hasSize(5)
                .allMatch(verb -> all.contains("`" + verb + "`") || all.contains("key " + verb));
    }

    @Test
    void every_option_that_is_shown_is_one() throws Exception {
        List<String> shown = Pattern.compile("backup ([a-z]+)(?: ([a-z]+))?[^`\\n]* (--[a-z-]+)")
                .matcher(document())
                .results()
                .map(found -> found.group(1) + " " + found.group(3))
                .toList();
        assertThat(shown).isNotEmpty();
        for (String each : shown) {
            String[] words = each.split(" ");
            String help = words[0].equals("key")
                    ? CommandRun.of("backup", "key", "prove", "--help").out()
                    : CommandRun.of("backup", words[0], "--help").out();
            assertThat(help).contains(words[1]);
        }
    }
}

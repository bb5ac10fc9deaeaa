package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.testing.Fixtures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/disk-commands.md says is so. */
class DiskDocumentTest {
    private static final String COMMAND = "$ script/profilekeep ";

    @TempDir
    Path folder;

    private static List<String> document() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        while (here != null && !Files.isRegularFile(here.resolve("docs/disk-commands.md"))) {
            here = here.getParent();
        }
        assertThat(here).as("the folder of the project").isNotNull();
        return Files.readAllLines(here.resolve("docs/disk-commands.md"));
    }

    static Stream<String> commands() throws IOException {
        return document().stream()
                .filter(line -> line.startsWith(COMMAND))
                .map(line -> line.substring(COMMAND.length()));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_command_of_the_document_works(String line) throws Exception {
        Path file = folder.resolve("Profile_anna.VHDX");
        Files.write(file, Fixtures.ownImage("gpt-msr.vhdx").bytes());
        String[] arguments = Arrays.stream(line.split(" "))
                .map(word -> word.startsWith("new.") || word.startsWith("Profile_anna")
                        ? folder.resolve(word).toString()
                        : word)
                .toArray(String[]::new);
        CommandRun ran = CommandRun.of(arguments);
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        assertThat(ran.bytes()).isNotEmpty();
    }

    @Test
    void every_path_of_every_kind_is_told() throws Exception {
        List<String> document = document();
        try (InputStream in = DiskDocumentTest.class.getResourceAsStream("/dev/profilekeep/disk/usage/kinds.tsv")) {
            assertThat(in).isNotNull();
            List<String> told = document.stream()
                    .filter(line -> line.matches("\\| .* \\| `.*` \\| (yes)? ?\\|"))
                    .map(line -> line.split("`")[1])
                    .toList();
            assertThat(told)
                    .containsExactlyElementsOf(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.startsWith("#"))
                            .map(line -> line.split("\t")[1])
                            .toList());
        }
    }

    @Test
    void every_command_there_is_is_told() throws Exception {
        String all = String.join("\n", document());
        String help = CommandRun.of("disk", "--help").out();
        List<String> verbs = help.lines()
                .dropWhile(line -> !line.startsWith("Commands:"))
                .skip(1)
                .filter(line -> line.matches("  [a-z-]+ .*"))
                .map(line -> line.strip().split(" ")[0])
                .toList();
        assertThat(verbs).hasSizeGreaterThan(8).allMatch(verb -> all.contains("| `disk " + verb + " "));
    }
}

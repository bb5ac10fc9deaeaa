package dev.profilekeep.portal.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.cli.ProfileKeepCli;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The README's lines for the command line, run as they are written there, on the demo's estate. */
class ReadmeCommandsTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```\\R(.*?)^```");
    private static final String COMMAND = "script/profilekeep ";

    @TempDir
    static Path folder;

    @BeforeAll
    static void layOut() throws IOException {
        new DemoEstate(folder, Clock.systemUTC()).stand();
    }

    static List<String> commands() throws IOException {
        Matcher blocks = BLOCK.matcher(Files.readString(Path.of("../README.md")));
        return blocks.results()
                .flatMap(block -> block.group(1).lines())
                .filter(line -> line.startsWith(COMMAND))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void a_command_does_what_it_says(String line) throws IOException {
        Run run = run(arguments(line));

        assertThat(run.err()).doesNotContain("Usage:", "Unknown option", "Unmatched argument");
        if (line.contains("smb://filer/")) {
            // There is no such server; that is all that may be missing, and the secret comes first.
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.err()).contains("PW");
        } else {
            assertThat(run.code()).as(run.err()).isIn(0, 1);
            assertThat(run.err()).isEmpty();
            assertThat(run.out()).isNotBlank();
        }
    }

    @Test
    void the_commands_are_found() throws IOException {
        assertThat(commands())
                .anyMatch(line -> line.contains("disk info demo-data"))
                .anyMatch(line -> line.contains("config check"))
                .anyMatch(line -> line.contains("--help"));
    }

    /** As the shell would part them: the remark cut off, stars replaced by what is there, backslashes taken once. */
    private static String[] arguments(String line) throws IOException {
        String bare =
                line.substring(COMMAND.length()).replaceFirst("\\s+#.*", "").strip();
        return Arrays.stream(bare.split(" +"))
                .map(word -> word.replace("\\\\", "\\"))
                .map(word ->
                        word.equals("profilekeep.yml") ? folder.resolve(word).toString() : word)
                .map(word -> word.startsWith("demo-data/") ? found(word.substring("demo-data/".length())) : word)
                .toArray(String[]::new);
    }

    private static String found(String pattern) {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + folder + "/" + pattern);
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(matcher::matches).findFirst().orElseThrow().toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private record Run(int code, String out, String err) {}

    private static Run run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = new ProfileKeepCli(new PrintWriter(out), new PrintWriter(err), Map.of(), Clock.systemUTC())
                .run(arguments);
        return new Run(code, out.toString(), err.toString());
    }
}

package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.backup.seal.Secret;
import dev.profilekeep.disk.testing.Fixtures;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Answers that cannot be written: to a device that is full, and to a pipe that nobody reads. */
@EnabledOnOs(OS.LINUX)
class OutputTest {
    @TempDir
    Path folder;

    private Path disk;
    private Map<String, String> environment = Map.of();

    @BeforeEach
    void disk() throws IOException {
        disk = Files.write(
                folder.resolve("Profile_anna.VHDX"),
                Fixtures.ownImage("gpt-msr.vhdx").bytes());
    }

    private record Ran(int code, String err) {}

    /** As the process itself does it. */
    private Ran into(OutputStream to, String... arguments) throws IOException {
        try (to) {
            Output.Answer bytes = Output.answer(to);
            var out = new PrintWriter(bytes, true, StandardCharsets.UTF_8);
            var err = new StringWriter();
            int code = new ProfileKeepCli(new Context(
                            out, bytes, new PrintWriter(err), Terminal.NONE, environment, Clock.systemUTC()))
                    .run(arguments);
            return new Ran(code, err.toString());
        }
    }

    private static OutputStream full() throws IOException {
        return new FileOutputStream("/dev/full");
    }

    private OutputStream unread() throws Exception {
        Path pipe = folder.resolve("pipe" + System.nanoTime());
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        try (var reader = new RandomAccessFile(pipe.toFile(), "rw")) {
            assertThat(reader.getFD().valid()).isTrue();
            return new FileOutputStream(pipe.toFile());
        }
    }

    private List<String[]> answers() throws IOException {
        environment = Map.of(
                "KEY", Secret.KeyText.create(new SecureRandom()).text(),
                "PROFILEKEEP_REPO", folder.resolve("repo").toString());
        String[] open = {"--key-from", "env:KEY"};
        for (List<String> before : List.of(
                List.of("init", "--recovery-to", folder.resolve("recovery").toString()),
                List.of("create", disk.toString()))) {
            List<String> all = new ArrayList<>(List.of("backup"));
            all.addAll(before);
            all.addAll(List.of(open));
            assertThat(CommandRun.on(Terminal.NONE, environment, all.toArray(String[]::new))
                            .code())
                    .isZero();
        }
        String one = "latest/anna";
        return List.of(
                new String[] {"backup", "list", open[0], open[1]},
                new String[] {"backup", "list", "--json", open[0], open[1]},
                new String[] {"backup", "show", "--json", one, open[0], open[1]},
                new String[] {"backup", "ls", "-R", one, open[0], open[1]},
                new String[] {"backup", "cat", one, "Profile/kept.txt", open[0], open[1]},
                new String[] {"disk", "ls", disk.toString()},
                new String[] {"disk", "info", disk.toString()},
                new String[] {"disk", "ls", "--json", disk.toString()},
                new String[] {"--version"});
    }

    @Test
    void an_answer_for_which_there_is_no_room_is_told_and_is_a_failure_whatever_the_command() throws Exception {
        for (String[] command : answers()) {
            Ran ran = into(full(), command);
            assertThat(ran.code()).as(String.join(" ", command)).isEqualTo(2);
            assertThat(ran.err().lines())
                    .as(String.join(" ", command))
                    .containsExactly("profilekeep: the answer cannot be written: No space left on device");
        }
    }

    @Test
    void a_pipe_that_nobody_reads_any_more_is_no_reason_to_complain() throws Exception {
        for (String[] command : answers()) {
            assertThat(into(unread(), command).err())
                    .as(String.join(" ", command))
                    .isEmpty();
        }
    }
}

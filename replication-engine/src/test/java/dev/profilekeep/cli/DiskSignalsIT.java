package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Disk commands as processes that are told to end while they work. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class DiskSignalsIT {
    private static final long LONG = 1L << 40;

    @TempDir
    Path folder;

    private @Nullable Process process;

    @AfterEach
    void end() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    /** Zeros that take minutes to read. */
    private String large() throws IOException {
        Path large = folder.resolve("large");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(LONG);
        }
        return large.toString();
    }

    private Process start(String... verb) throws IOException {
        var command = new ArrayList<>(List.of(
                // Whoever runs the tests in the background ignores SIGINT, and so would what they start.
                "env",
                "--default-signal",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ProfileKeepCli.class.getName(),
                "disk"));
        command.addAll(List.of(verb));
        Process started = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("stdout").toFile())
                .redirectError(folder.resolve("stderr").toFile())
                .start();
        process = started;
        return started;
    }

    private static void waitWhile(Process running, Condition condition) throws IOException {
        while (running.isAlive() && condition.holds()) {
            Thread.onSpinWait();
        }
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    /** @return the exit code */
    private static int tell(Process running, String signal) throws Exception {
        assertThat(running.isAlive()).isTrue();
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(running.pid())).start();
        assertThat(kill.waitFor()).isZero();
        assertThat(running.waitFor(150, TimeUnit.SECONDS)).isTrue();
        return running.exitValue();
    }

    private boolean hasPart() throws IOException {
        return names().anyMatch(name -> name.endsWith(".part"));
    }

    private Stream<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }

    private String stdout() throws IOException {
        return Files.readString(folder.resolve("stdout"));
    }

    private String stderr() throws IOException {
        return Files.readString(folder.resolve("stderr"));
    }

    @ParameterizedTest
    @CsvSource({"export, INT, 130", "export, TERM, 143", "export, HUP, 129", "convert, INT, 130", "convert, TERM, 143"})
    void a_copy_that_is_told_to_end_leaves_nothing_and_keeps_the_old_file(String verb, String signal, int code)
            throws Exception {
        String source = large();
        Path out = Files.writeString(folder.resolve("out.vhdx"), "the old one");
        Process running = start(verb, "--raw", "--force", "--json", source, out.toString());
        waitWhile(running, () -> !hasPart());

        int ended = tell(running, signal);
        assertThat(ended).as(stderr()).isEqualTo(code);

        assertThat(names()).containsExactlyInAnyOrder("large", "out.vhdx", "stdout", "stderr");
        assertThat(out).hasContent("the old one");
        assertThat(stderr())
                .startsWith("profilekeep: " + out + ": ")
                .contains("was cancelled", "nothing is left of it");
        JsonNode answer = new ObjectMapper().readTree(stdout());
        assertThat(answer.fieldNames()).toIterable().containsExactly("error");
        assertThat(answer.path("error").path("message").asText()).contains("was cancelled");
        assertThat(answer.path("error").path("file").asText()).isEqualTo(source);
    }

    @Test
    void a_new_disk_is_whole_and_told_or_not_there_at_all() throws Exception {
        Path out = folder.resolve("out.vhdx");
        Process running = start("create", "--size", "64T", "--block-size", "1M", "--json", out.toString());
        waitWhile(running, () -> !hasPart() && !Files.exists(out));
        int code = running.isAlive() ? tell(running, "TERM") : running.exitValue();

        assertThat(code).isIn(0, 143);
        assertThat(names()).noneMatch(name -> name.endsWith(".part"));
        JsonNode answer = new ObjectMapper().readTree(stdout());
        assertThat(answer.has("error")).isEqualTo(!Files.exists(out));
        if (Files.exists(out)) {
            assertThat(answer.path("fileSizeBytes").asLong()).isEqualTo(Files.size(out));
            assertThat(CommandRun.of("disk", "check", out.toString()).code()).isZero();
        }
    }

    @Test
    void a_check_that_is_told_to_end_reports_what_it_saw() throws Exception {
        Process running = start("check", "--raw", "--json", large());
        Path io = Path.of("/proc/" + running.pid() + "/io");
        waitWhile(running, () -> read(io) < 512L << 20);

        assertThat(tell(running, "TERM")).isEqualTo(143);

        JsonNode report = new ObjectMapper().readTree(stdout());
        assertThat(report.path("verdict").asText()).isEqualTo("not-checkable");
        assertThat(report.path("unchecked").toString()).contains("the check was ended");
    }

    /** Bytes that a process has read until now. */
    private static long read(Path io) throws IOException {
        return Files.readAllLines(io).stream()
                .filter(line -> line.startsWith("rchar: "))
                .mapToLong(line -> Long.parseLong(line.substring(7)))
                .sum();
    }
}

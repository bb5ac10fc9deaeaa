package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts in front of everything: wrong usage is told at once and nothing is installed or built for it. */
class ScriptsTest {
    @TempDir
    Path folder;

    private Path root;
    private String out = "";

    /** With an {@code id} that is nobody special, and a Maven and apt that must not be called. */
    @BeforeEach
    void ordinaryPerson() throws IOException {
        root = Path.of("").toAbsolutePath();
        while (root.getParent() != null && !Files.isRegularFile(root.resolve("script/server"))) {
            root = root.getParent();
        }
        assumeTrue(Files.isRegularFile(root.resolve("script/server")), "the scripts are not here");
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "no bash here");
        stub("id", "case $1 in -u) echo 1000 ;; *) echo jo ;; esac");
        stub("mvn", "touch " + folder.resolve("called") + "; exit 9");
        stub("apt-get", "touch " + folder.resolve("called") + "; exit 9");
    }

    private void stub(String name, String body) throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path file = Files.writeString(bin.resolve(name), "#!/bin/bash\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private int run(String script, List<String> arguments, String path) throws Exception {
        return run(script, arguments, path, Map.of());
    }

    private int run(String script, List<String> arguments, String path, Map<String, String> environment)
            throws Exception {
        List<String> command =
                new ArrayList<>(List.of("/bin/bash", root.resolve(script).toString()));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).directory(folder.toFile());
        builder.environment().remove("PORT");
        builder.environment().putAll(environment);
        builder.environment().put("PATH", folder.resolve("bin") + ":" + path);
        Process process = builder.start();
        process.getOutputStream().close();
        out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @ParameterizedTest
    @CsvSource({
        "script/bootstrap, everything, takes nothing or",
        "script/bootstrap, server now, takes nothing or",
        "script/server, --port, --port needs a number",
        "script/server, --port x, from 1 to 65535",
        "script/server, --port 0, from 1 to 65535",
        "script/server, --port 65536, from 1 to 65535",
        "script/server, --config, --config needs a file",
        "script/server, --config none.yml, there is no file",
        "script/server, --data, --data needs a folder",
        "script/server, --config my.yml --data elsewhere, leave them out with --config",
        "script/server, --reset --config my.yml, leave them out with --config",
        "script/server, --config my.yml --port 0, from 1 to 65535",
        "script/server, --nonsense, does not know"
    })
    void wrong_usage_ends_with_2_before_anything_is_done(String script, String arguments, String message)
            throws Exception {
        Files.createFile(folder.resolve("my.yml"));
        assertThat(run(script, List.of(arguments.split(" ")), System.getenv("PATH")))
                .as(out)
                .isEqualTo(2);
        assertThat(out).contains(message).doesNotContain("Missing").doesNotContain("Building");
        assertThat(folder.resolve("called")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"script/bootstrap, script/bootstrap server", "script/server, --port 9000"})
    void help_is_an_answer(String script, String line) throws Exception {
        assertThat(run(script, List.of("--help"), System.getenv("PATH"))).isZero();
        assertThat(out).contains(line);
        assertThat(folder.resolve("called")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "--config my.yml, '', --profilekeep.config=",
        "--config my.yml --port 9000, '', --server.port=9000",
        "--port 9000 --config my.yml, 8000, --server.port=9000",
        "--config my.yml, 8000, --server.port=8000",
        "'', '', --server.port=8080",
        "--port 9000 --reset, '', --profilekeep.demo.reset=true",
    })
    void what_was_asked_for_reaches_the_portal(String arguments, String port, String passed) throws Exception {
        builtAlready();
        Files.createFile(folder.resolve("my.yml"));
        List<String> asked = arguments.isEmpty() ? List.of() : List.of(arguments.split(" "));
        assertThat(run("script/server", asked, System.getenv("PATH"), Map.of("PORT", port)))
                .as(out)
                .isZero();
        assertThat(out).contains(passed);
        assertThat(out.contains("--server.port="))
                .as("without a port of its own, that of profilekeep.yml holds: %s", out)
                .isEqualTo(!passed.endsWith("config="));
    }

    /** A clone in which nothing is to be installed or built, and a Java that says what it was asked. */
    private void builtAlready() throws IOException {
        Path clone = Files.createDirectories(folder.resolve("clone"));
        Files.createDirectories(clone.resolve("script"));
        for (String script : List.of("server", "lib.sh")) {
            Files.copy(
                    root.resolve("script").resolve(script),
                    clone.resolve("script").resolve(script));
        }
        root = clone;
        Path bootstrap = Files.writeString(clone.resolve("script/bootstrap"), "#!/bin/bash\n");
        Files.setPosixFilePermissions(bootstrap, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createFile(Files.createDirectories(clone.resolve("portal/target")).resolve("profilekeep.jar"));
        stub("java", "echo \"$@\"");
    }

    @Test
    void tools_are_found_where_an_ordinary_path_does_not_lead() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/sbin/smbd")), "no smbd here");
        run("script/bootstrap", List.of(), "/usr/local/bin:/usr/bin:/bin");
        assertThat(out).doesNotContainPattern("(Missing|apt-get install).* samba( |$)");
        assertThat(folder.resolve("called")).doesNotExist();
    }

    /** Debian's image has C, C.utf8 and POSIX alone; a session over SSH brings the locale of the machine it came from. */
    @ParameterizedTest
    @ValueSource(strings = {"xx_XX.UTF-8", "POSIX", "C.UTF-8", "xx_XX"})
    void names_are_read_as_utf8_whatever_the_locale_is_called(String locale) throws Exception {
        Path sourced =
                Files.writeString(folder.resolve("sourced"), ". " + root.resolve("script/lib.sh") + "; locale charmap");
        ProcessBuilder bash = new ProcessBuilder("/bin/bash", sourced.toString()).directory(folder.toFile());
        bash.environment().put("LC_ALL", locale);
        Process process = bash.redirectError(folder.resolve("errors").toFile()).start();

        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
                .isEqualTo("UTF-8");
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', -Xmx512m",
        "1g, '', -Xmx1g",
        "'', -Xmx300m, ''",
        "1g, -Xmx300m, -Xmx1g",
        "lots, '', 'PROFILEKEEP_HEAP: a number'"
    })
    void the_command_line_takes_at_most_half_a_gibibyte_unless_somebody_says_otherwise(
            String heap, String javas, String told) throws Exception {
        Path copy = Files.createDirectories(folder.resolve("copy/script"));
        for (String name : List.of("profilekeep", "lib.sh")) {
            Files.copy(root.resolve("script").resolve(name), copy.resolve(name));
        }
        Path target = Files.createDirectories(folder.resolve("copy/replication-engine/target"));
        Files.createFile(target.resolve("replication-engine.jar"));
        Files.createFile(target.resolve("replication-engine.jsa"));
        stub("java", "echo \"$@\"");
        List<String> command = List.of("/bin/bash", copy.resolve("profilekeep").toString(), "--version");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "PROFILEKEEP_HEAP"));
        builder.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
        if (!heap.isEmpty()) {
            builder.environment().put("PROFILEKEEP_HEAP", heap);
        }
        if (!javas.isEmpty()) {
            builder.environment().put("JAVA_TOOL_OPTIONS", javas);
        }
        Process process = builder.start();
        process.getOutputStream().close();
        out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        if (told.isEmpty()) {
            assertThat(out).contains("ProfileKeepCli --version").doesNotContain("-Xmx");
        } else {
            assertThat(out).contains(told);
        }
        assertThat(process.exitValue()).isEqualTo(heap.equals("lots") ? 2 : 0);
    }
}

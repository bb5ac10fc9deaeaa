package dev.profilekeep.backup.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program of the resources with Node.js, whose cryptography is OpenSSL's. */
final class Node {
    private Node() {}

    static byte[] run(Path folder, String program, String... arguments) throws IOException, InterruptedException {
        Path copy = folder.resolve(program);
        try (InputStream source = Node.class.getResourceAsStream(program)) {
            Files.copy(source, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        List<String> command = new ArrayList<>(List.of("node", copy.toString()));
        command.addAll(List.of(arguments));
        Path out = folder.resolve(program + ".out");
        Path errors = folder.resolve(program + ".err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(errors.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
        return Files.readAllBytes(out);
    }
}

package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profilekeep.backup.seal.Secret;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.storage.layer.SlicedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A folder of this machine with one person's profile, and {@code backup …} on it. */
abstract class BackupCommandsContract {
    static final String PERSON = "S-1-5-21-1-2-3-1104_anna";
    static final String KEY = "FIRST_KEY";

    @TempDir
    Path folder;

    final Map<String, String> environment = new HashMap<>();
    Path container;
    SlicedFile.Slices slices = SlicedFile.STANDARD;

    @BeforeEach
    void estate() throws IOException {
        environment.put("PROFILEKEEP_REPO", folder.resolve("repo").toString());
        // a key file, which takes no time to open with
        environment.put(KEY, Secret.KeyText.create(new SecureRandom()).text());
        container = folder.resolve("profiles").resolve(PERSON).resolve("Profile_anna.VHDX");
        Files.createDirectories(container.getParent());
        Files.write(container, Fixtures.ownImage("gpt-msr.vhdx").bytes());
    }

    CommandRun backup(String... arguments) {
        List<String> all = new ArrayList<>(List.of("backup"));
        all.addAll(Arrays.asList(arguments));
        int options = arguments[0].equals("key") ? 3 : 2;
        all.addAll(options, List.of("--key-from", "env:" + KEY));
        return CommandRun.on(Terminal.NONE, environment, slices, all.toArray(String[]::new));
    }

    CommandRun done(String... arguments) {
        CommandRun ran = backup(arguments);
        // the folders of a test lie on one disk
        assertThat(ran.err().lines().filter(line -> !line.contains("on the same storage as")))
                .isEmpty();
        assertThat(ran.code()).isZero();
        return ran;
    }

    Path init() {
        Path recovery = folder.resolve("recovery.txt");
        assertThat(done("init", "--recovery-to", recovery.toString()).out()).contains("is ready", "was proved");
        return recovery;
    }

    String profiles() {
        return folder.resolve("profiles").toString();
    }

    static JsonNode info(Path disk) throws IOException {
        return new ObjectMapper()
                .readTree(
                        CommandRun.of("disk", "info", "--json", disk.toString()).out());
    }

    List<String> listed() {
        return done("list").out().lines().toList();
    }
}

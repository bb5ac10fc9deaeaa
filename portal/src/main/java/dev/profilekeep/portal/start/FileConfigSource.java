package dev.profilekeep.portal.start;

import dev.profilekeep.config.ConfigFile;
import dev.profilekeep.config.ProfileKeepConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The configuration file named by {@code --profilekeep.config=}, else by the environment variable
 * {@code PROFILEKEEP_CONFIG} (Spring takes both for one property), else {@code profilekeep.yml} in the working directory.
 */
final class FileConfigSource implements ConfigSource {
    private static final String USUAL = "profilekeep.yml";

    private final Path file;
    private final boolean named;

    FileConfigSource(@Nullable String named) {
        this.named = named != null && !named.isBlank();
        this.file = Path.of(named != null && !named.isBlank() ? named : USUAL)
                .toAbsolutePath()
                .normalize();
    }

    @Override
    public ProfileKeepConfig load() {
        if (!Files.isRegularFile(file)) {
            throw new StartFailure(
                    "There is no configuration file " + file + ".",
                    named
                            ? "Check the path in --profilekeep.config or PROFILEKEEP_CONFIG."
                            : "Name one with --profilekeep.config=FILE or PROFILEKEEP_CONFIG, or start the demo with"
                                    + " --spring.profiles.active=demo. docs/configuration.md says what goes into it.",
                    null);
        }
        return ConfigFile.read(file);
    }
}

package dev.profilekeep.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which configuration. */
final class ConfigOption {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration; without it $PROFILEKEEP_CONFIG, or ./profilekeep.yml.")
    @Nullable
    Path file;
}

package dev.profilekeep.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code policies.readiness} of the configuration. */
class ReadinessReaderTest {
    private static final String ESTATE =
            """
            sites: [{id: fra, zone: Europe/Berlin}]
            locations: [{id: a, site: fra, address: a}]
            sets: [{id: pool, replication: ENGINE, activeSite: fra, locations: [a]}]
            policies: {readiness: {%s}}
            """;

    @TempDir
    Path folder;

    private ReadinessPolicy read(String policy) throws IOException {
        Path file = folder.resolve("profilekeep.yml");
        Files.writeString(file, ESTATE.formatted(policy));
        return ConfigFile.read(file).secondSite().readiness();
    }

    @Test
    void what_the_file_does_not_say_is_as_usual() throws IOException {
        assertThat(read("")).isEqualTo(ReadinessPolicy.standard(ZoneId.of("Europe/Berlin")));
    }

    @Test
    void a_set_may_have_a_target_of_its_own() throws IOException {
        ReadinessPolicy policy = read("targetLossMinutes: 5, targetLossMinutesOfSet: {pool: 60}");

        assertThat(policy.targetLoss("pool")).isEqualTo(Duration.ofHours(1));
        assertThat(policy.targetLoss("another")).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void a_target_of_a_set_that_there_is_not_is_refused_with_what_was_meant() {
        ConfigException refused =
                catchThrowableOfType(ConfigException.class, () -> read("targetLossMinutesOfSet: {pol: 60}"));

        assertThat(refused.problems()).singleElement().satisfies(problem -> assertThat(problem.toString())
                .contains("there is no set 'pol'", "did you mean 'pool'?"));
    }

    @Test
    void a_warning_below_the_limit_is_refused() {
        ConfigException refused =
                catchThrowableOfType(ConfigException.class, () -> read("minimumFree: 2 GB, fewFree: 1 GB"));

        assertThat(refused.problems()).singleElement().satisfies(problem -> assertThat(problem.toString())
                .contains("fewFree"));
    }
}

package dev.profilekeep.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code policies.verification} of the configuration. */
class VerificationReaderTest {
    private static final String ESTATE =
            """
            sites: [{id: fra, zone: Europe/Berlin}]
            locations: [{id: a, site: fra, address: a}]
            sets: [{id: pool, replication: ENGINE, activeSite: fra, locations: [a]}]
            policies: {verification: {%s}}
            """;

    @TempDir
    Path folder;

    private VerificationPolicy read(String policy) throws IOException {
        Path file = folder.resolve("profilekeep.yml");
        Files.writeString(file, ESTATE.formatted(policy));
        return ConfigFile.read(file).secondSite().verification();
    }

    @Test
    void what_the_file_does_not_say_is_as_usual() throws IOException {
        assertThat(read("")).isEqualTo(VerificationPolicy.standard(ZoneId.of("Europe/Berlin")));
    }

    @Test
    void a_night_that_would_compare_nothing_is_refused() {
        ConfigException refused =
                catchThrowableOfType(ConfigException.class, () -> read("cron: '0 0 20 * * ?', until: '13:00'"));

        assertThat(refused).hasMessageContaining("begins at 20:00 and ends at 13:00 would take more than 16 hours");
    }

    @Test
    void a_night_may_have_no_end() throws IOException {
        assertThat(read("cron: '0 0 20 * * ?', until: never").until()).isNull();
    }

    @Test
    void a_bad_time_is_told_alone() {
        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> read("cron: 'at night'"));

        assertThat(refused).hasMessageContaining("1 problem").hasMessageContaining("cron");
    }
}

package dev.profilekeep.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code policies.replication} of the configuration. */
class ReplicationReaderTest {
    private static final String ESTATE =
            """
            sites: [{id: fra, zone: Europe/Berlin}]
            locations: [{id: a, site: fra, address: a}]
            sets: [{id: pool, replication: ENGINE, activeSite: fra, locations: [a]}]
            policies: {replication: {%s}}
            """;

    @TempDir
    Path folder;

    private ReplicationPolicy read(String policy) throws IOException {
        Path file = folder.resolve("profilekeep.yml");
        Files.writeString(file, ESTATE.formatted(policy));
        return ConfigFile.read(file).secondSite().replication();
    }

    @Test
    void what_the_file_does_not_say_is_as_usual() throws IOException {
        assertThat(read("")).isEqualTo(ReplicationPolicy.standard(ZoneId.of("Europe/Berlin")));
    }

    @Test
    void each_key_is_read() throws IOException {
        assertThat(read("cron: '0 0 1 * * ?', zone: UTC, until: '04:30', bytesPerSecond: 25 MiB, copyFromHere: false,"
                        + " fullEveryDays: 7, keepFreePercent: 20"))
                .isEqualTo(new ReplicationPolicy(
                        "0 0 1 * * ?", ZoneId.of("UTC"), LocalTime.of(4, 30), 25L << 20, false, 7, 20));
    }

    @Test
    void copies_are_carried_every_quarter_of_an_hour_where_the_night_has_no_end() throws IOException {
        ReplicationPolicy always = read("cron: '0 0/15 * * * ?', until: never");

        assertThat(always.night().end(Instant.parse("2022-06-20T12:00:00Z"))).isNull();
        ConfigException refused =
                catchThrowableOfType(ConfigException.class, () -> read("cron: '0 0/15 * * * ?', until: '06:00'"));
        assertThat(refused).hasMessageContaining("and carries nothing").hasMessageContaining("until: never");
    }

    @Test
    void a_limit_that_lets_nothing_through_is_refused_and_none_is_none() throws IOException {
        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> read("bytesPerSecond: 9 KiB"));

        assertThat(refused).hasMessageContaining("9216 bytes a second").hasMessageContaining("64 KiB");
        assertThat(read("bytesPerSecond: 0").bytesPerSecond()).isZero();
    }

    @Test
    void a_bad_time_is_told_alone() {
        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> read("cron: 'at night'"));

        assertThat(refused).hasMessageContaining("1 problem").hasMessageContaining("cron");
    }
}

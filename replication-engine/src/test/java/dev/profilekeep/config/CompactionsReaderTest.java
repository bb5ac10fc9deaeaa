package dev.profilekeep.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code policies.compaction} of the configuration, and what sets say of it. */
class CompactionsReaderTest {
    private static final String ESTATE =
            """
            sites: [{id: fra, zone: Europe/Berlin}]
            locations: [{id: a, site: fra, address: a}]
            sets: [{id: pool, replication: ENGINE, activeSite: fra, locations: [a]%s}]
            policies: {compaction: {%s}}
            """;

    @TempDir
    Path folder;

    private CompactionPolicy read(String ofSet, String policy) throws IOException {
        Path file = folder.resolve("profilekeep.yml");
        Files.writeString(file, ESTATE.formatted(ofSet, policy));
        return ConfigFile.read(file).compaction();
    }

    @Test
    void disks_are_made_smaller_at_night_unless_somebody_says_otherwise() throws IOException {
        CompactionPolicy policy = read("", "");
        assertThat(policy).isEqualTo(CompactionPolicy.standard(ZoneId.of("Europe/Berlin")));
        assertThat(policy.isEnabled("pool")).isTrue();
        assertThat(policy.blockSizeOf("pool")).isEmpty();
        assertThat(policy.until()).isEqualTo(LocalTime.of(6, 0));
        assertThat(policy.minimumBytes()).isEqualTo(256L << 20);
    }

    @Test
    void every_key_is_taken_over() throws IOException {
        assertThat(read(
                        "",
                        "enabled: false, cron: '0 30 2 * * ?', zone: Europe/London, until: never, minimumPercent: 7,"
                                + " minimumBytes: 1 GiB, blockSize: 2 MiB, keepFreePercent: 20, parallel: 4, canaries: 10, canariesClean: 6,"
                                + " stopAtPercent: 5, stopAtFailures: 9"))
                .isEqualTo(new CompactionPolicy(
                        false,
                        Map.of(),
                        "0 30 2 * * ?",
                        ZoneId.of("Europe/London"),
                        null,
                        7,
                        1L << 30,
                        2 << 20,
                        20,
                        4,
                        10,
                        6,
                        5,
                        9));
    }

    @Test
    void a_set_has_the_last_word_on_its_own_disks() throws IOException {
        CompactionPolicy on = read(", compaction: {enabled: true}", "enabled: false, blockSize: 2 MiB");
        assertThat(on.isEnabled("pool")).isTrue();
        assertThat(on.isEnabled("another")).isFalse();
        assertThat(on.blockSizeOf("pool")).contains(2 << 20);
        CompactionPolicy off = read(", compaction: {enabled: false, blockSize: 1 MiB}", "blockSize: 2 MiB");
        assertThat(off.isEnabled("pool")).isFalse();
        assertThat(off.blockSizeOf("pool")).contains(1 << 20);
        assertThat(off.blockSizeOf("another")).contains(2 << 20);
    }

    @Test
    void fixed_disks_become_dynamic_ones_only_where_a_set_says_so() throws IOException {
        assertThat(read("", "").isDynamic("pool")).isFalse();
        CompactionPolicy policy = read(", compaction: {dynamic: true}", "");
        assertThat(policy.isDynamic("pool")).isTrue();
        assertThat(policy.isDynamic("another")).isFalse();
        assertThat(policy.isEnabled("pool")).isTrue();
    }

    private static final String VOUCHED =
            ", cloudCacheChanges: {cacheClearedAtSignOff: true, triedOn: 2025-10-14, triedBy: Ada}";

    private CompactionPolicy readCloudCache(String ofSet) throws IOException {
        Path file = folder.resolve("profilekeep.yml");
        Files.writeString(file, ESTATE.replace("ENGINE", "CLOUD_CACHE").formatted(ofSet, ""));
        return ConfigFile.read(file).compaction();
    }

    @Test
    void a_cloud_cache_set_opts_in_by_a_key_of_its_own_beside_the_word_of_somebody_who_tried_it() throws IOException {
        assertThat(readCloudCache("").isUnderCloudCache("pool")).isFalse();
        assertThat(readCloudCache(VOUCHED + ", compaction: {enabled: true}").isUnderCloudCache("pool"))
                .isFalse();
        CompactionPolicy in = readCloudCache(VOUCHED + ", compaction: {cloudCache: true}");
        assertThat(in.isUnderCloudCache("pool")).isTrue();
        assertThat(in.isUnderCloudCache("another")).isFalse();
    }

    @Test
    void the_opt_in_without_that_word_or_for_another_set_is_told() {
        ConfigException alone =
                catchThrowableOfType(ConfigException.class, () -> readCloudCache(", compaction: {cloudCache: true}"));
        assertThat(alone.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.key()).contains("compaction.cloudCache");
            assertThat(problem.fix()).contains("cloudCacheChanges").contains("docs/restore.md");
        });
        ConfigException engine =
                catchThrowableOfType(ConfigException.class, () -> read(", compaction: {cloudCache: true}", ""));
        assertThat(engine.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.key()).contains("compaction.cloudCache");
            assertThat(problem.what()).contains("CLOUD_CACHE, not ENGINE");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    cron: every night                 | cron           | write it as in
                    until: six                        | until          | not a time of day
                    minimumPercent: 101               | minimumPercent | from 0 to 100
                    minimumBytes: many                | minimumBytes   | write it like 2 GiB
                    blockSize: 3 MiB                  | blockSize      | a power of two
                    blockSize: 512 KiB                | blockSize      | a power of two
                    blockSize: 512 MiB                | blockSize      | a power of two
                    'canaries: 2, canariesClean: 3'   | canariesClean  | for ever
                    until: '13:00', cron: '0 0 20 * * ?' | until       | begins at 20:00 and ends at 13:00 would take more than 16 hours
                    until: '03:00'                    | until          | more than 16 hours
                    cron: '0 30 1,7 * * ?'            | until          | begins at 07:30
                    stopAtFailures: 0                 | stopAtFailures | from 1 to
                    minimumbytes: 1 GiB               | minimumbytes   | minimumBytes
                    """)
    void what_cannot_be_meant_is_told(String policy, String key, String words) {
        ConfigException e = catchThrowableOfType(ConfigException.class, () -> read("", policy));
        assertThat(e).as("refused").isNotNull();
        assertThat(e.problems()).anySatisfy(problem -> {
            assertThat(problem.key()).contains(key);
            assertThat(problem.what() + " " + problem.fix()).contains(words);
        });
    }

    @Test
    void a_night_of_sixteen_hours_a_whole_day_without_an_end_and_one_over_midnight_are_taken() throws IOException {
        assertThat(read("", "cron: '0 0 20 * * ?', until: '12:00'").until()).isEqualTo(LocalTime.NOON);
        assertThat(read("", "cron: '0 0 3 * * ?', until: never").until()).isNull();
        assertThat(read("", "cron: '0 0/15 22-23,0-4 * * ?'").until()).isEqualTo(LocalTime.of(6, 0));
    }

    @Test
    void one_failure_of_a_handful_ends_nothing_and_two_of_a_hundred_end_it_from_the_hundred_and_fiftieth_on()
            throws IOException {
        CompactionPolicy policy = read("", "stopAtFailures: 50");
        assertThat(policy.isTooMuch(1, 1)).isFalse();
        assertThat(policy.isTooMuch(49, 149)).isFalse();
        assertThat(policy.isTooMuch(2, 150)).isFalse();
        assertThat(policy.isTooMuch(3, 150)).isTrue();
        assertThat(policy.isTooMuch(3, 151)).isFalse();
        assertThat(policy.isTooMuch(50, 50)).isTrue();
    }
}

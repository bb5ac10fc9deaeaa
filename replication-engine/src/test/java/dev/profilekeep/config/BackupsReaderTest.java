package dev.profilekeep.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.profilekeep.container.ContainerKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code repositories} and {@code policies.backups} of the configuration. */
class BackupsReaderTest {
    private static final String ESTATE =
            """
            sites: [{id: fra, zone: Europe/Berlin}, {id: lon, zone: Europe/London}]
            locations: [{id: a, site: fra, address: a}, {id: b, site: lon, address: b}]
            sets: [{id: pool, replication: ENGINE, activeSite: fra, locations: [a, b]%s}]
            repositories:
              - {id: far, site: lon, address: far, keyFrom: file:key}
              - {id: near, site: fra, address: near, passphraseFrom: env:SECRET%s}
            policies: {backups: {%s}}
            """;

    @TempDir
    Path folder;

    private ProfileKeepConfig read(String set, String repository, String policy) throws IOException {
        Path file = folder.resolve("profilekeep.yml");
        Files.writeString(file, ESTATE.formatted(set, repository, policy));
        return ConfigFile.read(file);
    }

    private List<ConfigProblem> problems(String set, String repository, String policy) {
        ConfigException e = catchThrowableOfType(ConfigException.class, () -> read(set, repository, policy));
        assertThat(e).as("refused").isNotNull();
        return e.problems();
    }

    @Test
    void nothing_is_backed_up_by_itself_until_somebody_says_where_to() throws IOException {
        BackupPolicy policy = read("", "", "").backups();

        assertThat(policy).isEqualTo(BackupPolicy.standard(ZoneId.of("Europe/Berlin")));
        assertThat(policy.repositoryOf("pool")).isEmpty();
        assertThat(policy.kinds()).containsExactly(ContainerKind.PROFILE);
        assertThat(policy.keep(ContainerKind.PROFILE)).contains(RetentionRule.PROFILE);
        assertThat(policy.keep(ContainerKind.ODFC)).as("all of them stay").isEmpty();
    }

    @Test
    void a_repository_is_opened_by_a_key_or_by_a_passphrase_and_lies_at_a_site() throws IOException {
        ProfileKeepConfig config = read("", "", "repository: far");

        assertThat(config.repositories()).extracting(RepositoryConfig::id).containsExactly("far", "near");
        assertThat(config.repositories().get(0).key()).isTrue();
        assertThat(config.repositories().get(0).siteId()).isEqualTo("lon");
        assertThat(config.repositories().get(0).address())
                .isEqualTo(folder.resolve("far").toString());
        assertThat(config.repositories().get(1).key()).isFalse();
        assertThat(config.backups().repositoryOf("pool")).contains("far");
    }

    @Test
    void a_set_may_name_another_repository_and_every_key_is_taken_over() throws IOException {
        BackupPolicy policy = read(
                        ", repository: near",
                        "",
                        "repository: far, copyTo: [near], kinds: [PROFILE, ODFC], keep: {ODFC: {last: 2, weekly: 4}},"
                                + " cron: \"0 0 22 * * ?\", zone: Europe/London, until: \"05:30\", maintenance: \"0 0 9 ?"
                                + " * SAT\", restoreTest: \"0 0 8 1 * ?\", shardSize: 50, parallel: 3, fullEveryDays: 14,"
                                + " readAllWithinDays: 7, warnAfterDays: 2")
                .backups();

        assertThat(policy.repositoryOf("pool")).contains("near");
        assertThat(policy.copyTo()).containsExactly("near");
        assertThat(policy.kinds()).containsExactlyInAnyOrder(ContainerKind.PROFILE, ContainerKind.ODFC);
        assertThat(policy.keep(ContainerKind.ODFC)).contains(new RetentionRule(2, 0, 4, 0, 0));
        assertThat(policy.keep(ContainerKind.PROFILE)).contains(RetentionRule.PROFILE);
        assertThat(policy.cron()).isEqualTo("0 0 22 * * ?");
        assertThat(policy.zone()).isEqualTo(ZoneId.of("Europe/London"));
        assertThat(policy.until()).isEqualTo(LocalTime.of(5, 30));
        assertThat(policy.maintenance()).isEqualTo("0 0 9 ? * SAT");
        assertThat(policy.restoreTest()).isEqualTo("0 0 8 1 * ?");
        assertThat(List.of(
                        policy.shardSize(),
                        policy.parallel(),
                        policy.fullEveryDays(),
                        policy.readAllWithinDays(),
                        policy.warnAfterDays()))
                .containsExactly(50, 3, 14, 7, 2);
    }

    @Test
    void never_is_a_night_without_an_end() throws IOException {
        assertThat(read("", "", "until: never").backups().until()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''                   | ''                 | repository: fer                 | repository  | fer
                    ''                   | ''                 | 'repository: far, copyTo: [far]' | copyTo     | repository itself
                    ''                   | ''                 | copyTo: [nowhere]               | copyTo      | nowhere
                    ', repository: fer'  | ''                 | repository: far                 | repository  | fer
                    ''                   | ', keyFrom: env:K' | repository: far                 | passphraseFrom | keyFrom
                    ''                   | ', passphrase: x'  | repository: far                 | passphrase  | never stands
                    ''                   | ''                 | 'keep: {PROFILE: {}}'           | PROFILE     | keeps nothing
                    ''                   | ''                 | 'until: "half past five"'       | until       | time of day
                    ''                   | ''                 | 'cron: "every night"'           | cron        | ''
                    ''                   | ''                 | shardSize: 201                  | shardSize   | 200
                    ''                   | ''                 | warnAfterDays: 0                | warnAfterDays | ''
                    """)
    void what_cannot_be_meant_is_refused_at_its_key(
            String set, String repository, String policy, String key, String words) {
        assertThat(problems(set, repository, policy)).anySatisfy(problem -> {
            assertThat(problem.key()).contains(key);
            assertThat(problem.what() + " " + problem.fix()).contains(words);
        });
    }

    @Test
    void a_repository_among_the_containers_is_refused() {
        ConfigException e = catchThrowableOfType(ConfigException.class, () -> {
            Path file = folder.resolve("profilekeep.yml");
            Files.writeString(
                    file, ESTATE.formatted("", "", "repository: far").replace("address: far", "address: a/backups"));
            ConfigFile.read(file);
        });
        assertThat(e.problems()).anySatisfy(problem -> {
            assertThat(problem.key()).contains("address");
            assertThat(problem.fix()).contains("a folder of its own");
        });
    }
}

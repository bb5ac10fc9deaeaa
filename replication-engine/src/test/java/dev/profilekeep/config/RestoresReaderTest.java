package dev.profilekeep.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.profilekeep.storage.Encryption;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code policies.restores} of the configuration. */
class RestoresReaderTest {
    private static final String ESTATE =
            """
            sites: [{id: fra, zone: Europe/Berlin}]
            credentials: [{id: service, username: svc, passwordFrom: env:SECRET}]
            locations: [{id: a, site: fra, address: a}]
            sets: [{id: pool, replication: ENGINE, activeSite: fra, locations: [a]}]
            repositories: [{id: far, site: fra, address: far, keyFrom: file:key}]
            policies: {restores: {%s}}
            """;

    @TempDir
    Path folder;

    private RestorePolicy read(String policy) throws IOException {
        Path file = folder.resolve("profilekeep.yml");
        Files.writeString(file, ESTATE.formatted(policy));
        return ConfigFile.read(file).restores();
    }

    @Test
    void people_take_their_own_files_and_nothing_goes_to_a_browser_unless_somebody_says_otherwise() throws IOException {
        RestorePolicy policy = read("");

        assertThat(policy).isEqualTo(RestorePolicy.STANDARD);
        assertThat(policy.ownFiles()).isTrue();
        assertThat(policy.download().users()).isFalse();
        assertThat(policy.download().helpdesk()).isFalse();
        assertThat(policy.share()).isNull();
        assertThat(policy.within())
                .isEqualTo(new RestorePolicy.Within(Duration.ofHours(4), Duration.ofHours(8), Duration.ofHours(4)));
    }

    @Test
    void every_key_is_taken_over() throws IOException {
        RestorePolicy policy =
                read("ownFiles: false, download: {users: true, helpdesk: true, networks: [10.20.0.0/16]},"
                        + " restoreShare: {address: 'smb://files/restored', credentials: service, encryption: REQUIRED,"
                        + " name: Back, shownAs: '\\\\corp\\back\\'}, firstAnswerWithin: 90m, decisionWithin: 2d,"
                        + " doneWithin: 3h");

        assertThat(policy.ownFiles()).isFalse();
        assertThat(policy.download().users()).isTrue();
        assertThat(policy.download().helpdesk()).isTrue();
        assertThat(policy.download().from(InetAddress.getByName("10.20.3.4"))).isTrue();
        assertThat(policy.download().from(InetAddress.getByName("10.21.3.4"))).isFalse();
        assertThat(policy.download().from(null)).as("nobody knows from where").isFalse();
        RestorePolicy.Share share = policy.share();
        assertThat(share)
                .isEqualTo(new RestorePolicy.Share(
                        "Back", "smb://files/restored", "service", Encryption.REQUIRED, "\\\\corp\\back\\"));
        assertThat(share.path("anna/2026-11-22-1")).isEqualTo("\\\\corp\\back\\anna\\2026-11-22-1");
        assertThat(policy.within())
                .isEqualTo(new RestorePolicy.Within(Duration.ofMinutes(90), Duration.ofDays(2), Duration.ofHours(3)));
    }

    @Test
    void people_are_told_a_share_as_they_reach_it_and_no_folder_of_this_machine() throws IOException {
        RestorePolicy.Share share =
                read("restoreShare: {address: 'smb://files/restored/here'}").share();
        assertThat(share.path("anna/1")).isEqualTo("\\\\files\\restored\\here\\anna\\1");
        RestorePolicy.Share local = read("restoreShare: {address: restored}").share();
        assertThat(local.address()).isEqualTo(folder.resolve("restored").toString());
        assertThat(local.path("anna/1")).isEqualTo("anna/1");
        assertThat(share.isOfThisMachine()).isFalse();
        assertThat(local.isOfThisMachine()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    address: a/trials                     | address     | lies inside location 'a'
                    address: far                          | address     | repository 'far'
                    'address: t, credentials: servce'     | credentials | did you mean 'service'
                    credentials: service                  | address     | is missing
                    address: back/trials                  | address     | policies.backups.restoreTestTo
                    """)
    void a_folder_for_restore_tests_lies_apart_from_what_others_see(String to, String key, String words)
            throws IOException {
        Path file = folder.resolve("profilekeep.yml");
        Files.writeString(
                file,
                ESTATE.replace("{restores:", "{backups: {restoreTestTo: {" + to + "}}, restores:")
                        .formatted("restoreShare: {address: back}"));
        ConfigException e = catchThrowableOfType(ConfigException.class, () -> ConfigFile.read(file));
        assertThat(e).as("refused").isNotNull();
        assertThat(e.problems()).anySatisfy(problem -> {
            assertThat(problem.key()).contains(key);
            assertThat(problem.what() + " " + problem.fix()).contains(words);
        });
    }

    @Test
    void a_folder_for_restore_tests_is_taken_over() throws IOException {
        Path file = folder.resolve("profilekeep.yml");
        Files.writeString(
                file,
                ESTATE.replace("{restores:", "{backups: {restoreTestTo: {address: t, credentials: service}}, restores:")
                        .formatted(""));
        assertThat(ConfigFile.read(file).backups().restoreTestTo())
                .isEqualTo(
                        new BackupPolicy.TrialPlace(folder.resolve("t").toString(), "service", Encryption.PREFERRED));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ownFiles: maybe                                    | ownFiles          | neither true nor false
                    'download: {users: true, networks: [10.1.2.3/16]}' | networks          | the range is 10.1.0.0/16
                    'download: {network: [10.1.0.0/16]}'               | network           | did you mean 'networks'
                    'restoreShare: {name: Back}'                       | address           | is missing
                    'restoreShare: {address: r, credentials: servce}'  | credentials       | did you mean 'service'
                    'restoreShare: {address: a/back}'                  | address           | lies inside location 'a'
                    'restoreShare: {address: far}'                     | address           | repository 'far'
                    'firstAnswerWithin: 4'                             | firstAnswerWithin | write it like 4h
                    'decisionWithin: soon'                             | decisionWithin    | write it like 4h
                    'doneWithin: 0m'                                   | doneWithin        | not between a minute and 30 days
                    'firstAnswerWithin: 31d'                           | firstAnswerWithin | not between a minute and 30 days
                    """)
    void what_cannot_be_meant_is_refused_at_its_key(String policy, String key, String words) {
        ConfigException e = catchThrowableOfType(ConfigException.class, () -> read(policy));
        assertThat(e).as("refused").isNotNull();
        assertThat(e.problems()).anySatisfy(problem -> {
            assertThat(problem.key()).contains(key);
            assertThat(problem.what() + " " + problem.fix()).contains(words);
        });
    }
}

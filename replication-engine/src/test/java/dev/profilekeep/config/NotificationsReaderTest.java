package dev.profilekeep.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.profilekeep.config.NotificationsConfig.Channel;
import dev.profilekeep.config.NotificationsConfig.Level;
import dev.profilekeep.config.NotificationsConfig.Security;
import dev.profilekeep.config.NotificationsConfig.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NotificationsReaderTest {
    private static final String ESTATE =
            """
            sites: [{id: fra, zone: Europe/Berlin}, {id: lon, zone: Europe/London}]
            locations: [{id: a, site: fra, address: a}]
            sets: [{id: pool, replication: ENGINE, activeSite: fra, locations: [a]}]
            """;
    private static final String MAIL = "  mail: {host: mail.example.com, from: keep@example.com}\n";

    @TempDir
    Path folder;

    private NotificationsConfig read(String yaml) {
        try {
            Path file = Files.writeString(folder.resolve("profilekeep.yml"), ESTATE + yaml);
            return ConfigFile.read(file).notifications();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void without_a_word_nobody_is_written_to() {
        assertThat(read("")).isEqualTo(NotificationsConfig.none(ZoneId.of("Europe/Berlin")));
    }

    @Test
    void a_channel_of_people_hears_what_is_critical_at_once_and_the_rest_at_eight() {
        NotificationsConfig read =
                read("notifications:\n" + MAIL + "  channels: [{id: ops, email: ops@example.com}]\n");
        Channel ops = read.channels().get(0);
        assertThat(ops.severity()).isEqualTo(Level.WARN);
        assertThat(ops.atOnce()).isEqualTo(Level.CRITICAL);
        assertThat(ops.digest()).containsExactly(LocalTime.of(8, 0));
        assertThat(ops.throughQuietHours()).isNull();
        assertThat(read.mail().security()).isEqualTo(Security.STARTTLS);
        assertThat(read.mail().port()).isEqualTo(587);
        assertThat(read.mail().people()).isTrue();
    }

    @Test
    void a_machine_hears_everything_at_once() {
        Channel tickets =
                read("notifications: {channels: [{id: t, webhook: 'https://h.example.com/x', secretFrom: 'env:S'}]}")
                        .channels()
                        .get(0);
        assertThat(tickets.atOnce()).isEqualTo(Level.WARN);
        assertThat(tickets.digest()).isEmpty();
        assertThat(tickets.target()).isInstanceOf(Target.Webhook.class);
    }

    @Test
    void what_nights_brought_is_told_to_addresses_unless_they_do_not_want_it() {
        NotificationsConfig read = read(
                """
                notifications:
                  mail: {host: mail.example.com, from: keep@example.com}
                  channels:
                    - {id: a, email: [ada@example.com]}
                    - {id: b, email: [ben@example.com], compactions: false}
                    - {id: t, webhook: 'https://h.example.com/x', secretFrom: 'env:S'}
                """);
        assertThat(read.channels()).extracting(Channel::compactions).containsExactly(true, false, false);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "mail: {host: m, from: nobody}|notifications.mail.from",
                "mail: {host: m, from: a@b, username: u}|notifications.mail.passwordFrom",
                "mail: {host: m, from: a@b, security: NONE, username: u, passwordFrom:"
                        + " 'env:P'}|notifications.mail.security",
                "mail: {host: m, from: a@b, password: secret}|notifications.mail.password",
                "channels: [{id: a, email: a@b}]|notifications.channels[0].email",
                "channels: [{id: a}]|notifications.channels[0].email",
                "channels: [{id: a, webhook: 'https://h/x'}]|notifications.channels[0].secretFrom",
                "channels: [{id: a, webhook: 'http://h/x', secretFrom: 'env:S'}]|notifications.channels[0].webhook",
                "channels: [{id: a, webhook: 'ftp://h/x', secretFrom: 'env:S'}]|notifications.channels[0].webhook",
                "channels: [{id: a, webhook: 'https://u:p@h/x', secretFrom:"
                        + " 'env:S'}]|notifications.channels[0].webhook",
                "channels: [{id: a, webhook: 'https://h/x', secretFrom: 'env:S', sites:"
                        + " [rom]}]|notifications.channels[0].sites",
                "channels: [{id: a, webhook: 'https://h/x', secretFrom: 'env:S', digest:"
                        + " [8]}]|notifications.channels[0].digest",
                "channels: [{id: a, webhook: 'https://h/x', secretFrom: 'env:S', language:"
                        + " fr}]|notifications.channels[0].language",
                "channels: [{id: a, webhook: 'https://h/x', secretFrom: 'env:S', sites:"
                        + " []}]|notifications.channels[0].sites",
                "channels: [{id: a, webhook: 'https://h/x', secretFrom: 'env:S', quietHours:"
                        + " ['00:00-12:00', '12:00-00:00']}]|notifications.channels[0].quietHours",
                "channels: [{id: a, webhook: 'https://h/x', secretFrom: 'env:S', compactions:"
                        + " true}]|notifications.channels[0].compactions",
                "mail: {host: 'smtp://x', from: a@b}|notifications.mail.host",
                "mail: {host: 'x:25', from: a@b}|notifications.mail.host",
                "mail: {host: 'a b', from: a@b}|notifications.mail.host",
            })
    void what_cannot_work_is_refused_by_its_key(String yaml, String key) {
        ConfigException refused =
                catchThrowableOfType(ConfigException.class, () -> read("notifications:\n  " + yaml + "\n"));
        assertThat(refused).as(yaml).isNotNull();
        List<String> keys = refused.problems().stream().map(ConfigProblem::key).toList();
        assertThat(keys).contains(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mail", "mail.example.com", "mail_1.example.com.", "10.0.0.25", "2001:db8::25", "[::1]"})
    void a_mail_server_is_a_name_or_an_address(String host) {
        NotificationsConfig read = read("notifications: {mail: {host: '" + host + "', from: keep@example.com}}\n");
        assertThat(read.mail().host()).isEqualTo(host);
    }

    @Test
    void a_secret_that_can_be_guessed_is_refused() throws IOException {
        Files.writeString(
                folder.resolve("profilekeep.yml"),
                ESTATE
                        + """
                notifications:
                  channels: [{id: t, webhook: 'https://h.example.com/x', secretFrom: 'env:S'}]
                """);
        ProfileKeepConfig config = ConfigFile.read(folder.resolve("profilekeep.yml"));

        List<ConfigProblem> problems = SecretCheck.missing(config, Map.of("S", "12345"));

        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.key()).isEqualTo("notifications.channels (t).secretFrom");
            assertThat(problem.what()).contains("env:S", "5 characters").doesNotContain("12345");
            assertThat(problem.fix()).contains("at least 16");
        });
        assertThat(SecretCheck.missing(config, Map.of("S", "1234567890123456"))).isEmpty();
    }
}

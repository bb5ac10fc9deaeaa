package dev.profilekeep.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.configuration.GreenMailConfiguration;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.profilekeep.config.NotificationsConfig.Mail;
import dev.profilekeep.config.NotificationsConfig.Security;
import dev.profilekeep.config.SecretSource;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real SMTP server, in this process. */
class MailServerTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    @TempDir
    Path folder;

    private @Nullable GreenMail server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop();
        }
    }

    private GreenMail start(String protocol) {
        GreenMail started = new GreenMail(new ServerSetup(0, "127.0.0.1", protocol));
        started.withConfiguration(
                GreenMailConfiguration.aConfig().withUser("profilekeep", "profilekeep", "a password"));
        started.start();
        server = started;
        return started;
    }

    private Mail mail(GreenMail started, Security security, @Nullable String password) throws IOException {
        SecretSource secret = password == null
                ? null
                : new SecretSource.File(Files.writeString(folder.resolve("password"), password));
        int port = (security == Security.TLS ? started.getSmtps() : started.getSmtp()).getPort();
        return new Mail(
                "127.0.0.1",
                port,
                security,
                password == null ? null : "profilekeep",
                secret,
                "ProfileKeep Köln <profilekeep@example.com>",
                "helpdesk@example.com",
                true);
    }

    @Test
    void a_mail_arrives_as_it_was_written_with_its_id_and_a_word_for_absence_notices() throws Exception {
        GreenMail started = start(ServerSetup.PROTOCOL_SMTP);
        new MailServer(mail(started, Security.NONE, "a password"))
                .send(
                        "profilekeep-7-1@example.com",
                        List.of("ops@example.com", "Ada Köhler <ada@example.com>"),
                        "Störung in Frankfurt\r\nBcc: everybody@example.com",
                        "Der Speicher antwortet nicht.\n.\nQUIT\n",
                        NOW);

        MimeMessage[] received = started.getReceivedMessages();
        assertThat(received).hasSize(2);
        MimeMessage message = received[0];
        assertThat(message.getMessageID()).isEqualTo("<profilekeep-7-1@example.com>");
        assertThat(message.getSubject()).startsWith("Störung in Frankfurt").doesNotContain("\n");
        assertThat(message.getHeader("Bcc")).isNull();
        // the line end after the last line is the protocol's
        assertThat(message.getContent().toString().replace("\r\n", "\n"))
                .isEqualTo("Der Speicher antwortet nicht.\n.\nQUIT");
        assertThat(message.getFrom()[0].toString()).contains("profilekeep@example.com");
        assertThat(message.getReplyTo()[0].toString()).isEqualTo("helpdesk@example.com");
        assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(message.getSentDate().toInstant()).isEqualTo(NOW);
    }

    @Test
    void over_tls_it_is_sent_to_whom_is_trusted_and_to_nobody_else() throws Exception {
        GreenMail started = start(ServerSetup.PROTOCOL_SMTPS);
        Mail config = mail(started, Security.TLS, "a password");

        assertThatThrownBy(() -> new MailServer(config)
                        .send("7@example.com", List.of("ops@example.com"), "subject", "text", NOW))
                .isInstanceOf(NotSentException.class)
                .satisfies(e -> assertThat(((NotSentException) e).forGood()).isFalse());
        assertThat(started.getReceivedMessages()).isEmpty();

        new MailServer(config, MailServer.WITHIN, "*", false)
                .send("7@example.com", List.of("ops@example.com"), "subject", "text", NOW);
        assertThat(started.getReceivedMessages()).hasSize(1);
    }

    @Test
    void starttls_stands_before_the_password_is_said() throws Exception {
        GreenMail started = start(ServerSetup.PROTOCOL_SMTP);
        try (StartTlsRelay relay = new StartTlsRelay(started.getSmtp().getPort())) {
            Mail config = at(relay.port(), mail(started, Security.STARTTLS, "a password"));
            new MailServer(config, MailServer.WITHIN, "*", false)
                    .send("7@example.com", List.of("ops@example.com"), "subject", "text", NOW);

            assertThat(started.getReceivedMessages()).hasSize(1);
            assertThat(relay.saidPlainly()).hasSize(2);
            assertThat(relay.saidPlainly().get(0)).startsWith("EHLO ");
            assertThat(relay.saidPlainly().get(1)).isEqualTo("STARTTLS");
        }
    }

    @Test
    void a_certificate_of_another_name_is_not_good_enough() throws Exception {
        GreenMail started = start(ServerSetup.PROTOCOL_SMTP);
        try (StartTlsRelay relay = new StartTlsRelay(started.getSmtp().getPort())) {
            Mail config = at(relay.port(), mail(started, Security.STARTTLS, "a password"));
            assertThatThrownBy(() -> new MailServer(config, MailServer.WITHIN, "*", true)
                            .send("7@example.com", List.of("ops@example.com"), "subject", "text", NOW))
                    .isInstanceOf(NotSentException.class);
            assertThat(started.getReceivedMessages()).isEmpty();
        }
    }

    private static Mail at(int port, Mail mail) {
        return new Mail(
                mail.host(),
                port,
                mail.security(),
                mail.username(),
                mail.passwordFrom(),
                mail.from(),
                mail.replyTo(),
                mail.people());
    }

    @Test
    void a_server_that_offers_no_tls_gets_neither_password_nor_mail() throws Exception {
        GreenMail started = start(ServerSetup.PROTOCOL_SMTP);
        assertThatThrownBy(() -> new MailServer(mail(started, Security.STARTTLS, "a password"))
                        .send("7@example.com", List.of("ops@example.com"), "subject", "text", NOW))
                .isInstanceOf(NotSentException.class)
                .hasMessageContaining("STARTTLS");
        assertThat(started.getReceivedMessages()).isEmpty();
    }

    @Test
    void a_wrong_password_is_told_without_it_and_tried_again() throws Exception {
        GreenMail started = start(ServerSetup.PROTOCOL_SMTP);
        started.setUser("profilekeep", "profilekeep", "another");
        assertThatThrownBy(() -> new MailServer(mail(started, Security.NONE, "a wrong password"))
                        .send("7@example.com", List.of("ops@example.com"), "subject", "text", NOW))
                .isInstanceOf(NotSentException.class)
                .hasMessageNotContaining("a wrong password")
                .satisfies(e -> assertThat(((NotSentException) e).forGood()).isFalse());
    }

    private static Mail plain(PickySmtp smtp) {
        return new Mail("127.0.0.1", smtp.port(), Security.NONE, null, null, "profilekeep@example.com", null, true);
    }

    @Test
    @Timeout(20)
    void what_was_taken_is_sent_though_the_server_does_not_answer_a_farewell() throws Exception {
        try (PickySmtp smtp = new PickySmtp()) {
            smtp.rude("QUIT", client -> {});
            new MailServer(plain(smtp)).send("7@example.com", List.of("ops@example.com"), "subject", "text", NOW);
            assertThat(smtp.taken()).containsExactly("ops@example.com");
        }
    }

    @Test
    void what_was_taken_is_sent_though_the_server_hangs_up() throws Exception {
        try (PickySmtp smtp = new PickySmtp()) {
            smtp.rude("QUIT", client -> {
                client.setSoLinger(true, 0);
                client.close();
            });
            for (int i = 0; i < 20; i++) {
                new MailServer(plain(smtp)).send(i + "@example.com", List.of("ops@example.com"), "s", "text", NOW);
            }
            assertThat(smtp.taken()).hasSize(20);
        }
    }

    @Test
    @Timeout(20)
    void a_server_that_never_comes_to_an_end_is_left() {
        try (PickySmtp smtp = new PickySmtp()) {
            smtp.rude("EHLO", client -> dribble(client, "250-"));
            assertLeft(smtp, Duration.ofSeconds(1), "did not take it: it was not done within 1 s");
        }
    }

    @Test
    @Timeout(20)
    void a_server_that_never_comes_to_the_end_of_a_message_is_left() {
        try (PickySmtp smtp = new PickySmtp()) {
            smtp.rude("DATA", client -> {
                PickySmtp.say(client, "354 go on");
                dribble(client, "250-");
            });
            assertLeft(smtp, Duration.ofSeconds(1), "it was not done within 1 s");
        }
    }

    @Test
    @Timeout(20)
    void a_server_that_never_ends_the_beginning_of_tls_is_left() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Mail config = new Mail(
                    "127.0.0.1",
                    silent.getLocalPort(),
                    Security.TLS,
                    null,
                    null,
                    "profilekeep@example.com",
                    null,
                    true);
            assertLeft(new MailServer(config, Duration.ofSeconds(1), null, true), "it was not done within 1 s");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"250-x\r\n", "250-x"})
    @Timeout(60)
    void a_server_whose_answer_has_no_end_is_left(String part) {
        for (String command : List.of("EHLO", "MAIL", "DATA")) {
            try (PickySmtp smtp = new PickySmtp()) {
                smtp.rude(command, client -> {
                    byte[] many = part.repeat(1_000).getBytes(StandardCharsets.US_ASCII);
                    while (true) {
                        client.getOutputStream().write(many);
                    }
                });
                assertLeft(smtp, Duration.ofSeconds(20), "did not take it: its answers have no end");
            }
        }
    }

    @Test
    @Timeout(20)
    void a_greeting_without_end_beneath_tls_is_left() throws Exception {
        GreenMail started = start(ServerSetup.PROTOCOL_SMTP);
        try (StartTlsRelay relay = new StartTlsRelay(started.getSmtp().getPort())) {
            relay.neverEndAnAnswer();
            Mail config = at(relay.port(), mail(started, Security.STARTTLS, "a password"));
            assertLeft(new MailServer(config, Duration.ofSeconds(15), "*", false), "its answers have no end");
        }
    }

    private static void dribble(Socket client, String word) throws IOException {
        while (true) {
            PickySmtp.say(client, word + "x");
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    private static void assertLeft(PickySmtp smtp, Duration within, String why) {
        assertLeft(new MailServer(plain(smtp), within, null, true), why);
        assertThat(smtp.taken()).isEmpty();
    }

    private static void assertLeft(MailServer server, String why) {
        assertThatThrownBy(() -> server.send("7@example.com", List.of("ops@example.com"), "subject", "text", NOW))
                .isInstanceOf(NotSentException.class)
                .hasMessageContaining(why)
                .satisfies(e -> assertThat(((NotSentException) e).forGood()).isFalse());
    }

    @Test
    void what_is_no_address_is_never_tried_again() {
        for (String text : List.of("", "anna", "a@b, c@d", "anna@example.com\r\nBcc: x@example.com", "x:a@b;")) {
            assertThatThrownBy(() -> MailServer.address(text))
                    .as(text)
                    .isInstanceOf(NotSentException.class)
                    .satisfies(e -> assertThat(((NotSentException) e).forGood()).isTrue());
        }
    }
}

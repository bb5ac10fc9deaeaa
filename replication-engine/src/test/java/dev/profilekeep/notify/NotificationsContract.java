package dev.profilekeep.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.health.Severity;
import dev.profilekeep.notify.RequestMail.About;
import dev.profilekeep.storage.FaultyStorage;
import dev.profilekeep.storage.StorageException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From something wrong to a mail that was received, on every database; with a real SMTP server. */
abstract class NotificationsContract {
    private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");

    @TempDir
    Path folder;

    private final List<Trouble> troubles = new ArrayList<>();
    private final List<Notifications> opened = new ArrayList<>();
    private GreenMail server;
    private Estate estate;
    private Engine engine;
    private Standing standing = Standing.NOT_YET;

    /** The key "database" of the configuration, of an empty one. */
    abstract String emptyDatabase() throws Exception;

    @BeforeEach
    void start() throws Exception {
        server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        estate = new Estate(folder)
                .database(emptyDatabase())
                .with(
                        """
                        notifications:
                          mail: {host: 127.0.0.1, port: %d, security: NONE, from: profilekeep@example.com}
                          channels:
                            - {id: ops, email: [ops@example.com], digest: ["08:00"]}
                        """
                                .formatted(server.getSmtp().getPort()));
        estate.clock().set(START);
        engine = estate.engine();
    }

    @AfterEach
    void stop() {
        opened.forEach(Notifications::close);
        estate.close();
        server.stop();
    }

    private Notifications node(String name) {
        Notifications made = new Notifications(
                engine.config(),
                engine.catalog().database(),
                engine.locations()::storage,
                container -> standing,
                List.of(new TroubleSource() {
                    @Override
                    public String name() {
                        return "test";
                    }

                    @Override
                    public Optional<List<Trouble>> now() {
                        return Optional.of(List.copyOf(troubles));
                    }
                }),
                new ToldNights(),
                estate.clock(),
                name);
        opened.add(made);
        return made;
    }

    private static Trouble trouble(String key, Severity severity) {
        return new Trouble(
                key, IncidentKind.LOCATION_DOWN, severity, "fra", Map.of("location", key, "reason", "gone"), null);
    }

    private void tick(Notifications node, Duration after) {
        estate.clock().forward(after);
        node.tick();
        try {
            node.settle();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> subjects() {
        return Arrays.stream(server.getReceivedMessages())
                .map(message -> {
                    try {
                        return message.getSubject();
                    } catch (jakarta.mail.MessagingException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
    }

    @Test
    void an_incident_is_told_once_however_long_it_lasts_and_its_end_in_the_next_digest() throws Exception {
        Notifications node = node("a");
        troubles.add(trouble("Profiles", Severity.CRITICAL));
        for (int i = 0; i < 20; i++) {
            tick(node, Duration.ofSeconds(30));
        }
        assertThat(subjects()).containsExactly("[ProfileKeep] Frankfurt: Profiles does not answer");

        troubles.clear();
        tick(node, Duration.ofMinutes(30));
        assertThat(node.incidents().open()).isEmpty();
        assertThat(subjects()).hasSize(1);
        tick(node, Duration.ofHours(20));
        assertThat(subjects()).hasSize(2);
        assertThat(subjects().get(1)).isEqualTo("[ProfileKeep] one incident is over");
        tick(node, Duration.ofHours(24));
        assertThat(subjects()).as("nothing new, no mail").hasSize(2);
    }

    @Test
    void what_fails_together_is_one_message() {
        Notifications node = node("a");
        for (int i = 0; i < 23; i++) {
            troubles.add(trouble("share-" + i, Severity.CRITICAL));
        }
        tick(node, Duration.ZERO);
        tick(node, Duration.ofMinutes(1));
        assertThat(subjects()).hasSize(1);
        assertThat(subjects().get(0)).endsWith("and 22 more");
    }

    @Test
    void what_comes_and_goes_is_one_incident_and_one_message() {
        Notifications node = node("a");
        for (int i = 0; i < 10; i++) {
            troubles.add(trouble("Profiles", Severity.CRITICAL));
            tick(node, Duration.ofMinutes(2));
            tick(node, Duration.ofMinutes(2));
            troubles.clear();
            tick(node, Duration.ofMinutes(2));
        }
        assertThat(subjects()).hasSize(1);
        assertThat(node.incidents().recent(100)).hasSize(1);
    }

    @Test
    void what_came_back_lasts_since_it_came_back() {
        Notifications node = node("a");
        troubles.add(trouble("Profiles", Severity.CRITICAL));
        tick(node, Duration.ofMinutes(2));
        troubles.clear();
        tick(node, Duration.ofMinutes(2));
        estate.clock().forward(Duration.ofMinutes(6));
        Instant again = estate.clock().instant();
        troubles.add(new Trouble(
                "Profiles",
                IncidentKind.LOCATION_DOWN,
                Severity.CRITICAL,
                "fra",
                Map.of("location", "Profiles"),
                again));
        tick(node, Duration.ofMinutes(1));
        assertThat(node.incidents().open()).singleElement().satisfies(incident -> assertThat(incident.since())
                .isEqualTo(again));
    }

    @Test
    void a_node_that_is_ended_lets_the_next_observe_at_once() {
        Notifications first = node("a");
        troubles.add(trouble("Profiles", Severity.CRITICAL));
        tick(first, Duration.ofSeconds(20));
        first.close();
        troubles.clear();
        Notifications second = node("b");
        tick(second, Duration.ofSeconds(20));
        assertThat(second.incidents().open()).isEmpty();
    }

    @Test
    void what_is_back_after_its_end_was_told_is_told_again() {
        Notifications node = node("a");
        troubles.add(trouble("Profiles", Severity.CRITICAL));
        tick(node, Duration.ofMinutes(1));
        tick(node, Duration.ofMinutes(1));
        assertThat(subjects()).hasSize(1);
        troubles.clear();
        estate.clock().set(Instant.parse("2026-11-21T07:59:00Z"));
        tick(node, Duration.ZERO);
        tick(node, Duration.ofMinutes(2)); // the digest of 08:00
        assertThat(subjects()).last().isEqualTo("[ProfileKeep] one incident is over");

        troubles.add(trouble("Profiles", Severity.CRITICAL));
        tick(node, Duration.ofMinutes(5));
        tick(node, Duration.ofMinutes(1));
        assertThat(node.incidents().recent(100)).as("the same incident").hasSize(1);
        assertThat(subjects()).hasSize(3).last().isEqualTo("[ProfileKeep] Frankfurt: Profiles does not answer");

        troubles.clear();
        tick(node, Duration.ofHours(24));
        assertThat(subjects()).hasSize(4).last().isEqualTo("[ProfileKeep] one incident is over");
    }

    @Test
    void a_restart_forgets_nothing_and_repeats_nothing() {
        Notifications before = node("a");
        troubles.add(trouble("Profiles", Severity.CRITICAL));
        tick(before, Duration.ZERO);
        tick(before, Duration.ofMinutes(2));
        before.close();
        assertThat(subjects()).hasSize(1);

        engine = estate.reopen();
        Notifications after = node("b");
        tick(after, Duration.ofMinutes(10));
        tick(after, Duration.ofMinutes(10));
        assertThat(after.incidents().open()).hasSize(1);
        assertThat(after.incidents().open().get(0).since()).isEqualTo(START);
        assertThat(subjects()).hasSize(1);
    }

    @Test
    void of_two_nodes_one_observes_until_it_is_gone_and_nothing_is_sent_twice() {
        Notifications first = node("a");
        Notifications second = node("b");
        troubles.add(trouble("Profiles", Severity.CRITICAL));
        for (int i = 0; i < 10; i++) {
            tick(first, Duration.ofSeconds(20));
            tick(second, Duration.ofSeconds(20));
        }
        assertThat(subjects()).hasSize(1);

        troubles.clear();
        tick(second, Duration.ofMinutes(1));
        assertThat(second.incidents().open()).as("the first one's turn lasts").hasSize(1);
        tick(second, Duration.ofMinutes(5));
        assertThat(second.incidents().open()).isEmpty();
    }

    @Test
    void a_mail_server_that_is_away_gets_it_when_it_is_back() {
        Notifications node = node("a");
        troubles.add(trouble("Profiles", Severity.CRITICAL));
        tick(node, Duration.ZERO);
        int port = server.getSmtp().getPort();
        server.stop();
        tick(node, Duration.ofMinutes(2));
        Outgoing waiting = node.messages(1).get(0);
        assertThat(waiting.sentAt()).isNull();
        assertThat(waiting.problem()).contains("127.0.0.1:" + port);
        assertThat(waiting.attempts()).isEqualTo(1);

        server = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        tick(node, Duration.ofSeconds(30));
        assertThat(subjects()).as("not before its time").isEmpty();
        tick(node, Duration.ofMinutes(1));
        assertThat(subjects()).hasSize(1);
        assertThat(node.messages(1).get(0).sentAt()).isNotNull();
    }

    @Test
    void a_message_that_a_dying_node_was_sending_is_sent_by_another() {
        Outbox outbox = new Outbox(engine.catalog().database());
        outbox.add(new Draft("k", "", "anna@example.com", "subject", "text"), START);
        assertThat(outbox.claim(START)).isPresent();
        assertThat(outbox.claim(START.plusSeconds(30))).as("it is being sent").isEmpty();
        assertThat(outbox.claim(START.plus(Outbox.CLAIM).plusSeconds(1))).isPresent();
    }

    @Test
    void no_try_lasts_as_long_as_it_is_kept_from_the_others() {
        Duration margin = Duration.ofMinutes(1);
        assertThat(MailServer.WITHIN.plus(margin)).isLessThan(Outbox.CLAIM);
        assertThat(Webhook.ANSWER.plus(margin)).isLessThan(Outbox.CLAIM);
    }

    @Test
    void a_failure_that_is_told_too_late_takes_nothing_from_whoever_tries_since() {
        Outbox outbox = new Outbox(engine.catalog().database());
        outbox.add(new Draft("k", "", "anna@example.com", "subject", "text"), START);
        Outbox.Claimed late = outbox.claim(START.plusNanos(123_456_789)).orElseThrow();
        Instant later = START.plus(Outbox.CLAIM).plusSeconds(1);
        Outbox.Claimed since = outbox.claim(later).orElseThrow();

        outbox.failed(late, "refused", true, later);
        assertThat(outbox.recent(1)).singleElement().satisfies(message -> {
            assertThat(message.givenUpAt()).isNull();
            assertThat(message.attempts()).isZero();
        });
        assertThat(outbox.claim(later.plusSeconds(30))).as("it is being sent").isEmpty();

        outbox.sent(since, later);
        outbox.failed(late, "refused", true, later);
        outbox.failed(since, "refused", true, later);
        assertThat(outbox.recent(1)).singleElement().satisfies(message -> {
            assertThat(message.sentAt()).isNotNull();
            assertThat(message.givenUpAt()).isNull();
            assertThat(message.problem()).isEmpty();
        });
    }

    @Test
    void what_was_taken_is_sent_whoever_tries_it_since() {
        Outbox outbox = new Outbox(engine.catalog().database());
        outbox.add(new Draft("k", "", "anna@example.com", "subject", "text"), START);
        Outbox.Claimed late = outbox.claim(START).orElseThrow();
        Instant later = START.plus(Outbox.CLAIM).plusSeconds(1);
        Outbox.Claimed since = outbox.claim(later).orElseThrow();

        outbox.sent(late, later);
        assertThat(outbox.failed(since, "not now", false, later)).isFalse();
        assertThat(outbox.recent(1)).singleElement().satisfies(message -> {
            assertThat(message.sentAt()).isNotNull();
            assertThat(message.givenUpAt()).isNull();
        });
        assertThat(outbox.claim(later.plus(Duration.ofHours(1)))).isEmpty();
    }

    @Test
    void what_nobody_takes_for_a_day_is_given_up() {
        Outbox outbox = new Outbox(engine.catalog().database());
        outbox.add(new Draft("k", "", "anna@example.com", "subject", "text"), START);
        Instant now = START;
        int tries = 0;
        for (int minute = 0; minute < 48 * 60; minute++) {
            now = START.plus(Duration.ofMinutes(minute));
            Optional<Outbox.Claimed> claimed = outbox.claim(now);
            if (claimed.isPresent()) {
                tries++;
                outbox.failed(claimed.get(), "no", false, now);
            }
        }
        assertThat(tries).isBetween(20, 40);
        assertThat(outbox.recent(1).get(0).givenUpAt()).isBefore(START.plus(Duration.ofHours(25)));
    }

    @Test
    void a_site_that_is_down_is_one_incident_since_its_first_failure_and_ends_when_it_answers() {
        Notifications node = node("a");
        tick(node, Duration.ZERO);
        estate.faulty("lon-profiles").fail("stat", 3, FaultyStorage.unreachable());
        tick(node, Duration.ofSeconds(30));
        assertThat(node.incidents().open()).as("once is nothing").isEmpty();
        tick(node, Duration.ofSeconds(30));
        assertThat(node.incidents().open()).singleElement().satisfies(incident -> {
            assertThat(incident.kind()).isEqualTo(IncidentKind.SITE_DOWN);
            assertThat(incident.siteId()).isEqualTo("lon");
            assertThat(incident.since()).isEqualTo(START.plusSeconds(30));
        });
        tick(node, Duration.ofSeconds(30));
        tick(node, Duration.ofSeconds(30));
        assertThat(node.incidents().open()).isEmpty();
    }

    @Test
    void a_folder_that_is_not_there_is_said_in_plain_words() {
        Notifications node = node("a");
        tick(node, Duration.ZERO);
        estate.faulty("lon-profiles")
                .fail("stat", 2, new StorageException.NotFound("stat /: there is nothing of that name", null));
        tick(node, Duration.ofSeconds(30));
        tick(node, Duration.ofSeconds(30));
        assertThat(node.incidents().open()).singleElement().satisfies(incident -> assertThat(incident.facts())
                .containsEntry("reason", "the folder of this location is not there"));
    }

    @Test
    void a_restart_amid_an_outage_does_not_end_it() {
        Notifications before = node("a");
        estate.faulty("lon-profiles").fail("stat", 100, FaultyStorage.unreachable());
        tick(before, Duration.ZERO);
        tick(before, Duration.ofSeconds(30));
        assertThat(before.incidents().open()).hasSize(1);
        before.close();

        Notifications after = node("b");
        tick(after, Duration.ofMinutes(5));
        assertThat(after.incidents().open()).hasSize(1);
        tick(after, Duration.ofSeconds(30));
        assertThat(after.incidents().open()).singleElement().satisfies(incident -> assertThat(incident.since())
                .isEqualTo(START));
    }

    @Test
    void who_asked_is_told_once_when_it_is_free() throws Exception {
        Notifications node = node("a");
        assertThat(node.tellWhenFree(7, Estate.ANNA, "anna@example.com", Locale.GERMAN))
                .isTrue();
        assertThat(node.tellWhenFree(7, Estate.ANNA, "anna@example.com", Locale.GERMAN))
                .isTrue();
        tick(node, Duration.ofMinutes(3));
        assertThat(subjects()).isEmpty();
        assertThat(node.willTell(7, Estate.ANNA)).isTrue();

        standing = Standing.FREE;
        tick(node, Duration.ofMinutes(3));
        tick(node, Duration.ofMinutes(3));
        assertThat(subjects()).containsExactly("Ihr Desktop ist wieder frei");
        assertThat(server.getReceivedMessages()[0].getAllRecipients()[0].toString())
                .isEqualTo("anna@example.com");
        assertThat(node.willTell(7, Estate.ANNA)).isFalse();
    }

    @Test
    void nobody_is_looked_for_longer_than_a_day_or_written_to_at_what_is_no_address() {
        Notifications node = node("a");
        assertThat(node.tellWhenFree(7, Estate.ANNA, "anna@example.com\nBcc: x@example.com", Locale.ENGLISH))
                .isFalse();
        assertThat(node.tellWhenFree(7, Estate.ANNA, "anna@example.com", Locale.ENGLISH))
                .isTrue();
        estate.clock().forward(Duration.ofHours(24).plusSeconds(1));
        assertThat(node.willTell(7, Estate.ANNA)).isFalse();
        standing = Standing.FREE;
        tick(node, Duration.ZERO);
        assertThat(subjects()).isEmpty();
    }

    @Test
    void hosts_that_left_few_locks_are_nobodys_incident() {
        LeftLocks source = new LeftLocks(() -> List.of(
                new LeftLocks.Group("AVD-12", 23, 20, START),
                new LeftLocks.Group("AVD-13", 2, 2, START),
                new LeftLocks.Group("", 50, 0, null)));
        assertThat(source.now().orElseThrow()).singleElement().satisfies(trouble -> {
            assertThat(trouble.facts()).containsEntry("host", "AVD-12").containsEntry("locked", "23");
            assertThat(trouble.since()).isEqualTo(START);
        });
    }

    @Test
    void who_asked_for_first_aid_is_told_in_other_words_than_who_wants_a_backup_back() throws Exception {
        Notifications node = node("a");
        engine.catalog().database().<SQLException>run(session -> {
            node.tellOfRequest(session, "1", done(About.FIRST_AID, null, ""), "anna@example.com", Locale.ENGLISH);
            node.tellOfRequest(session, "2", done(About.WHOLE, START, ""), "anna@example.com", Locale.ENGLISH);
        });
        tick(node, Duration.ofSeconds(30));
        assertThat(subjects()).containsExactlyInAnyOrder("You can sign in", "It is back");
    }

    private static RequestMail done(About about, @Nullable Instant moment, String where) {
        return new RequestMail("DONE", about, RequestMail.To.ASKER, "anna", "Anna", "", moment, "", where);
    }

    @Test
    void who_asked_for_files_reads_where_they_lie_in_their_own_language() throws Exception {
        Notifications node = node("a");
        String where = "\\\\files\\restored\\anna-1104\\2026-03-02-request-7";
        engine.catalog()
                .database()
                .<SQLException>run(session -> node.tellOfRequest(
                        session, "1", done(About.FILES, START, where), "anna@example.com", Locale.GERMAN));
        tick(node, Duration.ofSeconds(30));
        assertThat(subjects()).containsExactly("Ihre Dateien liegen bereit");
        assertThat(String.valueOf(server.getReceivedMessages()[0].getContent())).contains(where);
    }
}

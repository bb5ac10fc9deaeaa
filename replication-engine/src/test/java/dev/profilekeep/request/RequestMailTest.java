package dev.profilekeep.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.health.ContainerState;
import dev.profilekeep.request.Restorer.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever it concerns is written to, in words for them, and reads why it is they. */
class RequestMailTest {
    private static final Actor ANNA = new Actor(Estate.ANNA, "Anna", List.of("USER"), "");
    private static final Actor HELGE =
            new Actor("S-1-5-21-1004336348-1177238915-682003330-2001", "Helge", List.of("HELPDESK"), "");
    private static final Actor HELLA =
            new Actor("S-1-5-21-1004336348-1177238915-682003330-2002", "Hella", List.of("HELPDESK"), "");
    private static final ContainerRow ANNAS = new ContainerRow(
            7,
            "pool",
            ContainerKind.PROFILE,
            Estate.ANNA,
            "anna",
            "Profile_anna",
            ContainerState.HEALTHY,
            List.of(),
            List.of("fra"),
            false,
            null,
            null,
            null,
            null,
            null,
            null,
            null);

    @TempDir
    Path folder;

    private Estate estate;
    private Requests requests;
    private RequestRunner runner;
    private Result restored = new Result.Done("act-1", Note.NONE);
    private Result undone = new Result.Done("act-2", Note.NONE);

    @BeforeEach
    void open() {
        estate = new Estate(folder)
                .with("notifications: {mail: {host: localhost, security: NONE, from: keep@example.com}}");
        requests = estate.engine().requests();
        runner = new RequestRunner(requests, new Obedient(), estate.clock(), "node");
    }

    @AfterEach
    void close() {
        runner.close();
        estate.close();
    }

    private final class Obedient implements Restorer {
        @Override
        public Set<RequestKind> kinds() {
            return Set.of(RequestKind.values());
        }

        @Override
        public Optional<Note> heldBy(Request request) {
            return Optional.empty();
        }

        @Override
        public Result restore(Request request, Progress progress) {
            return restored;
        }

        @Override
        public Result undo(Request request, Progress progress) {
            return undone;
        }
    }

    private record Mail(String address, String subject, String body) {}

    private List<Mail> mails() {
        return estate.engine()
                .catalog()
                .database()
                .<List<Mail>, RuntimeException>call(session -> session.list(
                        "SELECT * FROM outgoing_message ORDER BY id",
                        row -> new Mail(row.text("address"), row.text("subject"), row.text("body"))));
    }

    private List<String> subjectsTo(String address) {
        return mails().stream()
                .filter(mail -> mail.address().equals(address))
                .map(Mail::subject)
                .toList();
    }

    private void tick() throws InterruptedException {
        runner.tick();
        runner.settle();
    }

    @Test
    void the_owner_is_told_of_all_that_becomes_of_what_somebody_else_asked_for_them() throws Exception {
        requests.met(Estate.ANNA, "anna@example.com", Locale.GERMANY);
        long id = requests.ask(
                        ANNAS,
                        Wish.firstAid(RequestKind.RESET),
                        HELGE,
                        "helge@example.com",
                        Locale.ENGLISH,
                        "she called")
                .request()
                .id();
        assertThat(mails()).singleElement().satisfies(mail -> {
            assertThat(mail.address()).isEqualTo("anna@example.com");
            assertThat(mail.subject()).isEqualTo("Jemand hat für Ihr Profil um etwas gebeten");
            assertThat(mail.body())
                    .contains("Helge hat für Sie darum gebeten")
                    .contains("she called")
                    .contains("beiseitezulegen")
                    .contains("weil es um Ihr Profil geht und jemand anderes darum gebeten hat");
        });
        requests.approve(id, HELLA, "");
        tick();
        undone = new Result.Failed("", Note.of("kept.gone"));
        requests.undo(id, HELGE, "it was the wrong one");
        tick();
        assertThat(subjectsTo("anna@example.com"))
                .containsExactly(
                        "Jemand hat für Ihr Profil um etwas gebeten",
                        "Dem, worum für Sie gebeten wurde, ist zugestimmt",
                        "Worum für Sie gebeten wurde, ist getan",
                        "Wir konnten nicht zurückgehen");
        assertThat(subjectsTo("helge@example.com"))
                .containsExactly(
                        "It was agreed to what you asked for anna",
                        "What you asked for anna is done",
                        "What you asked for anna could not be taken back");
        assertThat(mails())
                .filteredOn(mail -> mail.address().startsWith("helge"))
                .allSatisfy(mail -> assertThat(mail.body())
                        .contains("You get this because you asked for it for anna.")
                        .doesNotContain("your page", "your desktop"));
    }

    @Test
    void a_refusal_says_who_refused_and_what_they_said() throws Exception {
        requests.met(Estate.ANNA, "anna@example.com", Locale.ENGLISH);
        long id = requests.ask(
                        ANNAS,
                        Wish.firstAid(RequestKind.RESET),
                        HELGE,
                        "helge@example.com",
                        Locale.ENGLISH,
                        "she called")
                .request()
                .id();
        assertThat(mails()).singleElement().satisfies(mail -> assertThat(mail.body())
                .contains("Helge said: \u201cshe called\u201d"));
        requests.refuse(id, HELLA, "a look into her Office cache comes first");
        assertThat(mails()).hasSize(3).last().satisfies(mail -> assertThat(mail.body())
                .doesNotContain("Somebody", "They said"));
        assertThat(mails().subList(1, 3)).allSatisfy(mail -> assertThat(mail.body())
                .contains("Hella decided against it.")
                .contains("Hella said: \u201ca look into her Office cache comes first\u201d"));
    }

    @Test
    void nobody_is_told_to_go_back_where_nothing_was_before() throws Exception {
        requests.met(Estate.ANNA, "anna@example.com", Locale.GERMANY);
        restored = new Result.Done("act-1", Note.of("anew", "FRA"));
        Wish wish = new Wish(
                RequestKind.WHOLE,
                new Wish.Point("main", new UUID(1, 2), 0),
                Instant.parse("2026-06-20T01:14:00Z"),
                List.of());
        long asked = requests.ask(ANNAS, wish, HELGE, "helge@example.com", Locale.ENGLISH, "it is gone")
                .request()
                .id();
        requests.approve(asked, HELLA, "");
        tick();
        long own = requests.ask(ANNAS, wish, ANNA, "anna@example.com", Locale.ENGLISH, "it is gone again")
                .request()
                .id();
        requests.approve(own, HELLA, "");
        tick();
        List<Mail> done = mails().stream()
                .filter(mail -> List.of(
                                "It is back",
                                "What you asked for anna is done",
                                "Worum für Sie gebeten wurde, ist getan")
                        .contains(mail.subject()))
                .toList();
        assertThat(done).hasSize(3).allSatisfy(mail -> assertThat(mail.body())
                .containsAnyOf("made from the backup", "aus der Sicherung")
                .doesNotContain("is kept", "aufgehoben"));
    }

    @Test
    void whoever_asks_for_themselves_is_told_once_and_of_what_they_did_themselves_nothing() throws Exception {
        requests.met(Estate.ANNA, "anna@example.com", Locale.ENGLISH);
        long id = requests.ask(
                        ANNAS, Wish.firstAid(RequestKind.RESET), ANNA, "anna@example.com", Locale.ENGLISH, "broken")
                .request()
                .id();
        assertThat(mails()).isEmpty();
        requests.approve(id, HELLA, "");
        assertThat(mails()).singleElement().satisfies(mail -> assertThat(mail.body())
                .contains("You get this because you asked ProfileKeep for it."));
        requests.withdraw(id, ANNA, "");
        assertThat(mails()).hasSize(1);
    }

    @Test
    void an_owner_who_takes_it_back_is_not_told_so_and_one_whose_address_nobody_knows_is_not_written_to()
            throws Exception {
        requests.met(Estate.ANNA, "anna@example.com", Locale.ENGLISH);
        long id = requests.ask(ANNAS, Wish.firstAid(RequestKind.RESET), HELGE, "", Locale.ENGLISH, "she called")
                .request()
                .id();
        requests.withdraw(id, ANNA, "");
        assertThat(subjectsTo("anna@example.com"))
                .containsExactly("Somebody asked for something to be done to your profile");
        requests.met(Estate.ANNA, "", Locale.ENGLISH);
        requests.ask(ANNAS, Wish.firstAid(RequestKind.RESET), HELGE, "", Locale.ENGLISH, "again");
        assertThat(mails()).as("the address is forgotten").hasSize(1);
    }

    @Test
    void files_that_our_account_alone_can_open_are_said_to_be_handed_over() throws Exception {
        close();
        estate = new Estate(Files.createDirectory(folder.resolve("local")))
                .with("notifications: {mail: {host: localhost, security: NONE, from: keep@example.com}}\n"
                        + "policies: {restores: {restoreShare: {address: " + folder.resolve("restored") + "}}}");
        requests = estate.engine().requests();
        runner = new RequestRunner(requests, new Obedient(), estate.clock(), "node");
        restored = new Result.Done("", Note.NONE, "anna/2026-03-02-request-7");
        KnownPoint point = new KnownPoint(
                "backups",
                UUID.randomUUID(),
                0,
                new ContainerIdentity("pool", ContainerKind.PROFILE, Estate.ANNA, "Profile_anna"),
                "fra-profiles",
                "Profile_anna.VHDX",
                estate.clock().instant(),
                estate.clock().instant(),
                false,
                estate.clock().instant(),
                1,
                false,
                Optional.empty());
        long id = requests.ask(
                        ANNAS,
                        Wish.files(point, List.of("a.txt"), new Wish.Amount(1, 0, 1)),
                        ANNA,
                        "anna@example.com",
                        Locale.ENGLISH,
                        "lost")
                .request()
                .id();
        requests.approve(id, HELLA, "");
        tick();
        assertThat(mails()).last().satisfies(mail -> {
            assertThat(mail.subject()).isEqualTo("Your files are ready");
            assertThat(mail.body()).contains("The helpdesk hands them over").doesNotContain("Copy what you need");
        });
    }
}

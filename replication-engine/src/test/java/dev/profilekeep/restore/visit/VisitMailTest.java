package dev.profilekeep.restore.visit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.approval.Approval;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.health.ContainerState;
import dev.profilekeep.request.RequestKind;
import dev.profilekeep.request.Wish;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An owner is written to when somebody begins to look, if anybody knows where. */
class VisitMailTest {
    private static final Actor ANNA = new Actor(Estate.ANNA, "Anna", List.of("USER"), "");
    private static final Actor HELGE = new Actor("corp:helge@example.com", "Helge", List.of("HELPDESK"), "");
    private static final Actor ADA = new Actor("corp:ada@example.com", "Ada", List.of("ADMINISTRATOR"), "");
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

    private static void look(Estate estate) throws Exception {
        VisitGrants grants = estate.engine().visitGrants();
        Approval asked = grants.ask(ANNAS, HELGE, "her thesis is gone");
        grants.begin(ANNAS, grants.approve(asked.id(), ADA, ""), HELGE);
    }

    private static List<String> mails(Estate estate) {
        return estate.engine()
                .catalog()
                .database()
                .<List<String>, RuntimeException>call(session -> session.list(
                        "SELECT * FROM outgoing_message ORDER BY id",
                        row -> row.text("address") + " " + row.text("subject") + " " + row.text("body")));
    }

    @Test
    void the_owner_is_written_to_at_the_address_of_the_sign_in_and_in_its_language() throws Exception {
        try (Estate estate = new Estate(folder)
                .with("notifications: {mail: {host: localhost, security: NONE, from: keep@example.com}}")) {
            look(estate);
            assertThat(mails(estate)).as("nobody knows an address").isEmpty();
            estate.engine()
                    .requests()
                    .ask(ANNAS, Wish.firstAid(RequestKind.RESET), ANNA, "anna@example.com", Locale.GERMAN, "kaputt");
            look(estate);
            assertThat(mails(estate)).singleElement().asString().satisfies(mail -> assertThat(mail)
                    .startsWith("anna@example.com Jemand schaut in Ihre Sicherungen")
                    .contains("Helge")
                    .contains("her thesis is gone"));
        }
    }

    @Test
    void where_no_mail_goes_to_people_it_begins_all_the_same() throws Exception {
        try (Estate estate = new Estate(folder)) {
            look(estate);
            assertThat(estate.engine().visitGrants().of(Estate.ANNA, 10)).hasSize(1);
            assertThat(mails(estate)).isEmpty();
        }
    }
}

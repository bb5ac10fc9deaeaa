package dev.profilekeep.e2e.flow;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.profilekeep.e2e.support.Persona.ADA;
import static dev.profilekeep.e2e.support.Persona.ANNA;
import static dev.profilekeep.e2e.support.Persona.HELGE;
import static dev.profilekeep.e2e.support.Persona.NOBODY;
import static dev.profilekeep.e2e.support.Persona.OTTO;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import dev.profilekeep.e2e.page.ProfilesPage;
import dev.profilekeep.e2e.page.Shell;
import dev.profilekeep.e2e.page.SignInPage;
import dev.profilekeep.e2e.support.Persona;
import dev.profilekeep.e2e.support.PortalFlow;
import dev.profilekeep.e2e.support.VaadinPage;
import dev.profilekeep.e2e.support.Visits;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Through SAML in, and out again at both ends. */
@PortalFlow
class SigningInE2E {
    @ParameterizedTest
    @EnumSource(names = "NOBODY", mode = EnumSource.Mode.EXCLUDE)
    void each_persona_signs_in_and_is_offered_what_the_role_opens(Persona persona, Visits visits) {
        Shell shell = SignInPage.as(visits, persona);

        List<String> expected =
                switch (persona) {
                    case ANNA -> List.of();
                    case HELGE ->
                        List.of("My profile", "Help", "Locks", "Requests", "Profiles", "Health", "Space", "Backups");
                    case ADA, NILS ->
                        List.of(
                                "My profile",
                                "Readiness",
                                "Help",
                                "Locks",
                                "Requests",
                                "Profiles",
                                "Health",
                                "Space",
                                "Backups",
                                "Failover",
                                "Jobs",
                                "Settings");
                    case OTTO ->
                        List.of(
                                "My profile",
                                "Readiness",
                                "Locks",
                                "Requests",
                                "Profiles",
                                "Health",
                                "Space",
                                "Backups",
                                "Failover",
                                "Jobs");
                    case NOBODY -> throw new IllegalArgumentException("has no frame");
                };
        assertThat(shell.page().role(AriaRole.MAIN)).isVisible();
        assertThat(shell.menu()).isEqualTo(expected);
        shell.account();
        assertThat(shell.page().page().getByText(persona.fullName()).last()).isVisible();
    }

    @Test
    void somebody_without_a_role_is_told_so_and_what_to_do(Visits visits) {
        VaadinPage page = visits.open();
        page.tolerate("status 403");
        page.tolerate("status of 403");

        SignInPage.askedFor(page, "/profiles").signIn(NOBODY);

        assertThat(page.role(AriaRole.HEADING, "You have no access yet")).isVisible();
        assertThat(page.page().getByText("send the line below to your helpdesk"))
                .isVisible();
        assertThat(page.page().getByText("nobody@")).isVisible();
        for (String path : List.of("/", "/profiles", "/jobs")) {
            page.open(path);
            assertThat(page.role(AriaRole.HEADING, "You have no access yet")).isVisible();
        }
        page.role(AriaRole.BUTTON, "Sign out").click();
        page.page().waitForURL(page.portal().url("/signed-out") + "*");
    }

    @Test
    void a_link_into_the_portal_is_still_the_one_wanted_after_signing_in(Visits visits) {
        VaadinPage page = visits.open();

        SignInPage.askedFor(page, "/profiles?text=chiara&sort=-fileSize").signIn(HELGE);

        assertThat(page.path()).startsWith("/profiles?").contains("text=chiara").contains("sort=-fileSize");
        ProfilesPage profiles = new Shell(page).shownProfiles();
        assertThat(profiles.searchField()).hasValue("chiara");
        profiles.grid().awaitRow("chiara.rossi");
    }

    @Test
    void signing_out_ends_the_session_here_and_at_the_identity_provider(Visits visits) {
        Shell shell = SignInPage.as(visits, HELGE);
        VaadinPage page = shell.page();
        page.open("/demo-idp");
        assertThat(page.role(AriaRole.HEADING, "You are " + HELGE.fullName())).isVisible();
        page.open("/");

        shell.signOut();

        assertThat(page.role(AriaRole.HEADING, "You are signed out")).isVisible();
        page.tolerate("status 401");
        assertThat(page.api("me").status()).isEqualTo(401);
        page.open("/demo-idp");
        assertThat(page.role(AriaRole.HEADING, "Nobody chosen")).isVisible();
        Locator chooser =
                SignInPage.askedFor(page, "/profiles").toIdentityProvider().persona(ADA);
        assertThat(chooser).isVisible(); // asked again who one is, not signed in by a session left over
    }

    @Test
    void signing_out_at_the_identity_provider_ends_the_session_here(Visits visits) {
        VaadinPage page = SignInPage.as(visits, OTTO).page();

        page.open("/demo-idp");
        page.role(AriaRole.BUTTON, "Sign out everywhere").click();

        assertThat(page.role(AriaRole.HEADING, "You are signed out")).isVisible();
        page.tolerate("status 401");
        assertThat(page.api("me").status()).isEqualTo(401);
    }

    @Test
    void two_people_in_two_browsers_do_not_disturb_each_other(Visits visits) {
        Shell anna = SignInPage.as(visits, ANNA);
        Shell ada = SignInPage.as(visits, ADA);

        anna.page().open("/");
        assertThat(anna.menu()).isEmpty();
        ada.page().open("/jobs");
        assertThat(ada.menu()).contains("Jobs");
        ada.signOut();
        anna.page().open("/");
        assertThat(anna.title()).isVisible();
    }
}

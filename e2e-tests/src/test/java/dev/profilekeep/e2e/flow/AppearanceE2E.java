package dev.profilekeep.e2e.flow;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.profilekeep.e2e.support.Persona.ADA;
import static dev.profilekeep.e2e.support.Persona.ANNA;
import static dev.profilekeep.e2e.support.Persona.HELGE;
import static dev.profilekeep.e2e.support.Persona.OTTO;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import dev.profilekeep.e2e.page.ProfilesPage;
import dev.profilekeep.e2e.page.Shell;
import dev.profilekeep.e2e.page.SignInPage;
import dev.profilekeep.e2e.support.Look;
import dev.profilekeep.e2e.support.PortalFlow;
import dev.profilekeep.e2e.support.VaadinPage;
import dev.profilekeep.e2e.support.Visits;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** In the person's language, colours, window, and by keyboard alone. */
@PortalFlow
class AppearanceE2E {
    @Test
    void a_german_browser_is_spoken_to_in_german(Visits visits) {
        VaadinPage page = visits.open(Look.DESK.speaking("de-DE"));
        SignInPage.askedFor(page, "/");
        assertThat(page.page().locator("html")).hasAttribute("lang", "de");

        Shell shell = SignInPage.as(page, ANNA);

        assertThat(page.page().locator("html")).hasAttribute("lang", "de");
        assertThat(shell.title()).containsText("Profil");
        assertThat(shell.title()).not().containsText("is fine");
        assertThat(page.role(AriaRole.MAIN)).containsText("Frankfurt und London");
    }

    @Test
    void the_language_is_switched_and_kept_for_the_person(Visits visits) {
        Shell shell = SignInPage.as(visits, OTTO);
        shell.speak("Deutsch");
        try {
            assertThat(shell.page().page().locator("html")).hasAttribute("lang", "de");
            assertThat(shell.navigation()).containsText("Profile");
            assertThat(shell.title()).not().containsText("We know");

            Shell elsewhere = SignInPage.as(visits, OTTO); // an English browser

            assertThat(elsewhere.page().page().locator("html")).hasAttribute("lang", "de");
        } finally {
            SignInPage.as(visits, OTTO).speak("English");
        }
    }

    @Test
    void colours_follow_the_system_until_the_person_chooses(Visits visits) {
        Shell shell = SignInPage.as(visits, HELGE, Look.DESK.inDark());
        shell.page().awaitDark(true);

        shell.colours("Light");
        shell.page().awaitDark(false);
        shell.page().page().reload();
        shell.page().settle();
        shell.page().awaitDark(false);

        shell.colours("As the system");
        shell.page().awaitDark(true);
    }

    @Test
    void on_a_phone_the_way_is_at_the_bottom_and_the_list_is_of_cards(Visits visits) {
        VaadinPage page = SignInPage.as(visits, ADA, Look.PHONE).page();
        Shell shell = new Shell(page);
        assertThat(shell.menu()).containsExactly("My profile", "Readiness", "Help", "Locks");
        shell.fromMore("Health");
        page.awaitPath("/health");

        ProfilesPage profiles = shell.profiles();
        assertThat(page.role(AriaRole.GRID).filter(VaadinPage.SEEN)).hasCount(0);
        profiles.search("chiara");
        Locator card = page.page()
                .getByRole(AriaRole.LISTITEM)
                .filter(new Locator.FilterOptions().setHasText("chiara.rossi"))
                .first();
        assertThat(card).isVisible();
        assertThat(card.boundingBox().height).as("a thumb's height").isGreaterThanOrEqualTo(44);
        card.click();

        page.page().waitForURL(Pattern.compile(".*/profiles/\\d+"));
        assertThat(shell.title()).hasText("chiara.rossi");
    }

    @Test
    void everything_on_the_way_to_a_container_can_be_done_by_keyboard(Visits visits) {
        VaadinPage page = visits.open();
        SignInPage signIn = SignInPage.askedFor(page, "/");
        tabTo(page, page.role(AriaRole.LINK, Pattern.compile("Sign in with")));
        press(page, "Enter");
        page.page().waitForURL("**/demo-idp/**");
        tabTo(page, signIn.persona(HELGE));
        press(page, "Enter");
        page.awaitPath("/");

        tabTo(page, page.role(AriaRole.LINK, "Skip to the content"));
        Shell shell = new Shell(page);
        tabTo(page, shell.navigation().getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Profiles")));
        press(page, "Enter");
        page.awaitPath("/profiles");

        ProfilesPage profiles = shell.shownProfiles();
        profiles.grid().awaitRow("anna.berg");
        press(page, "Shift+?");
        Locator help = page.role(AriaRole.DIALOG).filter(VaadinPage.SEEN);
        assertThat(help).isVisible();
        press(page, "Escape");
        assertThat(help).isHidden();
        press(page, "/");
        assertThat(profiles.searchField()).isFocused();
        page.page().keyboard().type("chiara");
        page.page().waitForURL(Pattern.compile(".*text=chiara.*"));
        page.settle();
        profiles.grid().awaitRow("chiara.rossi");
        Locator link =
                page.role(AriaRole.LINK, "chiara.rossi").filter(VaadinPage.SEEN).first();
        for (int steps = 0; steps < 30 && !inGrid(page); steps++) {
            press(page, "Tab");
        }
        press(page, "Tab"); // from the heads to the first row
        press(page, "Enter"); // into the cell
        assertThat(link).isFocused();
        press(page, "Enter");
        page.page().waitForURL(Pattern.compile(".*/profiles/\\d+"));
        assertThat(shell.title()).hasText("chiara.rossi");
    }

    private static boolean inGrid(VaadinPage page) {
        return (Boolean) page.page().evaluate("() => document.activeElement?.localName === 'vaadin-grid'");
    }

    private static void press(VaadinPage page, String key) {
        page.page().keyboard().press(key);
    }

    /** Goes on by the tabulator until this has the focus, as far as anybody would. */
    private static void tabTo(VaadinPage page, Locator target) {
        assertThat(target).isAttached();
        for (int steps = 0; steps < 30; steps++) {
            boolean focused = (Boolean)
                    target.evaluate(
                            """
                    (element) => {
                      let active = document.activeElement;
                      while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
                      return active === element || element.contains(active);
                    }""");
            if (focused) {
                return;
            }
            press(page, "Tab");
        }
        throw new AssertionError("not reached by the tabulator: " + target);
    }
}

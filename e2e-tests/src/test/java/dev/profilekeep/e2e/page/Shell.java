package dev.profilekeep.e2e.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.profilekeep.e2e.support.VaadinPage;
import java.util.List;
import java.util.regex.Pattern;

/** The frame around every view: where one can go, and who one is. */
public final class Shell {
    private static final Pattern NAVIGATION = Pattern.compile("Main navigation|Hauptnavigation");
    private static final Pattern ACCOUNT = Pattern.compile("Your account|Ihr Konto");
    private static final Pattern LANGUAGE = Pattern.compile("Language|Sprache");
    private static final Pattern SIGN_OUT = Pattern.compile("Sign out|Abmelden");

    private static final Pattern LINK = Pattern.compile("- link \"([^\"]*)\"");

    private final VaadinPage page;

    public Shell(VaadinPage page) {
        this.page = page;
    }

    public VaadinPage page() {
        return page;
    }

    /** The navigation in sight: at the side, or at the bottom of a phone. */
    public Locator navigation() {
        return page.role(AriaRole.NAVIGATION, NAVIGATION).filter(new Locator.FilterOptions().setVisible(true));
    }

    /** Where one can go, in order, by the names that a screen reader says; empty for somebody with a single view. */
    public List<String> menu() {
        page.settle();
        if (navigation().count() == 0) {
            return List.of();
        }
        return LINK.matcher(navigation().ariaSnapshot())
                .results()
                .map(link -> link.group(1))
                .toList();
    }

    private void goTo(String name, String path) {
        page.settle();
        Locator link = entry(navigation(), name);
        if (link.count() == 0) {
            fromMore(name);
        } else {
            link.click();
        }
        page.awaitPath(path);
    }

    /** On a phone: an entry for which the bottom has no room. */
    public void fromMore(String name) {
        navigation()
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("More"))
                .click();
        entry(page.page().locator("vaadin-side-nav"), name).click();
    }

    private static Locator entry(Locator navigation, String name) {
        return navigation.getByRole(
                AriaRole.LINK, new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    public MyProfilePage myProfile() {
        return new MyProfilePage(page);
    }

    /** The list that is shown already. */
    public ProfilesPage shownProfiles() {
        return new ProfilesPage(page);
    }

    public ProfilesPage profiles() {
        goTo("Profiles", "/profiles");
        return new ProfilesPage(page);
    }

    public JobsPage jobs() {
        goTo("Jobs", "/jobs");
        return new JobsPage(page);
    }

    /** Opens who one is, how one is spoken to, and the way out. */
    public Locator account() {
        Locator signOut = page.role(AriaRole.BUTTON, SIGN_OUT);
        if (!signOut.isVisible()) {
            page.role(AriaRole.BUTTON, ACCOUNT).click();
        }
        assertThat(signOut).isVisible();
        page.settle();
        return page.role(AriaRole.DIALOG, ACCOUNT);
    }

    /** @param name as the list shows it, in its own language; chosen as by keyboard, by its first letter */
    public void speak(String name) {
        Locator language = account().getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(LANGUAGE));
        language.press(name.substring(0, 1));
        page.page().waitForLoadState();
        page.settle();
    }

    /** @param name of the choice: "Light", "Dark" or "As the system" */
    public void colours(String name) {
        account()
                .getByRole(AriaRole.RADIO, new Locator.GetByRoleOptions().setName(name))
                .check();
        page.page().keyboard().press("Escape");
        page.settle();
    }

    public void signOut() {
        account();
        page.role(AriaRole.BUTTON, SIGN_OUT).click();
        page.page().waitForURL(page.portal().url("/signed-out") + "*");
    }

    /** The heading that says what the page is about. */
    public Locator title() {
        return page.page().getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1));
    }
}

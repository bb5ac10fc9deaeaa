package dev.profilekeep.e2e.page;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.profilekeep.e2e.support.VaadinPage;
import java.util.regex.Pattern;

/** My profile: am I all right, and what can I press? */
public final class MyProfilePage {
    private final VaadinPage page;

    MyProfilePage(VaadinPage page) {
        this.page = page;
    }

    /** The one sentence. */
    public Locator sentence() {
        return page.page().getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1));
    }

    public Locator main() {
        return page.role(AriaRole.MAIN);
    }

    /** What is wrong at large, above every view. */
    public Locator trouble() {
        return page.page().locator(".trouble");
    }

    /** The part about one container, by the heading over it. */
    public Locator container(String heading) {
        return Sections.titled(page, heading);
    }

    /** How much is used of how much. */
    public Locator capacity(String heading) {
        return container(heading)
                .getByRole(AriaRole.IMG, new Locator.GetByRoleOptions().setName(Pattern.compile("used of")));
    }

    public Locator chart(String heading) {
        return container(heading).getByRole(AriaRole.SLIDER, new Locator.GetByRoleOptions().setName("Size over time"));
    }

    public Locator copyForHelpdesk() {
        return page.role(AriaRole.BUTTON, "Copy the details for the helpdesk");
    }

    /** Something to press. */
    public Locator act(String name) {
        return page.role(AriaRole.BUTTON, name);
    }

    /** The letters to read out, with the code as {@code data-code}. */
    public Locator letters() {
        return page.page().locator("[data-code]");
    }
}

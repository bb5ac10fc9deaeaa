package dev.profilekeep.e2e.page;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import dev.profilekeep.e2e.element.DialogElement;
import dev.profilekeep.e2e.element.GridElement;
import dev.profilekeep.e2e.support.VaadinPage;
import java.util.regex.Pattern;

/** Jobs: what runs, what ran, what runs next, what failed why? */
public final class JobsPage {
    private final VaadinPage page;

    JobsPage(VaadinPage page) {
        this.page = page;
    }

    /** Opened by address. */
    public static JobsPage at(VaadinPage page) {
        page.open("/jobs");
        return new JobsPage(page);
    }

    /** The card of the inventory. */
    public Locator inventory() {
        return Sections.titled(page, "Inventory");
    }

    /** A button of the inventory's card. */
    public Locator button(String name) {
        return inventory()
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    public Locator progress() {
        return inventory().getByRole(AriaRole.PROGRESSBAR);
    }

    /** What is said aloud when a run changes how it stands. */
    public Locator spoken() {
        return inventory().getByRole(AriaRole.STATUS);
    }

    public GridElement history() {
        return new GridElement(Sections.titled(page, "History"));
    }

    /** Opens the newest run of the list, whichever job's it is. */
    public DialogElement openNewest() {
        page.role(AriaRole.BUTTON, Pattern.compile("^Details of the run of"))
                .first()
                .click();
        return DialogElement.named(page.page(), Pattern.compile("^(Inventory|Backup), "));
    }

    public DialogElement changeSchedule() {
        button("Change schedule").click();
        return DialogElement.named(page.page(), Pattern.compile("^Schedule: "));
    }
}

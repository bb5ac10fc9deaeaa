package dev.profilekeep.e2e.page;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.profilekeep.e2e.support.VaadinPage;

/** Parts of a page, by the heading over them. */
final class Sections {
    private Sections() {}

    static Locator titled(VaadinPage page, String heading) {
        Locator title = page.page()
                .getByRole(
                        AriaRole.HEADING,
                        new Page.GetByRoleOptions()
                                .setName(heading)
                                .setExact(true)
                                .setLevel(2));
        return page.page().locator("section").filter(new Locator.FilterOptions().setHas(title));
    }
}

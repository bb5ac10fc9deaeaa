package dev.profilekeep.e2e.page;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.profilekeep.e2e.support.VaadinPage;
import java.util.regex.Pattern;

/** One container: what is in it? */
public final class ProfileDetailPage {
    private final VaadinPage page;

    ProfileDetailPage(VaadinPage page) {
        this.page = page;
    }

    /** Opened by address. */
    public static ProfileDetailPage at(VaadinPage page, long id) {
        page.open("/profiles/" + id);
        return new ProfileDetailPage(page);
    }

    public Locator title() {
        return page.page().getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1));
    }

    public Locator section(String heading) {
        return Sections.titled(page, heading);
    }

    /** The map of the blocks of the copy at a site. */
    public Locator blockMap(String site) {
        return page.role(AriaRole.SLIDER, Pattern.compile("Blocks in " + site));
    }
}

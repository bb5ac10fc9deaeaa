package dev.profilekeep.e2e.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import dev.profilekeep.e2e.element.DialogElement;
import dev.profilekeep.e2e.element.GridElement;
import dev.profilekeep.e2e.support.VaadinPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.regex.Pattern;

/** Profiles: which containers are there? */
public final class ProfilesPage {
    private static final Pattern TOTALS = Pattern.compile("(\\d+|No) containers?");
    private static final Pattern UNREAD = Pattern.compile("things? could not be read");

    private final VaadinPage page;

    ProfilesPage(VaadinPage page) {
        this.page = page;
    }

    /** Opened by address, as from a bookmark. */
    public static ProfilesPage at(VaadinPage page, String query) {
        page.open("/profiles" + query);
        return new ProfilesPage(page);
    }

    public GridElement grid() {
        return new GridElement(page.role(AriaRole.MAIN));
    }

    /** How many, how much. */
    public Locator totals() {
        return page.role(AriaRole.MAIN)
                .getByRole(AriaRole.STATUS)
                .filter(new Locator.FilterOptions().setHasText(TOTALS));
    }

    public Locator searchField() {
        return page.role(AriaRole.TEXTBOX, "Search name, SID or disk");
    }

    /** Types as a person does and waits for the list to follow. */
    public ProfilesPage search(String text) {
        searchField().fill("");
        searchField().pressSequentially(text);
        page.page().waitForURL(Pattern.compile(".*[?&]text=" + text + ".*"));
        page.settle();
        return this;
    }

    /** A filter that is on or off. */
    public Locator filter(String name) {
        return page.role(AriaRole.BUTTON, Pattern.compile("^" + name + "$"))
                .and(page.page().locator("[aria-pressed]"));
    }

    /** Presses a filter and waits for the list to follow. */
    public ProfilesPage toggle(String filter) {
        boolean pressed = "true".equals(filter(filter).getAttribute("aria-pressed"));
        filter(filter).click();
        assertThat(filter(filter)).hasAttribute("aria-pressed", String.valueOf(!pressed));
        page.settle();
        return this;
    }

    public void sortBy(String head) {
        // At its beginning, where the words are: the rest of a wide head is for nothing.
        grid().head(head).click(new Locator.ClickOptions().setPosition(24, 18));
        page.settle();
    }

    /** Shows and hides columns, by their heads. */
    public ProfilesPage columns(Map<String, Boolean> shown) {
        page.role(AriaRole.BUTTON, "Columns").click();
        Locator dialog = page.role(AriaRole.DIALOG, "Columns");
        assertThat(dialog).isVisible();
        page.settle();
        shown.forEach((name, show) -> {
            dialog.getByRole(
                            AriaRole.CHECKBOX,
                            new Locator.GetByRoleOptions().setName(name).setExact(true))
                    .setChecked(show);
            page.settle();
        });
        page.page().keyboard().press("Escape");
        assertThat(dialog).isHidden();
        return this;
    }

    /** What the export holds, as it would be saved. */
    public String export() {
        Download download = page.page()
                .waitForDownload(() -> page.role(AriaRole.LINK, "Export").click());
        try {
            return Files.readString(download.path(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The button beside the totals that says how much could not be read. */
    public Locator unread() {
        return page.role(AriaRole.BUTTON, UNREAD);
    }

    public DialogElement openUnread() {
        unread().click();
        return DialogElement.named(page.page(), UNREAD);
    }

    /** Opens the first container of this account. */
    public ProfileDetailPage open(String account) {
        page.role(AriaRole.LINK, account).first().click();
        page.page().waitForURL(Pattern.compile(".*/profiles/\\d+"));
        page.settle();
        return new ProfileDetailPage(page);
    }
}

package dev.profilekeep.e2e.element;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;

/** A dialog by its title. */
public final class DialogElement {
    private final Locator dialog;

    private DialogElement(Locator dialog) {
        this.dialog = dialog;
    }

    /** The open dialog whose name matches; waits for it. */
    public static DialogElement named(Page page, Pattern name) {
        Locator dialog = page.getByRole(AriaRole.DIALOG, new Page.GetByRoleOptions().setName(name));
        assertThat(dialog).isVisible();
        return new DialogElement(dialog);
    }

    public Locator locator() {
        return dialog;
    }

    public Locator button(String name) {
        return dialog.getByRole(
                AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    /** Presses the button of that name and waits until the dialog is gone. */
    public void leaveBy(String name) {
        button(name).click();
        assertThat(dialog).isHidden();
    }
}

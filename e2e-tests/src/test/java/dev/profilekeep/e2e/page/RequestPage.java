package dev.profilekeep.e2e.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import dev.profilekeep.e2e.support.Persona;
import dev.profilekeep.e2e.support.VaadinPage;

/** One request, with all that stands around it. */
public final class RequestPage {
    private final VaadinPage page;

    private RequestPage(VaadinPage page) {
        this.page = page;
    }

    /**
     * A request for a fresh profile, which needs no backup. The demo has none by itself: the persona asks for it, and where one is
     * open for that profile already it is that one. Nobody is signed in on the page afterwards.
     *
     * @return its number
     */
    public static long askedBy(VaadinPage page, Persona asker, String account) {
        SignInPage.alreadyAs(page, asker);
        long id = asked(page, account);
        page.page().navigate("about:blank"); // so that nothing is asked of the portal without a session
        page.page().context().clearCookies();
        return id;
    }

    /** As {@link #askedBy}, by whoever is signed in. */
    public static long asked(VaadinPage page, String account) {
        long container = page.portal()
                .rest()
                .get("containers?kind=PROFILE&text=" + account)
                .required("containers")
                .required(0)
                .required("id")
                .asLong();
        APIResponse answer = page.apiChange(
                "POST",
                "requests",
                """
                {"container": %d, "kind": "RESET", "reason": "Since this morning nothing starts, not even after a restart."}
                """
                        .formatted(container));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return VaadinPage.json(answer).required("request").required("id").asLong();
    }

    public static RequestPage at(VaadinPage page, long id) {
        page.open("/requests/" + id);
        RequestPage opened = new RequestPage(page);
        assertThat(opened.title()).hasText("Request " + id);
        return opened;
    }

    public Locator title() {
        return new Shell(page).title();
    }

    public Locator main() {
        return page.role(AriaRole.MAIN);
    }

    /** Something to press. */
    public Locator act(String name) {
        return main().getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    /** All there is to press. */
    public Locator buttons() {
        return main().locator("vaadin-button");
    }
}

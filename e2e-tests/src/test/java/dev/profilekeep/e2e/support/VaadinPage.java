package dev.profilekeep.e2e.support;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitUntilState;
import java.util.regex.Pattern;

/** A page of the portal, and when it has come to rest. */
public final class VaadinPage {
    /** True when the document is loaded and no Flow client has a request under way or a change to apply. */
    private static final String SETTLED =
            """
            () => {
              if (document.readyState !== 'complete') return false;
              const clients = window.Vaadin?.Flow?.clients;
              if (!clients) return !document.querySelector('script[src*="/VAADIN/build/"]');
              return Object.values(clients).every((client) => !client.isActive || !client.isActive());
            }""";

    private final Page page;
    private final PortalUnderTest portal;
    private final PageWatch watch;

    VaadinPage(Page page, PortalUnderTest portal, PageWatch watch) {
        this.page = page;
        this.portal = portal;
        this.watch = watch;
    }

    public Page page() {
        return page;
    }

    public PortalUnderTest portal() {
        return portal;
    }

    /** Opens a path of the portal, as by typing it into the address bar. */
    public VaadinPage open(String path) {
        page.navigate(portal.url(path), new Page.NavigateOptions().setWaitUntil(WaitUntilState.DOMCONTENTLOADED));
        return settle();
    }

    /** As {@link #open}, where the answer is to be an error: it is not held against the page. @return the status */
    public int openExpectingError(String path, int status) {
        watch.tolerate("status " + status + ": GET " + portal.url(path));
        watch.tolerate("status of " + status);
        var response =
                page.navigate(portal.url(path), new Page.NavigateOptions().setWaitUntil(WaitUntilState.DOMCONTENTLOADED));
        settle();
        return response.status();
    }

    /** Waits until nothing is under way between the browser and the server. */
    public VaadinPage settle() {
        page.waitForFunction(SETTLED);
        return this;
    }

    /** The path and query that the address bar shows. */
    public String path() {
        return page.url().substring(portal.url("").length());
    }

    /** Waits until the address bar shows this path, whatever the query. */
    public VaadinPage awaitPath(String path) {
        page.waitForURL(Pattern.compile(Pattern.quote(portal.url(path)) + "([?;#].*)?"));
        return settle();
    }

    public Locator role(AriaRole role, String name) {
        return page.getByRole(role, new Page.GetByRoleOptions().setName(name));
    }

    public Locator role(AriaRole role, Pattern name) {
        return page.getByRole(role, new Page.GetByRoleOptions().setName(name));
    }

    public Locator role(AriaRole role) {
        return page.getByRole(role);
    }

    /** Whether the page can be moved sideways: a thing no view may need. */
    public boolean scrollsSideways() {
        return (Boolean) page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth");
    }

    /** Problems that contain the text are part of what the test is about. */
    public void tolerate(String text) {
        watch.tolerate(text);
    }
}

package dev.profilekeep.e2e.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.RequestOptions;
import com.microsoft.playwright.options.WaitUntilState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Pattern;

/** A page of the portal, and when it has come to rest. */
public final class VaadinPage {
    /**
     * True when the document is loaded, no Flow client has a request under way or a change to apply, and nothing is just
     * opening or closing.
     */
    private static final String SETTLED =
            """
            () => {
              if (document.readyState !== 'complete' || document.querySelector('[opening], [closing]')) return false;
              const clients = window.Vaadin?.Flow?.clients;
              if (!clients) return !document.querySelector('script[src*="/VAADIN/build/"]');
              return Object.values(clients).every((client) => !client.isActive || !client.isActive());
            }""";

    /** Only what can be seen: some things are there twice, for wide windows and for phones. */
    public static final Locator.FilterOptions SEEN = new Locator.FilterOptions().setVisible(true);

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String WIDER =
            """
            () => {
              const root = document.documentElement;
              const sideways = (element) => element.scrollWidth > element.clientWidth + 1
                && ['auto', 'scroll'].includes(getComputedStyle(element).overflowX);
              if (root.scrollWidth <= root.clientWidth && !sideways(document.body)) return [];
              return [...document.querySelectorAll('body *')]
                .filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1)
                .map((element) => element.tagName.toLowerCase() + '.' + element.className
                  + ' ends at ' + Math.round(element.getBoundingClientRect().right))
                .concat('the page is ' + root.scrollWidth + ' wide')
                .slice(0, 12);
            }""";

    private static final String DARK =
            """
            () => {
              const channels = (color) => (color.match(/[\\d.]+/g) || []).map(Number);
              const solid = [document.body, document.documentElement].map((element) => getComputedStyle(element))
                .map((style) => channels(style.backgroundColor)).find((rgb) => rgb.length === 3 || rgb[3] > 0);
              const text = channels(getComputedStyle(document.body).color);
              const light = (rgb) => rgb[0] + rgb[1] + rgb[2];
              return solid ? light(solid) < light(text) : light(text) > 382;
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

    /** What makes the page wider than the window, from the outside in; empty if nothing does. */
    @SuppressWarnings("unchecked") // what the script returns
    public List<String> widerThanTheWindow() {
        return (List<String>) page.evaluate(WIDER);
    }

    /** Waits until the page is dark on the whole, or light. */
    public VaadinPage awaitDark(boolean dark) {
        page.waitForFunction("(wanted) => (" + DARK + ")() === wanted", dark);
        return this;
    }

    /** What the portal answers to this browser, with its cookies: as a page's own script would ask. */
    public APIResponse api(String path) {
        return page.request().get(portal.url("/api/v1/" + path));
    }

    /** As {@link #api}, for what changes something: with the token that belongs to the session. */
    public APIResponse apiChange(String method, String path, String body) {
        JsonNode csrf = json(api("me")).path("csrf");
        RequestOptions options = RequestOptions.create()
                .setMethod(method)
                .setHeader("Content-Type", "application/json")
                .setData(body);
        if (csrf.isObject()) {
            options.setHeader(
                    csrf.required("header").asText(), csrf.required("token").asText());
        }
        return page.request().fetch(portal.url("/api/v1/" + path), options);
    }

    public static JsonNode json(APIResponse response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Problems that contain the text are part of what the test is about. */
    public void tolerate(String text) {
        watch.tolerate(text);
    }
}

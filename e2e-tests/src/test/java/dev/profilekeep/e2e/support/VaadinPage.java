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

    /**
     * What cannot be read as a whole: what ends beyond the edge of the window, though nothing there can be scrolled to, and
     * headings, buttons, links and names of fields whose words are cut off. What a person scrolls sideways on purpose, as
     * the chips of a phone, and the inside of a table, which has columns to widen, are left out.
     */
    private static final String CUT =
            """
            () => {
              const width = document.documentElement.clientWidth, cut = [];
              const seen = (element, box) => box.width > 1 && box.height > 1 && box.bottom > 0
                && getComputedStyle(element).visibility === 'visible' && !element.closest('.pk-skip-link');
              const scrolls = (element) => ['auto', 'scroll'].includes(getComputedStyle(element).overflowX)
                && element.scrollWidth > element.clientWidth;
              const name = (element, what) => element.localName + '.' + element.className + ' "'
                + (element.textContent || '').trim().slice(0, 40) + '" ' + what;
              const walk = (root) => {
                for (const element of root.children) {
                  if (['vaadin-grid', 'vaadin-connection-indicator'].includes(element.localName)) continue;
                  const box = element.getBoundingClientRect();
                  if (box.width <= 1 && box.height <= 1 && getComputedStyle(element).overflowX !== 'visible') {
                    continue; // for screen readers only
                  }
                  if (seen(element, box)) {
                    if (box.right > width + 1 || box.left < -1) {
                      cut.push(name(element, 'from ' + Math.round(box.left) + ' to ' + Math.round(box.right)));
                    } else if (['hidden', 'clip'].includes(getComputedStyle(element).overflowX)
                        && element.scrollWidth > element.clientWidth + 1
                        && (element.matches('h1, h2, h3, a, button, label, summary, [part~=label], [part~=title]')
                          || element.closest('nav, .pk-bottom-nav'))) {
                      cut.push(name(element, 'has room for ' + element.clientWidth + ' of ' + element.scrollWidth));
                    }
                  }
                  if (scrolls(element)) continue;
                  if (element.shadowRoot) walk(element.shadowRoot);
                  walk(element);
                }
              };
              walk(document.body);
              return cut.slice(0, 12);
            }""";

    private static final String LENGTHEN =
            """
            (letters) => {
              let number = 0;
              const places = 'h1, h2, h3, h4, p, li, dd, .pk-cell, .pk-mono';
              const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              for (let text = texts.nextNode(); text; text = texts.nextNode()) {
                const place = text.parentElement;
                if (text.data.trim() && place.closest(places) && place.checkVisibility()
                    && !place.closest('vaadin-grid, vaadin-button, .pk-chip, nav a, .button-link, .pk-hidden-from-sight')) {
                  text.data = 'n'.repeat(letters);
                  number++;
                }
              }
              return number;
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

    /** What is in sight but cannot be read as a whole; empty if nothing is cut off. */
    @SuppressWarnings("unchecked") // what the script returns
    public List<String> cutOff() {
        return (List<String>) page.evaluate(CUT);
    }

    /**
     * Puts a word of so many letters and no space into every heading, paragraph, entry of a list and fact, as a name from a
     * share may be; returns into how many. Words of a button, a chip or a link of the navigation are ours and stay.
     */
    public int lengthenWords(int letters) {
        return ((Number) page.evaluate(LENGTHEN, letters)).intValue();
    }

    /** Waits until the page is dark on the whole, or light, and no colour is on its way from the one to the other. */
    public VaadinPage awaitDark(boolean dark) {
        page.waitForFunction("(wanted) => (" + DARK + ")() === wanted", dark);
        page.waitForFunction("() => document.getAnimations().every(one => !(one instanceof CSSTransition)"
                + " || one.playState !== 'running')");
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

package dev.profilekeep.e2e.page;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import dev.profilekeep.e2e.support.Look;
import dev.profilekeep.e2e.support.Persona;
import dev.profilekeep.e2e.support.PortalUnderTest;
import dev.profilekeep.e2e.support.VaadinPage;
import dev.profilekeep.e2e.support.Visits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Where everybody begins: the portal's sign-in page, and the demo identity provider behind it. */
public final class SignInPage {
    private static final Pattern SIGN_IN_WITH = Pattern.compile("Sign in with|Mit .* anmelden|Anmelden mit");

    private record Session(PortalUnderTest portal, Persona persona, String language) {}

    /** Of who was signed in to stay; flows share one thread. */
    private static final Map<Session, List<Cookie>> SESSIONS = new HashMap<>();

    private final VaadinPage page;

    private SignInPage(VaadinPage page) {
        this.page = page;
    }

    /** Asks for a path without being signed in. */
    public static SignInPage askedFor(VaadinPage page, String path) {
        page.open(path);
        page.page().waitForURL(page.portal().url("/sign-in") + "*");
        return new SignInPage(page);
    }

    /** Somebody new, signed in, on the page that everybody starts with. */
    public static Shell as(Visits visits, Persona persona) {
        return as(visits.open(), persona);
    }

    public static Shell as(Visits visits, Persona persona, Look look) {
        return as(visits.open(look), persona);
    }

    public static Shell as(VaadinPage page, Persona persona) {
        Shell shell = askedFor(page, "/").signIn(persona);
        page.awaitPath("/");
        return shell;
    }

    /**
     * As {@link #as(VaadinPage, Persona)}, in the session that this person has in this language since somebody asked for it
     * first: for tests that are about what lies behind the sign-in. Signs in where there is none, or it has ended.
     */
    public static Shell alreadyAs(VaadinPage page, Persona persona) {
        Session session =
                new Session(page.portal(), persona, (String) page.page().evaluate("() => navigator.language"));
        List<Cookie> cookies = SESSIONS.get(session);
        if (cookies != null) {
            page.page().context().addCookies(cookies);
            page.open("/");
            if (page.path().equals("/")) {
                return new Shell(page);
            }
            page.page().context().clearCookies();
        }
        Shell shell = as(page, persona);
        SESSIONS.put(session, page.page().context().cookies());
        return shell;
    }

    /** Goes on to the identity provider. */
    public SignInPage toIdentityProvider() {
        page.role(AriaRole.LINK, SIGN_IN_WITH).click();
        page.page().waitForURL(page.portal().url("/demo-idp/") + "**");
        return this;
    }

    public Locator persona(Persona persona) {
        return page.role(AriaRole.BUTTON, Pattern.compile("^" + persona.fullName()));
    }

    /** All the way through the identity provider and back. */
    public Shell signIn(Persona persona) {
        toIdentityProvider();
        return choose(persona);
    }

    /** At the identity provider: is that person, and is sent back. */
    public Shell choose(Persona persona) {
        persona(persona).click();
        page.page().waitForURL(url -> !url.contains("/demo-idp/") && !url.contains("/saml2/"));
        page.settle();
        return new Shell(page);
    }
}

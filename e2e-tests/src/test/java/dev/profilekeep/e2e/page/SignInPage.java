package dev.profilekeep.e2e.page;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import dev.profilekeep.e2e.support.Look;
import dev.profilekeep.e2e.support.Persona;
import dev.profilekeep.e2e.support.VaadinPage;
import dev.profilekeep.e2e.support.Visits;
import java.util.regex.Pattern;

/** Where everybody begins: the portal's sign-in page, and the demo identity provider behind it. */
public final class SignInPage {
    private static final Pattern SIGN_IN_WITH = Pattern.compile("Sign in with|Mit .* anmelden|Anmelden mit");

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

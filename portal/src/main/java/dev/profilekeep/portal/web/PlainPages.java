package dev.profilekeep.portal.web;

import dev.profilekeep.portal.page.PlainPage;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.saml.SamlSignIn;
import dev.profilekeep.security.saml.SignInFailure;
import dev.profilekeep.security.saml.SignInOption;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where people choose how to sign in, and where they stand afterwards if they may not come in or have left. */
@Controller
class PlainPages {
    private final SamlSignIn signIn;
    private final CurrentUser currentUser;

    PlainPages(SamlSignIn signIn, CurrentUser currentUser) {
        this.signIn = signIn;
        this.currentUser = currentUser;
    }

    @GetMapping(SamlSignIn.SIGN_IN_PAGE)
    ResponseEntity<String> signIn(
            HttpServletRequest request,
            @RequestParam(name = SignInFailure.PARAMETER, required = false) @Nullable String error,
            @RequestParam(name = SignInFailure.INCIDENT, required = false) @Nullable String incident) {
        PlainPage page = PlainPage.in(request, "signIn.title");
        SignInFailure.of(error).ifPresent(failure -> {
            page.alert("signIn.error." + failure.name());
            if (incident != null && incident.matches("[A-Za-z0-9-]{1,40}")) {
                page.note("error.id", incident);
            }
        });
        List<SignInOption> options = signIn.options();
        if (options.isEmpty()) {
            page.paragraph("signIn.none");
        } else {
            page.paragraph("signIn.lead");
            boolean only = options.size() == 1;
            options.forEach(option ->
                    page.button(only ? page.text("signIn.with", option.name()) : option.name(), option.url(), only));
        }
        return page.answer(HttpStatus.OK);
    }

    @GetMapping(SamlSignIn.SIGNED_OUT_PAGE)
    ResponseEntity<String> signedOut(
            HttpServletRequest request,
            @RequestParam(name = SamlSignIn.ONLY_HERE, required = false) @Nullable String onlyHere) {
        return PlainPage.in(request, "signedOut.title")
                .paragraph(onlyHere == null ? "signedOut.text" : "signedOut.onlyHere")
                .buttonTo("signedOut.again", "/")
                .answer(HttpStatus.OK);
    }

    @GetMapping(SamlSignIn.NO_ACCESS_PAGE)
    ResponseEntity<String> noAccess(HttpServletRequest request) {
        PlainPage page = PlainPage.in(request, "noAccess.title").paragraph("noAccess.text");
        currentUser.person().ifPresent(person -> page.paragraph("noAccess.next")
                .note(
                        "noAccess.who",
                        person.displayName(),
                        Optional.ofNullable(person.email()).orElse(person.subject()),
                        nameOf(person.identityProvider())));
        return page.signOutButton(request).answer(HttpStatus.FORBIDDEN);
    }

    /** As people know it from the sign-in page; its id if it has left the configuration. */
    private String nameOf(String identityProvider) {
        return signIn.options().stream()
                .filter(option -> option.id().equals(identityProvider))
                .map(SignInOption::name)
                .findFirst()
                .orElse(identityProvider);
    }
}

package dev.profilekeep.portal.rest;

import dev.profilekeep.portal.access.Allowed;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.myprofile.MyProfileService;
import dev.profilekeep.security.Person;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who the caller is, and what is theirs. */
@RestController
@KeepsToScope
@RequestMapping("/api/v1/me")
class MeController {
    private final MyProfileService service;

    MeController(MyProfileService service) {
        this.service = service;
    }

    /** @param csrf what a caller with a session sends along when it changes something; null for a caller with a token */
    record Me(
            String name,
            @Nullable String sid,
            @Nullable String email,
            List<String> roles,
            String identityProvider,
            ScopeJson scope,
            @Nullable Csrf csrf) {}

    /** @param sites ids; empty for all. @param sets ids; empty for all */
    record ScopeJson(List<String> sites, List<String> sets) {}

    record Csrf(String header, String token) {}

    @GetMapping
    Me me(HttpServletRequest request) {
        Person person = service.me();
        boolean session = request.getSession(false) != null && request.getHeader("Authorization") == null;
        Csrf csrf = session && request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token
                ? new Csrf(token.getHeaderName(), token.getToken())
                : null;
        return new Me(
                person.displayName(),
                person.sid(),
                person.email(),
                person.roles().stream().map(Enum::name).sorted().toList(),
                person.identityProvider(),
                new ScopeJson(
                        person.scope().sites().stream().sorted().toList(),
                        person.scope().sets().stream().sorted().toList()),
                csrf);
    }

    @GetMapping("/containers")
    List<ContainerDetailJson> containers() {
        boolean places = Allowed.everybodysContainers(service.me());
        return service.myContainers().stream()
                .map(detail -> ContainerDetailJson.of(detail, places))
                .toList();
    }
}

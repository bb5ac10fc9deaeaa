package dev.profilekeep.portal.rest;

import dev.profilekeep.portal.access.Allowed;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.myprofile.MyProfileService;
import dev.profilekeep.security.Person;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
            Map<String, List<ScopeJson>> scopes,
            @Nullable Csrf csrf) {}

    /** @param sites ids; empty for all. @param sets ids; empty for all */
    record ScopeJson(List<String> sites, List<String> sets) {
        static ScopeJson of(Set<String> sites, Set<String> sets) {
            return new ScopeJson(
                    sites.stream().sorted().toList(), sets.stream().sorted().toList());
        }
    }

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
                seen(person),
                scopes(person),
                csrf);
    }

    /** Every site and set that is named where the person may see something; {@code scopes} says it role by role. */
    private static ScopeJson seen(Person person) {
        if (Allowed.reach(person).isEverywhere()) {
            return ScopeJson.of(Set.of(), Set.of());
        }
        Set<String> sites = new HashSet<>();
        Set<String> sets = new HashSet<>();
        Allowed.reach(person).areas().forEach(area -> {
            sites.addAll(area.sites());
            sets.addAll(area.sets());
        });
        return ScopeJson.of(sites, sets);
    }

    /** By role, each of the areas that it is held to; roles that are held to nothing are not there. */
    private static Map<String, List<ScopeJson>> scopes(Person person) {
        Map<String, List<ScopeJson>> scopes = new TreeMap<>();
        person.scopes()
                .forEach((role, scope) -> scopes.put(
                        role.name(),
                        scope.parts().stream()
                                .map(part -> ScopeJson.of(part.sites(), part.sets()))
                                .sorted(Comparator.comparing(ScopeJson::toString))
                                .toList()));
        return scopes;
    }

    @GetMapping("/containers")
    List<ContainerDetailJson> containers() {
        Person person = service.me();
        return service.myContainers().stream()
                .map(detail -> ContainerDetailJson.of(detail, Allowed.sees(person, detail.row())))
                .toList();
    }
}

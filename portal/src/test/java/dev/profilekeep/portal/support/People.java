package dev.profilekeep.portal.support;

import dev.profilekeep.security.Person;
import dev.profilekeep.security.PersonPrincipal;
import dev.profilekeep.security.Role;
import dev.profilekeep.security.Scope;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/** People who are signed in. */
public final class People {
    public static final String ANNAS_SID = "S-1-5-21-1-2-3-1104";
    public static final String BENS_SID = "S-1-5-21-1-2-3-1107";

    private People() {}

    public static Person person(String name, @Nullable String sid, Role... roles) {
        return new Person(name, name, sid, name + "@example.com", Set.of(roles), "test");
    }

    /** Somebody with these roles, each held to this scope. */
    public static Person held(String name, @Nullable String sid, Scope scope, Role... roles) {
        Map<Role, Scope> scopes = new EnumMap<>(Role.class);
        for (Role role : roles) {
            scopes.put(role, role == Role.USER ? Scope.EVERYTHING : scope);
        }
        return new Person(name, name, sid, name + "@example.com", Set.of(roles), "test", scopes);
    }

    public static Person anna() {
        return person("anna", ANNAS_SID, Role.USER);
    }

    public static Person helge() {
        return person("helge", "S-1-5-21-1-2-3-1131", Role.HELPDESK);
    }

    public static Person ada() {
        return person("ada", "S-1-5-21-1-2-3-1102", Role.ADMINISTRATOR);
    }

    public static Person otto() {
        return person("otto", null, Role.AUDITOR);
    }

    public static Person nobody() {
        return person("nobody", "S-1-5-21-1-2-3-1999");
    }

    public static Authentication authentication(Person person) {
        PersonPrincipal principal = () -> person;
        return UsernamePasswordAuthenticationToken.authenticated(
                principal,
                "",
                Arrays.stream(Role.values())
                        .filter(person::has)
                        .map(Role::grantedAuthority)
                        .collect(Collectors.toSet()));
    }

    /** Lets the present thread act as {@code person}. */
    public static void signIn(Person person) {
        var context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(authentication(person));
        SecurityContextHolder.setContext(context);
    }

    public static void signOut() {
        SecurityContextHolder.clearContext();
    }
}

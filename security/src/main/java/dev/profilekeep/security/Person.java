package dev.profilekeep.security;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who signed in, as their identity provider said. The actor of every act.
 *
 * @param subject the NameID: what the identity provider calls this person, unique there and never empty
 * @param displayName how to address the person; never empty (the subject where nothing better was said)
 * @param sid the Windows SID in its text form ({@code S-1-5-21-…}), or null when none was said. Containers are matched
 *     by this alone, never by a name
 * @param email an address to write to, if one was said
 * @param roles what the person may do; empty for somebody whose groups are mapped to no role
 * @param identityProvider the configured id of the identity provider that vouches for this
 * @param scopes to which part of the estate a role is held; a role that is not in it is held to nothing
 * @param sidUnconfirmed whether the SID is the word of one administrator alone: it opens what it owns, and does not tell who acts
 * @param sidUnsure whether it could not be looked up which SID was given to this person, so that they may have another than this
 */
public record Person(
        String subject,
        String displayName,
        @Nullable String sid,
        @Nullable String email,
        Set<Role> roles,
        String identityProvider,
        Map<Role, Scope> scopes,
        boolean sidUnconfirmed,
        boolean sidUnsure)
        implements Serializable {

    private static final long serialVersionUID = 5L;

    public Person {
        requireText(subject, "subject");
        requireText(displayName, "displayName");
        requireText(identityProvider, "identityProvider");
        roles = Set.copyOf(roles);
        Map<Role, Scope> held = new EnumMap<>(Role.class);
        for (Role role : roles) {
            Scope scope = scopes.get(role);
            if (scope != null && !scope.isEverything()) {
                held.put(role, scope);
            }
        }
        scopes = Map.copyOf(held);
        sidUnconfirmed = sidUnconfirmed && sid != null;
    }

    /** Somebody of whom is known which SID was given to them, if one was. */
    public Person(
            String subject,
            String displayName,
            @Nullable String sid,
            @Nullable String email,
            Set<Role> roles,
            String identityProvider,
            Map<Role, Scope> scopes,
            boolean sidUnconfirmed) {
        this(subject, displayName, sid, email, roles, identityProvider, scopes, sidUnconfirmed, false);
    }

    /** Somebody whose SID, if there is one, the identity provider said. */
    public Person(
            String subject,
            String displayName,
            @Nullable String sid,
            @Nullable String email,
            Set<Role> roles,
            String identityProvider,
            Map<Role, Scope> scopes) {
        this(subject, displayName, sid, email, roles, identityProvider, scopes, false);
    }

    /** Somebody whose roles are held to nothing. */
    public Person(
            String subject,
            String displayName,
            @Nullable String sid,
            @Nullable String email,
            Set<Role> roles,
            String identityProvider) {
        this(subject, displayName, sid, email, roles, identityProvider, Map.of());
    }

    public boolean has(Role role) {
        return roles.contains(role);
    }

    /** To which part of the estate the role is held; everything if it is held to nothing. */
    public Scope scope(Role role) {
        return scopes.getOrDefault(role, Scope.EVERYTHING);
    }

    private static void requireText(String value, String name) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a person needs a " + name + ", but it is empty");
        }
    }
}

package dev.profilekeep.security;

import java.io.Serializable;
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
 * @param scope to which part of the estate the roles are held
 */
public record Person(
        String subject,
        String displayName,
        @Nullable String sid,
        @Nullable String email,
        Set<Role> roles,
        String identityProvider,
        Scope scope)
        implements Serializable {

    private static final long serialVersionUID = 2L;

    public Person {
        requireText(subject, "subject");
        requireText(displayName, "displayName");
        requireText(identityProvider, "identityProvider");
        roles = Set.copyOf(roles);
    }

    /** Somebody whose roles are held to nothing. */
    public Person(
            String subject,
            String displayName,
            @Nullable String sid,
            @Nullable String email,
            Set<Role> roles,
            String identityProvider) {
        this(subject, displayName, sid, email, roles, identityProvider, Scope.EVERYTHING);
    }

    public boolean has(Role role) {
        return roles.contains(role);
    }

    private static void requireText(String value, String name) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a person needs a " + name + ", but it is empty");
        }
    }
}

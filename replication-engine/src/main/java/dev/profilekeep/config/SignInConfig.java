package dev.profilekeep.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sign-in by SAML.
 *
 * @param entityId null for the default, {@code <publicUrl>/saml2/metadata}
 * @param signingKeyFrom PEM; null to have one made at the first start
 * @param signingCertificateFrom PEM; null exactly if {@code signingKeyFrom} is
 * @param roles groups that give a role, by the role's name
 */
public record SignInConfig(
        @Nullable String entityId,
        @Nullable SecretSource signingKeyFrom,
        @Nullable SecretSource signingCertificateFrom,
        List<IdentityProvider> identityProviders,
        Attributes attributes,
        Map<String, List<Group>> roles) {

    /** The names that {@code roles} may have. */
    public static final List<String> ROLES = List.of("USER", "HELPDESK", "ADMINISTRATOR", "AUDITOR");

    /**
     * A group that gives a role.
     *
     * @param name a value of the groups attribute; {@code *} is everybody signed in
     * @param sites ids of the sites that the role is held to by this group; empty for all
     * @param sets ids of the sets that the role is held to by this group; empty for all
     */
    public record Group(String name, Set<String> sites, Set<String> sets) {
        public Group {
            sites = Set.copyOf(sites);
            sets = Set.copyOf(sets);
        }

        /** One that gives the role everywhere. */
        public Group(String name) {
            this(name, Set.of(), Set.of());
        }
    }

    /**
     * One identity provider.
     *
     * @param name for people, on the sign-in page
     * @param metadata {@code file:/…} (absolute here) or {@code https://…}
     * @param unsolicited responses nobody asked for are accepted
     * @param clockSkew how far clocks may differ
     * @param signed what it must sign
     */
    public record IdentityProvider(
            String id, String name, String metadata, boolean unsolicited, Duration clockSkew, Signed signed) {}

    /** What an identity provider must sign: its responses, or at least the assertions in them. */
    public enum Signed {
        RESPONSE,
        RESPONSE_OR_ASSERTION
    }

    /** Names of attributes, tried in their order; empty for the built-in ones of well-known identity providers. */
    public record Attributes(
            List<String> sid,
            List<String> objectId,
            List<String> displayName,
            List<String> email,
            List<String> groups) {
        public static final Attributes BUILT_IN = new Attributes(List.of(), List.of(), List.of(), List.of(), List.of());

        public Attributes {
            sid = List.copyOf(sid);
            objectId = List.copyOf(objectId);
            displayName = List.copyOf(displayName);
            email = List.copyOf(email);
            groups = List.copyOf(groups);
        }
    }

    public SignInConfig {
        identityProviders = List.copyOf(identityProviders);
        Map<String, List<Group>> copy = new LinkedHashMap<>();
        roles.forEach((role, values) -> copy.put(role, List.copyOf(values)));
        roles = java.util.Collections.unmodifiableMap(copy);
    }
}

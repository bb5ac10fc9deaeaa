package dev.profilekeep.security.saml;

import dev.profilekeep.security.Role;
import dev.profilekeep.security.Scope;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is configured about signing in: the section {@code signIn} of {@code profilekeep.yml}. Immutable; wrong values
 * are refused when it is made, with a message that names the key and what to write.
 *
 * @param publicUrl where people's browsers reach the portal, scheme, host and path without a slash at the end. Empty
 *     (in the demo only) means: as each request says
 * @param entityId our name towards identity providers; null for {@code {publicUrl}/saml2/metadata}
 * @param signingKey PEM of our RSA key (at least 2048 bits); null together with the certificate to have one made
 * @param signingCertificate PEM of the certificate that belongs to it
 * @param identityProviders who may vouch for people; each is trusted for everybody's SID and groups
 * @param attributes which attributes say what
 * @param roles for each role the groups that give it, and what they hold it to
 */
public record SamlProperties(
        String publicUrl,
        @Nullable String entityId,
        @Nullable String signingKey,
        @Nullable String signingCertificate,
        List<IdentityProvider> identityProviders,
        AttributeNames attributes,
        Map<Role, List<Group>> roles) {

    /** In {@link #roles}: every signed-in person. */
    public static final String EVERYBODY = "*";

    public SamlProperties {
        publicUrl = checkedPublicUrl(publicUrl);
        if (entityId != null && (entityId.isBlank() || entityId.length() > 1024)) {
            throw new IllegalArgumentException("signIn.entityId is empty or longer than 1024 characters: write a URI, "
                    + "or leave the key out for <publicUrl>/saml2/metadata");
        }
        if ((signingKey == null) != (signingCertificate == null)) {
            throw new IllegalArgumentException(
                    signingKey == null
                            ? "signIn.signingCertificateFrom is set, but signIn.signingKeyFrom is not: set both or neither"
                            : "signIn.signingKeyFrom is set, but signIn.signingCertificateFrom is not: set both or neither");
        }
        identityProviders = checkedProviders(identityProviders);
        roles = checkedRoles(roles);
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * A group that gives a role.
     *
     * @param name a group or role value of the identity provider; {@code *} is every signed-in person
     * @param scope to which part of the estate the role is held by this group
     */
    public record Group(String name, Scope scope) {}

    /**
     * One identity provider.
     *
     * @param id short name used in addresses and file names: lower-case letters, digits and hyphens
     * @param name what people read on the sign-in page
     * @param metadata where its metadata is: a {@code file:} or {@code https:} address ({@code http:} for this
     *     computer only, since whoever changes the metadata can sign in as anybody)
     * @param unsolicitedAllowed whether it may send people who did not start here (an app launcher); see
     *     docs/sign-in.md for what that costs
     * @param clockSkew how far its clock may be off ours, 0 to 10 minutes
     * @param signed what it must sign
     */
    public record IdentityProvider(
            String id, String name, String metadata, boolean unsolicitedAllowed, Duration clockSkew, Signed signed) {

        /** What a clock may be off if nothing else is configured. */
        public static final Duration USUAL_CLOCK_SKEW = Duration.ofMinutes(2);

        private static final Pattern ID = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?");
        private static final Duration LARGEST_CLOCK_SKEW = Duration.ofMinutes(10);

        public IdentityProvider {
            String key = "signIn.identityProviders[" + id + "]";
            if (!ID.matcher(id).matches()) {
                throw new IllegalArgumentException("signIn.identityProviders: the id '" + id
                        + "' must be 1 to 32 lower-case letters, digits or hyphens, such as 'entra'");
            }
            if (name.isBlank()) {
                throw new IllegalArgumentException(
                        key + ".name is empty: write what people shall read on the sign-in page");
            }
            checkMetadata(metadata, key);
            if (clockSkew.isNegative() || clockSkew.compareTo(LARGEST_CLOCK_SKEW) > 0) {
                throw new IllegalArgumentException(
                        key + ".clockSkew is " + clockSkew + ": write a duration between 0 s and 10 min");
            }
        }

        /** Signed responses only to our own requests, the usual clock skew. */
        public IdentityProvider(String id, String name, String metadata) {
            this(id, name, metadata, false, USUAL_CLOCK_SKEW, Signed.RESPONSE);
        }

        private static void checkMetadata(String metadata, String key) {
            URI address = uri(metadata, key + ".metadata");
            String scheme = String.valueOf(address.getScheme());
            boolean web = scheme.equals("https") || (scheme.equals("http") && isThisComputer(address.getHost()));
            if (scheme.equals("http") && !web) {
                throw new IllegalArgumentException(key + ".metadata is '" + metadata
                        + "', which anybody on the way can change: use https:, or save the file and use file:");
            }
            if (!web && !scheme.equals("file")) {
                throw new IllegalArgumentException(
                        key + ".metadata is '" + metadata + "': write an https: address or file:/path/to/metadata.xml");
            }
        }
    }

    private static String checkedPublicUrl(String publicUrl) {
        if (publicUrl.isBlank()) {
            return "";
        }
        URI address = uri(publicUrl.strip(), "portal.publicUrl");
        boolean web = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
        if (!web
                || address.getHost() == null
                || address.getRawQuery() != null
                || address.getRawFragment() != null
                || address.getRawUserInfo() != null) {
            throw new IllegalArgumentException("portal.publicUrl is '" + publicUrl
                    + "': write the address people type, such as https://profiles.example.com");
        }
        if ("http".equals(address.getScheme()) && !isThisComputer(address.getHost())) {
            throw new IllegalArgumentException("portal.publicUrl is '" + publicUrl
                    + "': sign-in needs https: (a proxy in front may end TLS); http: works for localhost only");
        }
        String text = publicUrl.strip();
        while (text.endsWith("/")) {
            text = text.substring(0, text.length() - 1);
        }
        return text;
    }

    private static List<IdentityProvider> checkedProviders(List<IdentityProvider> providers) {
        Set<String> ids = new HashSet<>();
        for (IdentityProvider provider : providers) {
            if (!ids.add(provider.id())) {
                throw new IllegalArgumentException(
                        "signIn.identityProviders: the id '" + provider.id() + "' is used twice: give each its own");
            }
        }
        return List.copyOf(providers);
    }

    private static Map<Role, List<Group>> checkedRoles(Map<Role, List<Group>> roles) {
        Map<Role, List<Group>> copy = new EnumMap<>(Role.class);
        roles.forEach((role, values) -> {
            if (!Role.OF_PEOPLE.contains(role)) {
                throw new IllegalArgumentException("signIn.roles." + role
                        + " cannot be given to people: it is for service accounts, which an administrator makes");
            }
            for (Group value : values) {
                if (role == Role.USER && !value.scope().isEverything()) {
                    throw new IllegalArgumentException(
                            "signIn.roles.USER cannot be held to sites or sets: it is for one's own containers");
                }
                if (value.name().isBlank()) {
                    throw new IllegalArgumentException("signIn.roles." + role
                            + " holds an empty value: write the group exactly as the identity provider sends it");
                }
            }
            copy.put(role, List.copyOf(values));
        });
        return Map.copyOf(copy);
    }

    /** The roles of somebody in these groups, and what each is held to: several groups hold it to what any of them does. */
    Map<Role, Scope> rolesOf(Set<String> groups) {
        Map<Role, Scope> given = new EnumMap<>(Role.class);
        roles.forEach((role, values) -> {
            for (Group value : values) {
                if (value.name().equals(EVERYBODY) || groups.contains(value.name())) {
                    given.merge(role, value.scope(), Scope::or);
                }
            }
        });
        return given;
    }

    private static URI uri(String text, String key) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + " is '" + text + "', which is no address: " + e.getMessage(), e);
        }
    }

    static boolean isThisComputer(@Nullable String host) {
        return host != null && Set.of("localhost", "127.0.0.1", "[::1]").contains(host);
    }

    /** Collects the settings; what is not said has its usual value. */
    public static final class Builder {
        private String publicUrl = "";
        private @Nullable String entityId;
        private @Nullable String signingKey;
        private @Nullable String signingCertificate;
        private List<IdentityProvider> identityProviders = List.of();
        private AttributeNames attributes = AttributeNames.usual();
        private Map<Role, List<Group>> roles = Map.of();

        private Builder() {}

        public Builder publicUrl(String value) {
            publicUrl = value;
            return this;
        }

        public Builder entityId(@Nullable String value) {
            entityId = value;
            return this;
        }

        /** PEM texts of our key and its certificate; both null to have them made. */
        public Builder signingKey(@Nullable String key, @Nullable String certificate) {
            signingKey = key;
            signingCertificate = certificate;
            return this;
        }

        public Builder identityProviders(List<IdentityProvider> value) {
            identityProviders = value;
            return this;
        }

        public Builder attributes(AttributeNames value) {
            attributes = value;
            return this;
        }

        /** Groups that give roles everywhere. */
        public Builder roles(Map<Role, List<String>> value) {
            Map<Role, List<Group>> groups = new EnumMap<>(Role.class);
            value.forEach((role, names) -> groups.put(
                    role,
                    names.stream()
                            .map(name -> new Group(name, Scope.EVERYTHING))
                            .toList()));
            return groups(groups);
        }

        /** Groups that give roles, and what they hold them to. */
        public Builder groups(Map<Role, List<Group>> value) {
            roles = value;
            return this;
        }

        /** @throws IllegalArgumentException naming the wrong key and the fix */
        public SamlProperties build() {
            return new SamlProperties(
                    publicUrl, entityId, signingKey, signingCertificate, identityProviders, attributes, roles);
        }
    }
}

package dev.profilekeep.config;

import dev.profilekeep.config.SignInConfig.Attributes;
import dev.profilekeep.config.SignInConfig.Group;
import dev.profilekeep.config.SignInConfig.IdentityProvider;
import dev.profilekeep.config.SignInConfig.Signed;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code signIn}. */
final class SignInReader {
    private final Path folder;
    private final PortalConfig portal;
    private final Collection<String> sites;
    private final Collection<String> sets;

    /**
     * @param sites ids of those there are
     * @param sets ids of those there are
     */
    SignInReader(Path folder, PortalConfig portal, Collection<String> sites, Collection<String> sets) {
        this.folder = folder;
        this.portal = portal;
        this.sites = sites;
        this.sets = sets;
    }

    SignInConfig read(Section section) {
        String entityId = section.textOrNull("entityId");
        SecretSource key = ConfigReader.secret(section, "signingKeyFrom", folder);
        SecretSource certificate = ConfigReader.secret(section, "signingCertificateFrom", folder);
        if (section.has("signingKeyFrom") != section.has("signingCertificateFrom")) {
            section.problem(
                    section.has("signingKeyFrom") ? "signingCertificateFrom" : "signingKeyFrom",
                    "is missing although its other half is given",
                    "give both, or neither to have them made at the first start");
        }
        if (portal.publicUrl() == null) {
            section.problem(
                    "needs portal.publicUrl: identity providers send people back to it",
                    "add portal.publicUrl, like https://profiles.example.com");
        }
        List<IdentityProvider> providers = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Section provider : section.sections("identityProviders")) {
            providers.add(provider(provider, ids));
        }
        if (providers.isEmpty()) {
            section.problem("identityProviders", "is empty", "add at least one with 'id' and 'metadata'");
        }
        Attributes attributes = attributes(section.section("attributes"));
        Map<String, List<Group>> roles = roles(section);
        section.close();
        return new SignInConfig(entityId, key, certificate, providers, attributes, roles);
    }

    private IdentityProvider provider(Section section, Set<String> ids) {
        String id = section.text("id");
        if (!id.isEmpty() && !id.matches("[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?")) {
            section.problem(
                    "id",
                    "not an id: '" + id + "'",
                    "it becomes part of addresses: 1 to 32 lower-case letters, digits, hyphens, such as entra");
        }
        if (!id.isEmpty() && !ids.add(id)) {
            section.problem("id", "'" + id + "' is taken by an entry above", "give each entry its own id");
        }
        String name = section.text("name", id);
        String metadata = section.text("metadata");
        if (metadata.matches("https?://.*")) {
            address(section, metadata);
        } else if (!metadata.isEmpty()) {
            if (metadata.matches("[A-Za-z][A-Za-z0-9+.-]+:.*") && !metadata.startsWith("file:")) {
                section.problem("metadata", "neither a web address nor a file: '" + metadata + "'", "");
            } else {
                String path = metadata.replaceFirst("^file:(//(?=/))?", "");
                metadata = "file:" + folder.resolve(path).toAbsolutePath().normalize();
            }
        }
        boolean unsolicited = section.flag("unsolicited", false);
        Duration skew =
                section.parsed("clockSkew", Duration.ofSeconds(60), SignInReader::duration, "write it like 60s or 2m");
        Signed signed = section.choice("signed", Signed.class, Signed.RESPONSE);
        section.close();
        return new IdentityProvider(id, name, metadata, unsolicited, skew, signed);
    }

    private static void address(Section section, String metadata) {
        try {
            URI address = new URI(metadata);
            if (address.getHost() == null) {
                section.problem("metadata", "names no host: '" + metadata + "'", "write the whole https: address");
            } else if (metadata.startsWith("http:") && !ConfigReader.isThisMachine(address.getHost())) {
                section.problem(
                        "metadata",
                        "anybody on the way can change what comes by http: '" + metadata + "'",
                        "write an https: address, or save the file and write file:metadata.xml");
            }
        } catch (URISyntaxException e) {
            section.problem(
                    "metadata",
                    "not an address: '" + metadata + "'",
                    "is a placeholder still in it? Write the whole https: address");
        }
    }

    private static Duration duration(String text) {
        if (text.matches("\\d{1,5}\\s*[sm]?")) {
            long value = Long.parseLong(text.replaceAll("\\D", ""));
            Duration duration = text.endsWith("m") ? Duration.ofMinutes(value) : Duration.ofSeconds(value);
            if (duration.compareTo(Duration.ofMinutes(10)) <= 0) {
                return duration;
            }
            throw new IllegalArgumentException("more than 10 minutes: '" + text + "'");
        }
        throw new IllegalArgumentException("not a duration: '" + text + "'");
    }

    private static Attributes attributes(Section section) {
        Attributes attributes = new Attributes(
                section.texts("sid"),
                section.texts("objectId"),
                section.texts("displayName"),
                section.texts("email"),
                section.texts("groups"));
        section.close();
        return attributes;
    }

    private Map<String, List<Group>> roles(Section signIn) {
        Section section = signIn.section("roles");
        Map<String, List<Group>> roles = new LinkedHashMap<>();
        for (String role : SignInConfig.ROLES) {
            List<Group> groups = section.mixed(role, Group::new, group -> group(role, group));
            if (!groups.isEmpty()) {
                roles.put(role, groups);
            }
            if (!role.equals("USER")
                    && groups.stream().anyMatch(group -> group.name().equals("*"))) {
                section.problem(role, "'*' would give this role to everybody who can sign in", "name groups");
            }
        }
        if (roles.isEmpty()) {
            signIn.problem("roles", "nobody has a role, so nobody could enter", "add at least ADMINISTRATOR: [group]");
        }
        section.close();
        return roles;
    }

    /** A group with what its role is held to. */
    private Group group(String role, Section section) {
        String name = section.text("group");
        Set<String> held = new LinkedHashSet<>();
        for (String key : List.of("sites", "sets")) {
            if (section.keys().contains(key) && section.texts(key).isEmpty()) {
                section.problem(
                        key, "is empty, which would be read as all", "name " + key + ", or leave the key out for all");
            }
            held.addAll(section.texts(key));
        }
        if (role.equals("USER") && !held.isEmpty()) {
            section.problem(
                    "the role USER is for one's own containers, wherever they are; it cannot be held to sites or sets",
                    "write the group alone");
        }
        Group group = new Group(name, known(section, "sites", sites), known(section, "sets", sets));
        section.close();
        return group;
    }

    private static Set<String> known(Section section, String key, Collection<String> ids) {
        Set<String> given = new LinkedHashSet<>(section.texts(key));
        for (String id : given) {
            if (!ids.contains(id)) {
                section.problem(
                        key, "there is no entry of '" + key + "' '" + id + "'", Suggestions.didYouMean(id, ids));
            }
        }
        return given;
    }
}

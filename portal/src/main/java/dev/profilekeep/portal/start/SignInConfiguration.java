package dev.profilekeep.portal.start;

import dev.profilekeep.config.Prerequisites;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.SecretSource;
import dev.profilekeep.config.SignInConfig;
import dev.profilekeep.security.Role;
import dev.profilekeep.security.Scope;
import dev.profilekeep.security.SecurityDirectory;
import dev.profilekeep.security.SecurityModuleConfiguration;
import dev.profilekeep.security.demo.DemoPersonas;
import dev.profilekeep.security.saml.AttributeNames;
import dev.profilekeep.security.saml.SamlProperties;
import dev.profilekeep.security.saml.SamlProperties.Group;
import dev.profilekeep.security.saml.SamlProperties.IdentityProvider;
import dev.profilekeep.security.saml.Signed;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/** What {@code profilekeep.yml} says about signing in, in the words of the security module. */
@Configuration(proxyBeanMethods = false)
@Import(SecurityModuleConfiguration.class)
class SignInConfiguration {
    private static final String DEMO = "demo";

    @Bean
    SecurityDirectory securityDirectory(ProfileKeepConfig config) {
        return new SecurityDirectory(config.dataDirectory().resolve("sign-in"));
    }

    @Bean
    SamlProperties samlProperties(ProfileKeepConfig config, Environment environment) {
        boolean demo = environment.acceptsProfiles(Profiles.of(DEMO));
        List<String> missing = Prerequisites.missingForPortal(config);
        if (!demo && !missing.isEmpty()) {
            throw new StartFailure(
                    config.file() + " is not complete for the portal; missing:\n\n  " + String.join("\n  ", missing),
                    "Add what is named above; docs/sign-in.md has samples. The command line needs none of it.",
                    null);
        }
        SignInConfig signIn = config.signIn();
        if (signIn == null) { // the demo, which brings its own

            return SamlProperties.builder()
                    .publicUrl(publicUrl(config))
                    .roles(DemoPersonas.standardRoles())
                    .build();
        }
        try {
            return SamlProperties.builder()
                    .publicUrl(publicUrl(config))
                    .entityId(signIn.entityId())
                    .signingKey(secret(signIn.signingKeyFrom()), secret(signIn.signingCertificateFrom()))
                    .identityProviders(signIn.identityProviders().stream()
                            .map(provider -> new IdentityProvider(
                                    provider.id(),
                                    provider.name(),
                                    provider.metadata(),
                                    provider.unsolicited(),
                                    provider.clockSkew(),
                                    Signed.valueOf(provider.signed().name())))
                            .toList())
                    .attributes(attributes(signIn.attributes()))
                    .groups(groups(signIn.roles()))
                    .build();
        } catch (IllegalArgumentException | IOException e) {
            throw new StartFailure(
                    "Signing in is not configured right in " + config.file() + ": " + e.getMessage(),
                    "docs/sign-in.md has the configuration for common identity providers.",
                    e);
        }
    }

    private static String publicUrl(ProfileKeepConfig config) {
        String url = config.portal().publicUrl();
        return url == null ? "" : url;
    }

    private static AttributeNames attributes(SignInConfig.Attributes configured) {
        AttributeNames usual = AttributeNames.usual();
        return new AttributeNames(
                configured.sid().isEmpty() ? usual.sid() : configured.sid(),
                configured.objectId().isEmpty() ? usual.objectId() : configured.objectId(),
                configured.displayName().isEmpty() ? usual.displayName() : configured.displayName(),
                configured.email().isEmpty() ? usual.email() : configured.email(),
                configured.groups().isEmpty() ? usual.groups() : configured.groups());
    }

    private static Map<Role, List<Group>> groups(Map<String, List<SignInConfig.Group>> configured) {
        Map<Role, List<Group>> groups = new EnumMap<>(Role.class);
        configured.forEach((name, values) -> groups.put(
                Role.valueOf(name),
                values.stream()
                        .map(group -> new Group(group.name(), new Scope(group.sites(), group.sets())))
                        .toList()));
        return groups;
    }

    private static @Nullable String secret(@Nullable SecretSource source) throws IOException {
        return source == null ? null : source.read();
    }
}

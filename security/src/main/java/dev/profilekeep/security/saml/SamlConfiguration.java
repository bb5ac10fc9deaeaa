package dev.profilekeep.security.saml;

import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Role;
import dev.profilekeep.security.SecurityDirectory;
import dev.profilekeep.security.SidDirectory;
import dev.profilekeep.security.opensaml.SigningKey;
import dev.profilekeep.security.opensaml.UnusableKeyException;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/**
 * The beans of signing in by SAML. A bean of type {@link SidDirectory} knows the SIDs of those whose identity provider says
 * none. A bean of type {@link OutstandingSignIns} or {@link ReplayMemory} made elsewhere (by
 * tables, for several nodes) takes the place of the memory of this node.
 */
@Configuration(proxyBeanMethods = false)
public class SamlConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(SamlConfiguration.class);

    @Bean
    ServiceProvider serviceProvider(
            SamlProperties properties, SecurityDirectory directory, Clock clock, Environment environment)
            throws IOException {
        boolean demo = environment.acceptsProfiles(Profiles.of("demo"));
        if (properties.publicUrl().isEmpty() && !demo) {
            throw new IllegalArgumentException("portal.publicUrl is missing: write the address people type, such as "
                    + "https://profiles.example.com (only the demo may do without)");
        }
        properties.roles().forEach((role, values) -> {
            if (role != Role.USER
                    && values.stream().anyMatch(group -> group.name().equals(SamlProperties.EVERYBODY))) {
                LOG.warn("signIn.roles.{} is '*': every person who can sign in has this role", role);
            }
        });
        return new ServiceProvider(properties, key(properties, directory, clock));
    }

    @Bean
    IdentityProviders identityProviders(
            SamlProperties properties,
            ServiceProvider serviceProvider,
            ObjectProvider<InProcessIdentityProvider> inProcess,
            SecurityDirectory directory,
            Clock clock) {
        List<InProcessIdentityProvider> own = inProcess.orderedStream().toList();
        if (properties.identityProviders().isEmpty() && own.isEmpty()) {
            throw new IllegalArgumentException("signIn.identityProviders is empty, so nobody could sign in: add at "
                    + "least one with id, name and metadata");
        }
        return new IdentityProviders(
                properties,
                serviceProvider,
                own,
                directory.path().resolve("identity-providers"),
                clock,
                IdentityProviders.Rhythm.USUAL);
    }

    @Bean
    BrowserSecret browserSecret(SamlProperties properties) {
        return new BrowserSecret(SignInRequests.LIFETIME, properties.publicUrl().startsWith("https://"));
    }

    @Bean
    SamlSessions samlSessions() {
        return new SamlSessions();
    }

    @Bean
    SignInRequests signInRequests(Memories memories, BrowserSecret browsers, Clock clock) {
        return new SignInRequests(memories.outstanding(), browsers, new ReturnPage(), clock);
    }

    @Bean
    Memories memories(
            ObjectProvider<OutstandingSignIns> outstanding, ObjectProvider<ReplayMemory> replays, Clock clock) {
        return new Memories(
                outstanding.getIfAvailable(
                        () -> new InMemoryOutstandingSignIns(clock, InMemoryOutstandingSignIns.USUAL_CAPACITY)),
                replays.getIfAvailable(() -> new InMemoryReplayMemory(clock, InMemoryReplayMemory.USUAL_CAPACITY)));
    }

    @Bean
    SamlSignIn samlSignIn(
            SamlProperties properties,
            IdentityProviders providers,
            ServiceProvider serviceProvider,
            Memories memories,
            BrowserSecret browsers,
            SamlSessions sessions,
            CurrentUser currentUser,
            ObjectProvider<SidDirectory> directory,
            Clock clock) {
        return new SamlSignIn(
                providers,
                serviceProvider,
                new AnswerReader(providers, serviceProvider, memories.outstanding(), browsers),
                browsers,
                sessions,
                new SignInOutcome(new ReturnPage(), sessions),
                new PersonReader(properties, memories.replays(), directory.getIfAvailable(() -> SidDirectory.NOBODY)),
                currentUser,
                clock);
    }

    /** What is remembered between two requests. */
    record Memories(OutstandingSignIns outstanding, ReplayMemory replays) {}

    private static SigningKey key(SamlProperties properties, SecurityDirectory directory, Clock clock)
            throws UnusableKeyException {
        if (properties.signingKey() == null || properties.signingCertificate() == null) {
            return SigningKey.loadOrCreate(directory.path().resolve("saml-signing.pem"), "ProfileKeep SAML", clock);
        }
        try {
            return SigningKey.fromPem(properties.signingKey(), properties.signingCertificate());
        } catch (IllegalArgumentException e) {
            throw new UnusableKeyException(
                    "signIn.signingKeyFrom and signIn.signingCertificateFrom cannot be used: " + e.getMessage(),
                    "Give an RSA key of at least 2048 bits and its certificate, in PEM form and not encrypted"
                            + " (docs/sign-in.md), or leave both settings out: ProfileKeep then makes its own.",
                    e);
        }
    }
}

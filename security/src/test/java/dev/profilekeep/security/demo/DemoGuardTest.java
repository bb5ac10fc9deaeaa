package dev.profilekeep.security.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.security.SecurityDirectory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** The demonstration's identity provider is there in the demonstration and nowhere else. */
class DemoGuardTest {

    @TempDir
    private Path directory;

    @Test
    void asking_for_it_outside_the_demonstration_ends_the_start() {
        for (String key : new String[] {"signIn.demoIdentityProvider", "sign-in.demo-identity-provider"}) {
            assertThatThrownBy(() -> context("production", Map.of(key, "true")))
                    .rootCause()
                    .isInstanceOf(NoDemonstrationException.class)
                    .hasMessageContaining("signIn.demoIdentityProvider is set, but this is no demonstration")
                    .hasMessageContaining("Remove the key");
        }
    }

    @Test
    void without_the_profile_there_is_no_bean_of_it() {
        try (AnnotationConfigApplicationContext context = context("production", Map.of())) {
            assertThat(context.getBeanNamesForType(DemoIdentityProvider.class)).isEmpty();
            assertThat(context.containsBean("demoIdentityProviderChain")).isFalse();
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void the_demonstration_can_do_without_it() {
        try (AnnotationConfigApplicationContext context =
                context("demo", Map.of("signIn.demoIdentityProvider", "false"))) {
            assertThat(context.getBeanNamesForType(DemoIdentityProvider.class)).isEmpty();
        }
    }

    private AnnotationConfigApplicationContext context(String profile, Map<String, Object> settings) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.getEnvironment().setActiveProfiles(profile);
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", settings));
        context.registerBean(SecurityDirectory.class, () -> new SecurityDirectory(directory));
        context.registerBean(Clock.class, Clock::systemUTC);
        context.register(DemoIdentityProviderGuard.class, DemoIdentityProviderConfiguration.class);
        try {
            context.refresh();
        } catch (RuntimeException e) {
            context.close();
            throw e;
        }
        return context;
    }
}

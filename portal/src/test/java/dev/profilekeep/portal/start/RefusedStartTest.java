package dev.profilekeep.portal.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.profilekeep.config.ConfigFile;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.security.demo.DemoIdentityProviderGuard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.mock.env.MockEnvironment;

/** What keeps the portal from starting is told in words, with what to do. */
class RefusedStartTest {
    @TempDir
    Path folder;

    @Test
    void the_keys_that_the_portal_misses_are_all_listed_at_once() throws IOException {
        ProfileKeepConfig small = config("");
        StartFailure failure = catchThrowableOfType(
                StartFailure.class, () -> new SignInConfiguration().samlProperties(small, new MockEnvironment()));
        assertThat(failure)
                .hasMessageContaining("profilekeep.yml is not complete for the portal")
                .hasMessageContaining("portal.publicUrl: ")
                .hasMessageContaining("signIn: ");
        assertThat(failure.next()).contains("docs/sign-in.md");

        ProfileKeepConfig half = config("portal: {publicUrl: 'https://profiles.example.com'}");
        failure = catchThrowableOfType(
                StartFailure.class, () -> new SignInConfiguration().samlProperties(half, new MockEnvironment()));
        assertThat(failure).hasMessageContaining("signIn: ");
        assertThat(failure.getMessage()).doesNotContain("portal.publicUrl: ");
    }

    @Test
    void the_demo_misses_nothing() throws IOException {
        ProfileKeepConfig small = config("");
        MockEnvironment demo = new MockEnvironment();
        demo.setActiveProfiles("demo");
        assertThatCode(() -> new SignInConfiguration().samlProperties(small, demo))
                .doesNotThrowAnyException();
    }

    @Test
    void the_demos_identity_provider_elsewhere_is_refused_in_words_and_with_the_usual_code() {
        RuntimeException thrown = catchThrowableOfType(RuntimeException.class, () -> {
            try (var context = new AnnotationConfigApplicationContext()) {
                context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new MapPropertySource("given", Map.of("signIn.demoIdentityProvider", "true")));
                context.register(DemoIdentityProviderGuard.class);
                context.refresh();
            }
        });
        assertThat(StartFailure.isBehind(thrown)).isTrue();
        List<FailureAnalyzer> analyzers =
                SpringFactoriesLoader.forDefaultResourceLocation().load(FailureAnalyzer.class, (type, name, e) -> {});
        FailureAnalysis told = analyzers.stream()
                .filter(analyzer -> analyzer.getClass().getPackageName().startsWith("dev.profilekeep"))
                .map(analyzer -> analyzer.analyze(thrown))
                .filter(found -> found != null)
                .findFirst()
                .orElseThrow();
        assertThat(told.getDescription()).contains("signIn.demoIdentityProvider is set", "this is no demonstration");
        assertThat(told.getAction()).contains("Leave signIn.demoIdentityProvider out");
    }

    private ProfileKeepConfig config(String portal) throws IOException {
        return ConfigFile.read(Files.writeString(
                folder.resolve("profilekeep.yml"),
                """
                sites: [{id: fra, zone: Europe/Berlin}]
                locations: [{id: a, site: fra, address: a}]
                sets: [{id: pool, replication: ENGINE, activeSite: fra, locations: [a]}]
                """
                        + portal));
    }
}

package dev.profilekeep.portal.demo;

import dev.profilekeep.batch.run.JobRuns;
import dev.profilekeep.config.ConfigFile;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.portal.start.ConfigSource;
import dev.profilekeep.security.demo.DemoPersona;
import dev.profilekeep.security.demo.DemoPersonas;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;

/**
 * The demo: its estate, the people who can sign in, and a first inventory. With {@code --profilekeep.config=} the profile
 * lends its identity provider to an estate of your own instead.
 */
@Configuration(proxyBeanMethods = false)
@Profile("demo")
class DemoConfiguration {
    private static final String OWN_ESTATE = "'${profilekeep.config:}'.isEmpty()";

    /** Ends the start before anybody could reach it from elsewhere. */
    @Bean
    DemoStaysHere demoStaysHere(ProfileKeepConfig config, Environment environment) {
        return new DemoStaysHere(config, environment);
    }

    @Bean
    DemoPersonas demoPersonas() {
        return new DemoPersonas(List.of(
                person(
                        "anna",
                        "Anna Berg",
                        DemoPeople.ANNA,
                        "demo-users",
                        "Employee. Sees her own profile.",
                        "Angestellte. Sieht ihr eigenes Profil."),
                person(
                        "helge",
                        "Helge Brandt",
                        DemoPeople.HELGE,
                        "demo-helpdesk",
                        "Helpdesk. Finds and helps other people.",
                        "Helpdesk. Findet andere und hilft ihnen."),
                person(
                        "ada",
                        "Ada Kowalski",
                        DemoPeople.ADA,
                        "demo-administrators",
                        "Administrator. Decides how everything runs.",
                        "Administratorin. Bestimmt, wie alles läuft."),
                person(
                        "nils",
                        "Nils Ekberg",
                        DemoPeople.NILS,
                        "demo-administrators",
                        "Administrator. The second one, where two have to agree.",
                        "Administrator. Der zweite, wo zwei zustimmen müssen."),
                person(
                        "otto",
                        "Otto Weiss",
                        DemoPeople.OTTO,
                        "demo-auditors",
                        "Auditor. Reads everything, changes nothing.",
                        "Prüfer. Liest alles, ändert nichts."),
                person(
                        "nobody",
                        "Nora Body",
                        DemoPeople.NOBODY,
                        null,
                        "Has no role. Sees that, and nothing else.",
                        "Hat keine Rolle. Erfährt das, und sonst nichts.")));
    }

    private static DemoPersona person(
            String id, String name, String sid, @Nullable String group, String english, String german) {
        String address = id + "@contoso.test";
        List<String> groups = group == null ? List.of() : List.of(group);
        return new DemoPersona(id, name, address, sid, address, groups, english, german);
    }

    @Bean
    @ConditionalOnExpression(OWN_ESTATE)
    ConfigSource demoConfigSource(
            @Value("${profilekeep.demo.directory:demo-data}") Path directory,
            @Value("${profilekeep.demo.reset:false}") boolean reset,
            Clock clock,
            Environment environment) {
        DemoEstate estate = new DemoEstate(directory, clock);
        return () -> {
            DemoStaysHere.require(environment);
            try {
                if (reset) {
                    DemoReset.remove(directory);
                }
                return ConfigFile.read(estate.stand()).inDemo();
            } catch (IOException e) {
                throw new UncheckedIOException("the demo estate cannot be laid out in " + directory, e);
            }
        };
    }

    @Bean
    @ConditionalOnExpression(OWN_ESTATE)
    DemoFirstNight demoFirstNight(
            Engine engine,
            JobRuns runs,
            Clock clock,
            @Value("${profilekeep.demo.directory:demo-data}") Path directory) {
        return new DemoFirstNight(engine, runs, clock, new DemoEstate(directory, clock));
    }
}

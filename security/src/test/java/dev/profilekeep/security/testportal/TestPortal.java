package dev.profilekeep.security.testportal;

import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.SecurityDirectory;
import dev.profilekeep.security.SecurityModuleConfiguration;
import dev.profilekeep.security.saml.SamlProperties;
import dev.profilekeep.security.saml.SamlSignIn;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A small application around this module with a real server, as the portal is a large one. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import({SecurityModuleConfiguration.class, TestPortal.Pages.class})
public class TestPortal {

    @Bean
    SecurityFilterChain portal(HttpSecurity http, SamlSignIn signIn) throws Exception {
        signIn.configure(http);
        return http.authorizeHttpRequests(requests -> requests.requestMatchers(
                                SamlSignIn.SIGN_IN_PAGE,
                                SamlSignIn.SIGNED_OUT_PAGE,
                                SamlSignIn.NO_ACCESS_PAGE,
                                "/error")
                        .permitAll()
                        .requestMatchers("/administration")
                        .hasRole("ADMINISTRATOR")
                        .anyRequest()
                        .authenticated())
                .build();
    }

    /** Pages that say what they know. */
    @RestController
    static class Pages {
        private final CurrentUser currentUser;

        Pages(CurrentUser currentUser) {
            this.currentUser = currentUser;
        }

        @GetMapping(SamlSignIn.SIGN_IN_PAGE)
        String signIn() {
            return "the sign-in page";
        }

        @GetMapping(SamlSignIn.SIGNED_OUT_PAGE)
        String signedOut() {
            return "the signed-out page";
        }

        @GetMapping(SamlSignIn.NO_ACCESS_PAGE)
        String noAccess() {
            return "the no-access page";
        }

        @GetMapping({"/", "/profile", "/administration"})
        String page(HttpServletRequest request) {
            String query = request.getQueryString();
            return "page " + request.getRequestURI() + (query == null ? "" : "?" + query) + " for "
                    + currentUser.require().subject();
        }

        @GetMapping("/whoami")
        Map<String, Object> whoami(HttpServletRequest request, CsrfToken csrf) {
            Person person = currentUser.require();
            return Map.of(
                    "subject", person.subject(),
                    "name", person.displayName(),
                    "sid", String.valueOf(person.sid()),
                    "email", String.valueOf(person.email()),
                    "roles", person.roles().stream().map(Enum::name).sorted().toList(),
                    "provider", person.identityProvider(),
                    "session", request.getSession().getId(),
                    "csrf", csrf.getToken());
        }
    }

    /** A running one. */
    public record Running(GenericApplicationContext context, String url) implements AutoCloseable {
        public <T> T bean(Class<T> type) {
            return context.getBean(type);
        }

        @Override
        public void close() {
            context.close();
        }
    }

    /** Starts one on a free port, with its files in {@code directory}. */
    public static Running start(SamlProperties properties, Path directory, Clock clock, String... arguments) {
        SpringApplicationBuilder builder = new SpringApplicationBuilder(TestPortal.class).initializers(context -> {
            GenericApplicationContext beans = (GenericApplicationContext) context;
            beans.registerBean(SamlProperties.class, () -> properties);
            beans.registerBean(SecurityDirectory.class, () -> new SecurityDirectory(directory));
            beans.registerBean(Clock.class, () -> clock);
        });
        builder.properties(
                "server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off", "logging.level.root=WARN");
        GenericApplicationContext context = (GenericApplicationContext) builder.run(arguments);
        int port = ((ServletWebServerApplicationContext) context).getWebServer().getPort();
        return new Running(context, "http://localhost:" + port);
    }

    public static Running demo(SamlProperties properties, Path directory, Clock clock) {
        return start(properties, directory, clock, "--spring.profiles.active=demo");
    }
}

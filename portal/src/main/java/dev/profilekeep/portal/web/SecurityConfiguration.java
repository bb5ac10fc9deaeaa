package dev.profilekeep.portal.web;

import static org.springframework.security.config.Customizer.withDefaults;

import com.vaadin.flow.spring.security.VaadinAwareSecurityContextHolderStrategyConfiguration;
import com.vaadin.flow.spring.security.VaadinSecurityConfigurer;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.portal.start.CommandLineDoor;
import dev.profilekeep.security.PersonPrincipal;
import dev.profilekeep.security.Role;
import dev.profilekeep.security.saml.SamlSignIn;
import java.time.Clock;
import java.util.Locale;
import org.springframework.boot.actuate.autoconfigure.security.servlet.EndpointRequest;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;

/**
 * Which addresses need what. Roles are decided by {@code @RolesAllowed} at routes and services alone; here it is only
 * decided who is signed in, and how.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
@EnableMethodSecurity(jsr250Enabled = true)
// What is pushed to a page from another thread (a job's progress) is done as the person whose page it is.
@Import(VaadinAwareSecurityContextHolderStrategyConfiguration.class)
class SecurityConfiguration {
    /** Vaadin writes scripts and styles into its page; everything else is ours alone and nobody may frame it. */
    private static final String CONTENT_POLICY = "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval';"
            + " style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:;"
            + " object-src 'none'; base-uri 'self'; frame-ancestors 'none'";

    @Bean
    WrongTokens wrongTokens(Clock clock) {
        return new WrongTokens(clock);
    }

    /** Whether it is an administrator of the estate as a whole: numbers are of all of it. */
    private static boolean ofTheWhole(Authentication asked) {
        boolean administrator = asked.isAuthenticated()
                && asked.getAuthorities().stream()
                        .anyMatch(one -> Role.ADMINISTRATOR.authority().equals(one.getAuthority()));
        return administrator
                && (!(asked.getPrincipal() instanceof PersonPrincipal who)
                        || who.person().scope(Role.ADMINISTRATOR).isEverything());
    }

    /** Health for load balancers; numbers for those who may. */
    @Bean
    @Order(2)
    SecurityFilterChain actuator(
            HttpSecurity http, CommandLineDoor door, WrongTokens wrongTokens, Environment environment)
            throws Exception {
        Problems problems = new Problems();
        http.securityMatcher(new OrRequestMatcher(
                        EndpointRequest.toAnyEndpoint(),
                        PathPatternRequestMatcher.withDefaults().matcher("/actuator/**")))
                .authorizeHttpRequests(requests -> requests.requestMatchers(EndpointRequest.to(HealthEndpoint.class))
                        .permitAll()
                        .requestMatchers(EndpointRequest.toAnyEndpoint())
                        .access((asked, request) -> new AuthorizationDecision(ofTheWhole(asked.get())))
                        // there is nothing else, and that is no secret
                        .anyRequest()
                        .permitAll())
                .addFilterBefore(
                        new MetricsTokenFilter(
                                environment.getProperty("profilekeep.metrics.token-file"),
                                new BearerFilter(door, null, wrongTokens, problems)),
                        CsrfFilter.class)
                .csrf(csrf -> csrf.ignoringRequestMatchers(BearerFilter.BEARS_TOKEN))
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint(problems).accessDeniedHandler(problems))
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.NEVER))
                .requestCache(cache -> cache.disable());
        return http.build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain api(HttpSecurity http, CommandLineDoor door, WrongTokens wrongTokens, Engine engine)
            throws Exception {
        Problems problems = new Problems();
        ServiceAccountDoor accounts = new ServiceAccountDoor(engine.serviceAccounts());
        http.securityMatcher("/api/*", "/api/*/**")
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .addFilterBefore(new BearerFilter(door, accounts, wrongTokens, problems), CsrfFilter.class)
                .csrf(csrf -> csrf.ignoringRequestMatchers(BearerFilter.BEARS_TOKEN))
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint(problems).accessDeniedHandler(problems))
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.NEVER))
                .requestCache(cache -> cache.disable())
                .headers(headers -> headers.contentSecurityPolicy(
                        policy -> policy.policyDirectives("default-src 'none'; frame-ancestors 'none'")));
        return http.build();
    }

    /** The views, sign-in, and the pages outside the frame. */
    @Bean
    @Order(10)
    SecurityFilterChain views(HttpSecurity http, SamlSignIn signIn, ProfileKeepConfig config) throws Exception {
        String publicUrl = config.portal().publicUrl();
        boolean https = publicUrl != null && publicUrl.toLowerCase(Locale.ROOT).startsWith("https:");
        http.authorizeHttpRequests(requests -> requests.requestMatchers(
                        SamlSignIn.SIGN_IN_PAGE, SamlSignIn.SIGNED_OUT_PAGE, "/error", "/favicon.ico", "/icons/**")
                .permitAll()
                .requestMatchers(SamlSignIn.NO_ACCESS_PAGE)
                .authenticated());
        signIn.configure(http);
        http.with(VaadinSecurityConfigurer.vaadin(), withDefaults());
        http.headers(headers -> headers.frameOptions(HeadersConfigurer.FrameOptionsConfig::deny)
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                .contentSecurityPolicy(policy -> policy.policyDirectives(
                        https ? CONTENT_POLICY + "; form-action 'self' https:" : CONTENT_POLICY))
                .permissionsPolicyHeader(policy -> policy.policy(
                        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()")));
        return http.build();
    }
}

package dev.profilekeep.security.demo;

import dev.profilekeep.security.SecurityDirectory;
import dev.profilekeep.security.demo.DemoIdentityProviderGuard.OnlyInDemo;
import dev.profilekeep.security.opensaml.SigningKey;
import dev.profilekeep.security.saml.ServiceProvider;
import java.io.IOException;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;

/** The demonstration's identity provider with a filter chain of its own under {@code /demo-idp}. */
@Configuration(proxyBeanMethods = false)
@Profile("demo")
@OnlyInDemo
public class DemoIdentityProviderConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(DemoIdentityProviderConfiguration.class);

    @Bean
    DemoIdentityProvider demoIdentityProvider(SecurityDirectory directory, Clock clock) throws IOException {
        LOG.warn("demonstration: anybody can sign in as anybody");
        return new DemoIdentityProvider(
                DemoIdentityProvider.ENTITY_ID,
                SigningKey.loadOrCreate(
                        directory.path().resolve("demo-idp-signing.pem"), "ProfileKeep demonstration", clock),
                clock);
    }

    @Bean
    @Order(1)
    SecurityFilterChain demoIdentityProviderChain(
            HttpSecurity http,
            DemoIdentityProvider identityProvider,
            ServiceProvider serviceProvider,
            ObjectProvider<DemoPersonas> personas)
            throws Exception {
        DemoFilter filter =
                new DemoFilter(identityProvider, serviceProvider, personas.getIfAvailable(DemoPersonas::standard));
        return http.securityMatcher(DemoIdentityProvider.PATH + "/**")
                // no session and no rights here to be abused; messages are signed, and a persona is chosen by hand
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .addFilterBefore(filter, AuthorizationFilter.class)
                .build();
    }
}

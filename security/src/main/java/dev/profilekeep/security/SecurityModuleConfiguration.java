package dev.profilekeep.security;

import dev.profilekeep.security.demo.DemoIdentityProviderConfiguration;
import dev.profilekeep.security.demo.DemoIdentityProviderGuard;
import dev.profilekeep.security.saml.SamlConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Everything of this module. The application imports it and gives it three beans: {@code SamlProperties},
 * {@link SecurityDirectory} and {@code java.time.Clock}; then it calls {@code SamlSignIn.configure} on its filter chain.
 */
@Configuration(proxyBeanMethods = false)
@Import({SamlConfiguration.class, DemoIdentityProviderGuard.class, DemoIdentityProviderConfiguration.class})
public class SecurityModuleConfiguration {

    @Bean
    CurrentUser currentUser() {
        return new CurrentUser();
    }
}

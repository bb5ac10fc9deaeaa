package dev.profilekeep.portal;

import dev.profilekeep.portal.start.StartFailure;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.UserDetailsServiceAutoConfiguration;

/**
 * Starts the portal. The catalog's data source and its tables belong to the engine; people come through sign-in alone, so
 * that Spring Boot's own data source, Flyway and made-up user are left out.
 */
@SpringBootApplication(
        exclude = {
            DataSourceAutoConfiguration.class,
            FlywayAutoConfiguration.class,
            UserDetailsServiceAutoConfiguration.class
        })
public class PortalApplication {
    public static void main(String[] args) {
        try {
            SpringApplication.run(PortalApplication.class, args);
        } catch (RuntimeException e) {
            if (StartFailure.isBehind(e)) {
                System.exit(StartFailure.EXIT_CODE);
            }
            throw e;
        }
    }
}

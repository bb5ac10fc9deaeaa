package dev.profilekeep.portal.start;

import dev.profilekeep.batch.BatchModuleConfiguration;
import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.catalog.CatalogInUseException;
import dev.profilekeep.config.ConfigException;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.portal.preference.Preferences;
import java.time.Clock;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** The configuration, the engine that it opens, and what the portal keeps beside the catalog. */
@Configuration(proxyBeanMethods = false)
@Import(BatchModuleConfiguration.class)
class EngineConfiguration {
    private static final String HISTORY = "portal_history";

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** From the demo's estate if there is one, else from the file. */
    @Bean
    ProfileKeepConfig profileKeepConfig(ObjectProvider<ConfigSource> sources, Environment environment) {
        try {
            return sources.getIfAvailable(() -> new FileConfigSource(environment.getProperty("profilekeep.config")))
                    .load();
        } catch (ConfigException e) {
            throw unusable(e);
        }
    }

    @Bean(destroyMethod = "close")
    Engine engine(ProfileKeepConfig config, Clock clock) {
        try {
            Engine engine = Engine.open(config, clock);
            engine.leases().dead().begin();
            engine.cutOffSwaps().begin();
            return engine;
        } catch (ConfigException e) {
            throw unusable(e);
        } catch (CatalogInUseException e) {
            throw new StartFailure(
                    String.valueOf(e.getMessage()),
                    "Stop the other process, or let several share one PostgreSQL database (docs/configuration.md).",
                    e);
        } catch (CatalogException e) {
            throw new StartFailure(
                    String.valueOf(e.getMessage()), "Check the section \"database\" of " + config.file() + ".", e);
        }
    }

    /** The portal's own tables, beside those of the engine and of the jobs. */
    @Bean
    Preferences preferences(Engine engine) {
        DataSource dataSource = engine.catalog().dataSource();
        Flyway.configure(Preferences.class.getClassLoader())
                .dataSource(dataSource)
                .locations("classpath:db/portal")
                .table(HISTORY)
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
        return new Preferences(dataSource);
    }

    private static StartFailure unusable(ConfigException e) {
        return new StartFailure(
                "The configuration cannot be used.\n\n" + e.getMessage(),
                "Correct the lines named above; docs/configuration.md describes every key.",
                e);
    }
}

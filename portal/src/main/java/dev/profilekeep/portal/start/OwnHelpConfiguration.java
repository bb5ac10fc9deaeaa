package dev.profilekeep.portal.start;

import dev.profilekeep.engine.Engine;
import dev.profilekeep.portal.helpcode.HelpCodes;
import dev.profilekeep.portal.myprofile.HelpCases;
import dev.profilekeep.portal.myprofile.OwnHelpWorkers;
import dev.profilekeep.portal.preference.Preferences;
import dev.profilekeep.portal.sids.SidMappings;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What people's own page keeps and works with. {@link Preferences} come first: they bring the portal's tables up to date. */
@Configuration(proxyBeanMethods = false)
class OwnHelpConfiguration {
    @Bean
    HelpCodes helpCodes(Engine engine, Preferences tablesFirst, Clock clock) {
        return new HelpCodes(engine.catalog().dataSource(), clock);
    }

    @Bean
    HelpCases helpCases(Engine engine, Preferences tablesFirst) {
        return new HelpCases(engine.catalog().dataSource());
    }

    @Bean
    SidMappings sidMappings(Engine engine, Preferences tablesFirst, Clock clock) {
        return new SidMappings(engine.catalog().dataSource(), clock);
    }

    @Bean(destroyMethod = "close")
    OwnHelpWorkers ownHelpWorkers() {
        return OwnHelpWorkers.start();
    }
}

package dev.profilekeep.batch.inventory;

import dev.profilekeep.batch.run.Workers;
import dev.profilekeep.batch.schedule.ScheduledJob;
import dev.profilekeep.config.InventoryPolicy;
import dev.profilekeep.engine.Engine;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the inventory job takes from the engine and its configuration. */
@Configuration(proxyBeanMethods = false)
public class InventoryOnEngine {
    /** A night's inventory that nobody was there to start is made up for if that is less than so long ago. */
    static final Duration LATEST_START = Duration.ofHours(4);

    @Bean
    InventoryWork inventoryWork(Engine engine) {
        return new EngineInventory(engine);
    }

    @Bean
    Workers inventoryWorkers(Engine engine) {
        return new Workers("inventory-", engine.config().inventory().parallel());
    }

    @Bean
    ScheduledJob inventoryTimes(Engine engine) {
        InventoryPolicy policy = engine.config().inventory();
        String where = engine.config().file() + ": inventory.cron";
        return new ScheduledJob(InventoryParameters.JOB, policy.cron(), policy.zone(), LATEST_START, where);
    }
}

package dev.profilekeep.batch.inventory;

import dev.profilekeep.batch.run.Workers;
import dev.profilekeep.batch.schedule.ScheduledJob;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Stands where {@link InventoryOnEngine} does. */
@Configuration(proxyBeanMethods = false)
public class FakeInventoryBeans {
    private final FakeInventory fake;
    private final ScheduledJob times;

    public FakeInventoryBeans(FakeInventory fake, ScheduledJob times) {
        this.fake = fake;
        this.times = times;
    }

    @Bean
    InventoryWork inventoryWork() {
        return fake;
    }

    @Bean
    Workers inventoryWorkers() {
        return new Workers("inventory-", 3);
    }

    @Bean
    ScheduledJob inventoryTimes() {
        return times;
    }
}

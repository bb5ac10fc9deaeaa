package dev.profilekeep.batch;

import dev.profilekeep.batch.inventory.InventoryJob;
import dev.profilekeep.batch.run.RunConfiguration;
import dev.profilekeep.batch.schedule.ScheduleConfiguration;
import javax.sql.DataSource;
import org.springframework.batch.core.configuration.support.DefaultBatchConfiguration;
import org.springframework.batch.core.repository.ExecutionContextSerializer;
import org.springframework.batch.core.repository.dao.Jackson2ExecutionContextStringSerializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Isolation;

/**
 * Spring Batch, runs, schedules and the jobs themselves, upon whatever DataSource has the tables. Kept apart from the engine
 * so that tests can put something else in its place.
 */
@Configuration(proxyBeanMethods = false)
@Import({RunConfiguration.class, ScheduleConfiguration.class, InventoryJob.class})
class BatchInfrastructure extends DefaultBatchConfiguration {
    @Bean
    PlatformTransactionManager transactionManager(DataSource catalogDataSource) {
        return new JdbcTransactionManager(catalogDataSource);
    }

    @Override
    protected DataSource getDataSource() {
        return applicationContext.getBean("catalogDataSource", DataSource.class);
    }

    @Override
    protected PlatformTransactionManager getTransactionManager() {
        return applicationContext.getBean("transactionManager", PlatformTransactionManager.class);
    }

    /** The default, SERIALIZABLE, fails on PostgreSQL when two nodes start; one run at a time is seen to elsewhere. */
    @Override
    protected Isolation getIsolationLevelForCreate() {
        return Isolation.READ_COMMITTED;
    }

    /** Readable in the tables, and nothing of Java's serialisation is ever read back. */
    @Override
    protected ExecutionContextSerializer getExecutionContextSerializer() {
        return new Jackson2ExecutionContextStringSerializer();
    }
}

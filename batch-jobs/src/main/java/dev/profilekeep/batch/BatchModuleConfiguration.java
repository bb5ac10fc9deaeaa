package dev.profilekeep.batch;

import dev.profilekeep.batch.backup.BackupJob;
import dev.profilekeep.batch.backup.CareJobs;
import dev.profilekeep.batch.compaction.CompactionJob;
import dev.profilekeep.batch.inventory.InventoryOnEngine;
import dev.profilekeep.batch.readiness.ReadinessJob;
import dev.profilekeep.batch.replication.ReplicationJob;
import dev.profilekeep.batch.run.RunConfiguration.NodeName;
import dev.profilekeep.batch.verification.VerificationJob;
import dev.profilekeep.engine.Engine;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The jobs, to be imported by the application. Needs the beans {@link Engine} and {@link java.time.Clock}; gives
 * {@link dev.profilekeep.batch.run.JobRuns}, {@link dev.profilekeep.batch.schedule.ScheduleService}, and the catalog's
 * DataSource with its transaction manager.
 *
 * <p>Everything lives in the catalog's database, on H2 as on PostgreSQL, in tables that Flyway makes from
 * {@code classpath:db/jobs}. Nothing hangs on properties of Spring Boot, whose own configurations step aside:
 *
 * <ul>
 *   <li>BatchAutoConfiguration, because of {@link BatchInfrastructure}: no {@code initialize-schema}, and no job is run at
 *       the application's start, as with {@code spring.batch.job.enabled=false}
 *   <li>QuartzAutoConfiguration, because there is a SchedulerFactoryBean
 *   <li>FlywayAutoConfiguration, because there is a {@code Flyway} (more of them are welcome beside it)
 *   <li>DataSourceAutoConfiguration and its transaction manager, because the catalog's are beans
 * </ul>
 */
@Configuration(proxyBeanMethods = false)
@Import({
    BatchInfrastructure.class,
    InventoryOnEngine.class,
    BackupJob.class,
    CareJobs.class,
    CompactionJob.class,
    ReadinessJob.class,
    ReplicationJob.class,
    VerificationJob.class
})
public class BatchModuleConfiguration {
    /** Makes the tables before anybody can ask for the DataSource. */
    @Bean
    Flyway jobsFlyway(Engine engine) {
        return JobTables.bringUpToDate(engine.catalog().dataSource());
    }

    /** The engine's; closed by it. */
    @Bean(destroyMethod = "")
    DataSource catalogDataSource(Engine engine, Flyway jobsFlyway) {
        return engine.catalog().dataSource();
    }

    @Bean
    NodeName nodeName(Engine engine) {
        return new NodeName(engine.node(), engine.catalog().shared());
    }
}

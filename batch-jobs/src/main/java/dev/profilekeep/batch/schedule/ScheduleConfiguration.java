package dev.profilekeep.batch.schedule;

import dev.profilekeep.batch.run.RunConfiguration.NodeName;
import dev.profilekeep.batch.run.ScheduledStarts;
import java.sql.DatabaseMetaData;
import java.time.Clock;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.quartz.Scheduler;
import org.quartz.impl.jdbcjobstore.PostgreSQLDelegate;
import org.quartz.impl.jdbcjobstore.StdJDBCDelegate;
import org.quartz.spi.JobFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Quartz, clustered, in the catalog's database, and the beans behind {@link ScheduleService}. Takes the place of Spring Boot's
 * QuartzAutoConfiguration, whose {@code initialize-schema} leaves an H2 file without tables or drops them at each start.
 */
@Configuration(proxyBeanMethods = false)
public class ScheduleConfiguration {
    @Bean
    ScheduleTable scheduleTable(DataSource dataSource) {
        return new ScheduleTable(dataSource);
    }

    @Bean
    SchedulerFactoryBean quartzScheduler(
            DataSource dataSource,
            PlatformTransactionManager transactions,
            NodeName node,
            ObjectProvider<ScheduledStarts> starts,
            ScheduleTable table,
            ObjectProvider<ScheduledJob> jobs,
            Clock clock) {
        Properties quartz = new Properties();
        quartz.setProperty("org.quartz.scheduler.instanceName", "profilekeep");
        quartz.setProperty("org.quartz.scheduler.instanceId", node.name());
        // how long it may take until Quartz sees a change, here (it is told before the commit) as on other nodes
        quartz.setProperty("org.quartz.scheduler.idleWaitTime", "5000");
        quartz.setProperty("org.quartz.threadPool.threadCount", "2");
        quartz.setProperty("org.quartz.threadPool.threadNamePrefix", "job-times");
        quartz.setProperty("org.quartz.jobStore.isClustered", "true");
        quartz.setProperty("org.quartz.jobStore.clusterCheckinInterval", "10000");
        quartz.setProperty("org.quartz.jobStore.misfireThreshold", "60000");
        quartz.setProperty("org.quartz.jobStore.useProperties", "true");
        quartz.setProperty(
                "org.quartz.jobStore.driverDelegateClass", delegate(dataSource).getName());
        quartz.setProperty(
                "org.quartz.jobStore.driverDelegateInitString",
                "triggerPersistenceDelegateClasses=" + LocalCronDelegate.class.getName());

        // by hand rather than by autowiring: Quartz asks only for this one class
        JobFactory factory = (bundle, scheduler) -> new BatchTrigger(starts.getObject(), table, byName(jobs), clock);
        SchedulerFactoryBean bean = new SchedulerFactoryBean();
        bean.setDataSource(dataSource);
        bean.setTransactionManager(transactions);
        bean.setQuartzProperties(quartz);
        bean.setJobFactory(factory);
        bean.setWaitForJobsToCompleteOnShutdown(true);
        return bean;
    }

    private static Class<? extends StdJDBCDelegate> delegate(DataSource dataSource) {
        try {
            String product = JdbcUtils.extractDatabaseMetaData(dataSource, DatabaseMetaData::getDatabaseProductName);
            return "PostgreSQL".equals(product) ? PostgreSQLDelegate.class : StdJDBCDelegate.class;
        } catch (MetaDataAccessException e) {
            throw new IllegalStateException("the catalog's database does not say what it is", e);
        }
    }

    @Bean(initMethod = "takeFile")
    QuartzScheduleService scheduleService(
            ObjectProvider<ScheduledJob> jobs,
            ScheduleTable table,
            Scheduler scheduler,
            PlatformTransactionManager transactions,
            Clock clock) {
        return new QuartzScheduleService(byName(jobs), table, scheduler, new TransactionTemplate(transactions), clock);
    }

    private static Map<String, ScheduledJob> byName(ObjectProvider<ScheduledJob> jobs) {
        return jobs.stream().collect(Collectors.toUnmodifiableMap(ScheduledJob::job, Function.identity()));
    }
}

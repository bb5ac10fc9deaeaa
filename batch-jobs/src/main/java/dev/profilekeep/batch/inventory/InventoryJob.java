package dev.profilekeep.batch.inventory;

import dev.profilekeep.batch.run.RunFailures;
import dev.profilekeep.batch.run.RunnableJob;
import dev.profilekeep.batch.run.StopRequests;
import dev.profilekeep.batch.run.Workers;
import org.springframework.batch.core.Job;
import org.springframework.batch.core.Step;
import org.springframework.batch.core.StepExecution;
import org.springframework.batch.core.configuration.annotation.StepScope;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.partition.support.Partitioner;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.interceptor.DefaultTransactionAttribute;

/** The inventory: list every location, read the shards side by side, conclude, judge the locks, remove what swaps put aside and nobody needs. */
@Configuration(proxyBeanMethods = false)
public class InventoryJob {
    @Bean
    Job inventoryJob(
            JobRepository repository,
            Step inventoryList,
            Step inventoryRead,
            Step inventoryConclude,
            Step inventoryLocks,
            Step inventoryKept) {
        return new JobBuilder(InventoryParameters.JOB, repository)
                .validator(InventoryParameters::validate)
                .start(inventoryList)
                .next(inventoryRead)
                .next(inventoryConclude)
                .next(inventoryLocks)
                .next(inventoryKept)
                .build();
    }

    @Bean
    Step inventoryList(JobRepository repository, Parts parts) {
        return parts.step("list", repository, new InventoryListTasklet(parts.engine, parts.stops));
    }

    @Bean
    Step inventoryRead(
            JobRepository repository, Partitioner inventoryPartitioner, Step inventoryShard, Workers inventoryWorkers) {
        return new StepBuilder("read", repository)
                .partitioner("read", inventoryPartitioner)
                .step(inventoryShard)
                .taskExecutor(inventoryWorkers.executor())
                .build();
    }

    @Bean
    Step inventoryShard(JobRepository repository, Parts parts) {
        return parts.step("shard", repository, new InventoryShardTasklet(parts.engine, parts.stops));
    }

    @Bean
    Step inventoryConclude(JobRepository repository, Parts parts) {
        return parts.step("conclude", repository, new InventoryConcludeTasklet(parts.engine, parts.stops));
    }

    @Bean
    Step inventoryLocks(JobRepository repository, Parts parts) {
        return parts.step("locks", repository, new InventoryLocksTasklet(parts.engine, parts.stops));
    }

    @Bean
    Step inventoryKept(JobRepository repository, Parts parts) {
        return parts.step("kept", repository, new InventoryKeptTasklet(parts.engine, parts.stops));
    }

    @Bean
    @StepScope
    Partitioner inventoryPartitioner(InventoryWork engine, @Value("#{stepExecution}") StepExecution step) {
        return new InventoryPartitioner(engine, InventoryParameters.of(step).inventory());
    }

    @Bean
    RunnableJob runnableInventory(Job inventoryJob, InventoryWork engine) {
        return new RunnableInventory(inventoryJob, engine);
    }

    @Bean
    Parts inventoryParts(
            PlatformTransactionManager transactions, RunFailures failures, InventoryWork engine, StopRequests stops) {
        return new Parts(transactions, failures, engine, stops);
    }

    /** What every step of this job is made of. */
    record Parts(
            PlatformTransactionManager transactions, RunFailures failures, InventoryWork engine, StopRequests stops) {
        Step step(String name, JobRepository repository, Tasklet tasklet) {
            return new StepBuilder(name, repository)
                    .tasklet(tasklet, transactions)
                    .transactionAttribute(new NoTransaction())
                    .listener(failures)
                    .build();
        }
    }

    /**
     * The engine transacts by itself: a transaction around a whole shard would hold a connection for minutes. Every exception
     * counts as one to roll back for; a step that meets any other does not fail but tries again, forever.
     */
    private static final class NoTransaction extends DefaultTransactionAttribute {
        private static final long serialVersionUID = 1L;

        NoTransaction() {
            super(TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
        }

        @Override
        public boolean rollbackOn(Throwable thrown) {
            return true;
        }
    }
}

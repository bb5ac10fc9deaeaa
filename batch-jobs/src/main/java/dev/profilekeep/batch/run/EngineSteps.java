package dev.profilekeep.batch.run;

import dev.profilekeep.inventory.RunControl;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.Step;
import org.springframework.batch.core.StepContribution;
import org.springframework.batch.core.StepExecution;
import org.springframework.batch.core.partition.support.Partitioner;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.repeat.RepeatStatus;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.interceptor.DefaultTransactionAttribute;

/**
 * Makes steps that call the engine once, and end as stopped rather than as done or failed if the run was asked to stop meanwhile.
 */
public final class EngineSteps {
    private static final Logger LOG = LoggerFactory.getLogger(EngineSteps.class);

    private final JobRepository repository;
    private final PlatformTransactionManager transactions;
    private final RunFailures failures;
    private final StopRequests stops;

    EngineSteps(
            JobRepository repository,
            PlatformTransactionManager transactions,
            RunFailures failures,
            StopRequests stops) {
        this.repository = repository;
        this.transactions = transactions;
        this.failures = failures;
        this.stops = stops;
    }

    /** What a step does. */
    @FunctionalInterface
    public interface Work {
        void run(StepExecution step, RunControl control) throws IOException;
    }

    /** A step of its own. */
    public Step step(String name, Work work) {
        return new StepBuilder(name, repository)
                .tasklet(new Call(work, stops), transactions)
                .transactionAttribute(new NoTransaction())
                .listener(failures)
                .build();
    }

    /** A step that does its work once for each partition, side by side. */
    public Step partitioned(String name, Partitioner partitioner, Work work, Workers workers) {
        return new StepBuilder(name, repository)
                .partitioner(name, partitioner)
                .step(step(name + "-part", work))
                .taskExecutor(workers.executor())
                .build();
    }

    private record Call(Work work, StopRequests stops) implements Tasklet {
        @Override
        public RepeatStatus execute(StepContribution contribution, ChunkContext context) throws IOException {
            StepExecution step = contribution.getStepExecution();
            RunControl control = stops.of(step);
            try {
                if (!control.stopAsked()) {
                    work.run(step, control);
                }
            } catch (IOException | RuntimeException e) {
                if (!control.stopAsked()) {
                    throw e;
                }
                LOG.info("step {} ended while stopping: {}", step.getStepName(), e.toString());
            }
            if (control.stopAsked()) {
                step.setTerminateOnly();
            }
            return RepeatStatus.FINISHED;
        }
    }

    /**
     * The engine transacts by itself: a transaction around a whole shard would hold a connection for minutes. Every exception counts as one to roll back for; a step that meets any other does not fail but
     * tries again, forever.
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

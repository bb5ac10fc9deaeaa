package dev.profilekeep.batch.replication;

import dev.profilekeep.batch.run.EngineSteps;
import dev.profilekeep.batch.run.RunnableJob;
import dev.profilekeep.batch.run.Workers;
import dev.profilekeep.batch.schedule.ScheduledJob;
import dev.profilekeep.config.ReplicationPolicy;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.replicate.estate.ReplicationPart;
import dev.profilekeep.replicate.estate.ReplicationRun.Phase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.Job;
import org.springframework.batch.core.Step;
import org.springframework.batch.core.StepExecution;
import org.springframework.batch.core.configuration.annotation.StepScope;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.partition.support.Partitioner;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.item.ExecutionContext;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Brings copies at further sites up to date, at night or every few minutes: plan, carry the parts side by side, conclude. A location that does not answer fails nothing: its copies are left as they are, and that is
 * told beside a run that is done.
 */
@Configuration(proxyBeanMethods = false)
public class ReplicationJob {
    /** A night that nobody was there to start is made up for if that is less than so long ago: later the people come. */
    static final Duration LATEST_START = Duration.ofHours(2);

    static final Duration TRY_AGAIN = Duration.ofMinutes(2);

    /** Parts that one node carries in the same moment: while one waits for a server, the other reads. */
    static final int PARALLEL = 2;

    @Bean
    Job replicationJob(
            JobRepository repository, Step replicationPlan, Step replicationCarry, Step replicationConclude) {
        return new JobBuilder(ReplicationParameters.REPLICATION, repository)
                .validator(ReplicationParameters.WORK::validate)
                .start(replicationPlan)
                .next(replicationCarry)
                .next(replicationConclude)
                .build();
    }

    @Bean
    Step replicationPlan(EngineSteps steps, Engine engine) {
        return steps.step("plan", (step, control) -> engine.replications().plan(ReplicationParameters.WORK.of(step)));
    }

    @Bean
    Step replicationCarry(
            EngineSteps steps, Engine engine, Partitioner replicationPartitioner, Workers replicationWorkers) {
        return steps.partitioned(
                "carry",
                replicationPartitioner,
                (step, control) -> engine.replications().run(ReplicationParameters.part(step), control),
                replicationWorkers);
    }

    @Bean
    Step replicationConclude(EngineSteps steps, Engine engine) {
        return steps.step("conclude", (step, control) -> {
            long run = ReplicationParameters.WORK.of(step);
            boolean concluded = engine.replications()
                    .find(run)
                    .filter(one -> one.phase() == Phase.DONE)
                    .isPresent();
            if (!concluded) { // else it was before a restart, and only Spring Batch does not know
                engine.replications().finish(run);
            }
        });
    }

    @Bean
    @StepScope
    Partitioner replicationPartitioner(Engine engine, @Value("#{stepExecution}") StepExecution step) {
        return gridSize -> {
            Map<String, ExecutionContext> partitions = new LinkedHashMap<>();
            try {
                for (ReplicationPart part : engine.replications().plan(ReplicationParameters.WORK.of(step))) {
                    partitions.put(ReplicationParameters.partition(part), ReplicationParameters.context(part));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return partitions;
        };
    }

    @Bean
    Workers replicationWorkers() {
        return new Workers("replication-", PARALLEL);
    }

    @Bean
    RunnableJob runnableReplication(Job replicationJob, Engine engine) {
        return new RunnableReplication(replicationJob, engine);
    }

    /** Null while ProfileKeep carries no set's copies: nothing is due then. */
    @Bean
    @Nullable
    ScheduledJob replicationTimes(Engine engine) {
        ReplicationPolicy policy = engine.config().secondSite().replication();
        return engine.replications().hasCopiesToCarry()
                ? new ScheduledJob(
                        ReplicationParameters.REPLICATION,
                        policy.cron(),
                        policy.zone(),
                        LATEST_START,
                        TRY_AGAIN,
                        engine.replications()::hasTime,
                        engine.config().file() + ": policies.replication.cron")
                : null;
    }
}

package dev.profilekeep.batch.compaction;

import dev.profilekeep.backup.turn.TurnLostException;
import dev.profilekeep.batch.run.EngineSteps;
import dev.profilekeep.batch.run.RunnableJob;
import dev.profilekeep.batch.run.Workers;
import dev.profilekeep.batch.schedule.ScheduledJob;
import dev.profilekeep.compact.estate.CompactionPart;
import dev.profilekeep.compact.estate.CompactionRun.Phase;
import dev.profilekeep.compact.estate.CompactionService;
import dev.profilekeep.config.CompactionPolicy;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.engine.Engine;
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

/** Makes disks smaller at night: plan, look at each location's disks side by side, compact them, conclude. A second job ends after the looks, by the engine's own word. */
@Configuration(proxyBeanMethods = false)
public class CompactionJob {
    /** A night that nobody was there to start is made up for if that is less than so long ago: later the people come. */
    static final Duration LATEST_START = Duration.ofHours(2);

    /** A look that somebody began in the evening must not cost the night. */
    static final Duration TRY_AGAIN = Duration.ofMinutes(2);

    @Bean
    Job compactionJob(
            JobRepository repository,
            Step compactionPlan,
            Step compactionLook,
            Step compactionCompact,
            Step compactionConclude) {
        return new JobBuilder(CompactionParameters.COMPACTION, repository)
                .validator(CompactionParameters::validate)
                .start(compactionPlan)
                .next(compactionLook)
                .next(compactionCompact)
                .next(compactionConclude)
                .build();
    }

    @Bean
    Job compactionPlanJob(JobRepository repository, Step compactionPlan, Step compactionLook, Step compactionConclude) {
        return new JobBuilder(CompactionParameters.PLAN, repository)
                .validator(CompactionParameters::validate)
                .start(compactionPlan)
                .next(compactionLook)
                .next(compactionConclude)
                .build();
    }

    @Bean
    Step compactionPlan(EngineSteps steps, Engine engine) {
        return steps.step("plan", (step, control) -> engine.compactions()
                .plan(CompactionParameters.of(step).work()));
    }

    @Bean
    Step compactionLook(
            EngineSteps steps, Engine engine, Partitioner compactionPartitioner, Workers compactionWorkers) {
        return steps.partitioned(
                "look",
                compactionPartitioner,
                (step, control) -> engine.compactions().look(CompactionParameters.part(step), control),
                compactionWorkers);
    }

    @Bean
    Step compactionCompact(
            EngineSteps steps, Engine engine, Partitioner compactionPartitioner, Workers compactionWorkers) {
        return steps.partitioned(
                "compact",
                compactionPartitioner,
                (step, control) -> engine.compactions().run(CompactionParameters.part(step), control),
                compactionWorkers);
    }

    @Bean
    Step compactionConclude(EngineSteps steps, Engine engine) {
        return steps.step("conclude", (step, control) -> {
            long run = CompactionParameters.of(step).work();
            CompactionService compactions = engine.compactions();
            boolean concluded = compactions
                    .find(run)
                    .filter(one -> one.phase() == Phase.DONE)
                    .isPresent();
            if (!concluded) { // else it was before a restart, and only Spring Batch does not know
                compactions.finish(run);
            }
        });
    }

    @Bean
    @StepScope
    Partitioner compactionPartitioner(Engine engine, @Value("#{stepExecution}") StepExecution step) {
        return gridSize -> {
            Map<String, ExecutionContext> partitions = new LinkedHashMap<>();
            try {
                for (CompactionPart part :
                        engine.compactions().plan(CompactionParameters.of(step).work())) {
                    partitions.put(CompactionParameters.partition(part), CompactionParameters.context(part));
                }
            } catch (TurnLostException e) {
                throw new UncheckedIOException(e);
            }
            return partitions;
        };
    }

    @Bean
    Workers compactionWorkers(Engine engine) {
        return new Workers("compaction-", engine.config().compaction().parallel());
    }

    @Bean
    RunnableJob runnableCompaction(Job compactionJob, Engine engine) {
        return new RunnableCompaction(compactionJob, engine, false);
    }

    @Bean
    RunnableJob runnableCompactionPlan(Job compactionPlanJob, Engine engine) {
        return new RunnableCompaction(compactionPlanJob, engine, true);
    }

    /** Null while the configuration lets no set be compacted: nothing is due then. */
    @Bean
    @Nullable
    ScheduledJob compactionTimes(Engine engine) {
        ProfileKeepConfig config = engine.config();
        CompactionPolicy policy = config.compaction();
        return config.sets().stream().anyMatch(set -> policy.isEnabled(set.id()))
                ? new ScheduledJob(
                        CompactionParameters.COMPACTION,
                        policy.cron(),
                        policy.zone(),
                        LATEST_START,
                        TRY_AGAIN,
                        engine.compactions()::hasTime,
                        config.file() + ": policies.compaction.cron")
                : null;
    }
}

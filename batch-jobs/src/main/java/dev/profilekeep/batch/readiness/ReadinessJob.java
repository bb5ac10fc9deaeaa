package dev.profilekeep.batch.readiness;

import dev.profilekeep.backup.turn.TurnLostException;
import dev.profilekeep.batch.run.EngineSteps;
import dev.profilekeep.batch.run.RunnableJob;
import dev.profilekeep.batch.run.Workers;
import dev.profilekeep.batch.schedule.ScheduledJob;
import dev.profilekeep.config.ReadinessPolicy;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.readiness.ReadinessRun.Phase;
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
 * Looks every morning whether people could work at another site: plan, look at the locations side by side, judge. A location that does not answer fails nothing: its copies
 * count as out of reach, for a site that is dead is what people want to know of.
 */
@Configuration(proxyBeanMethods = false)
public class ReadinessJob {
    /** A morning that nobody was there to start is made up for if that is less than so long ago. */
    static final Duration LATEST_START = Duration.ofHours(12);

    static final Duration TRY_AGAIN = Duration.ofMinutes(5);

    @Bean
    Job readinessJob(JobRepository repository, Step readinessPlan, Step readinessLook, Step readinessJudge) {
        return new JobBuilder(ReadinessParameters.READINESS, repository)
                .validator(ReadinessParameters::validate)
                .start(readinessPlan)
                .next(readinessLook)
                .next(readinessJudge)
                .build();
    }

    @Bean
    Step readinessPlan(EngineSteps steps, Engine engine) {
        return steps.step("plan", (step, control) -> engine.readiness()
                .plan(ReadinessParameters.of(step).work()));
    }

    @Bean
    Step readinessLook(EngineSteps steps, Engine engine, Partitioner readinessPartitioner, Workers readinessWorkers) {
        return steps.partitioned(
                "look",
                readinessPartitioner,
                (step, control) -> engine.readiness()
                        .look(ReadinessParameters.of(step).work(), ReadinessParameters.location(step), control),
                readinessWorkers);
    }

    @Bean
    Step readinessJudge(EngineSteps steps, Engine engine) {
        return steps.step("judge", (step, control) -> {
            long run = ReadinessParameters.of(step).work();
            boolean concluded = engine.readiness()
                    .find(run)
                    .filter(one -> one.phase() == Phase.DONE)
                    .isPresent();
            if (!concluded) { // else it was before a restart, and only Spring Batch does not know
                engine.readiness().finish(run);
            }
        });
    }

    @Bean
    @StepScope
    Partitioner readinessPartitioner(Engine engine, @Value("#{stepExecution}") StepExecution step) {
        return gridSize -> {
            Map<String, ExecutionContext> partitions = new LinkedHashMap<>();
            try {
                for (String location :
                        engine.readiness().plan(ReadinessParameters.of(step).work())) {
                    partitions.put(location, ReadinessParameters.context(location));
                }
            } catch (TurnLostException e) {
                throw new UncheckedIOException(e);
            }
            return partitions;
        };
    }

    @Bean
    Workers readinessWorkers(Engine engine) {
        return new Workers(
                "readiness-part-", engine.config().secondSite().readiness().parallel());
    }

    @Bean
    RunnableJob runnableReadiness(Job readinessJob, Engine engine) {
        return new RunnableReadiness(readinessJob, engine.readiness());
    }

    /** Null while no set has a further site: nothing is due then. */
    @Bean
    @Nullable
    ScheduledJob readinessTimes(Engine engine) {
        ReadinessPolicy policy = engine.config().secondSite().readiness();
        return engine.readiness().hasSecondSite()
                ? new ScheduledJob(
                        ReadinessParameters.READINESS,
                        policy.cron(),
                        policy.zone(),
                        LATEST_START,
                        TRY_AGAIN,
                        now -> true,
                        engine.config().file() + ": policies.readiness.cron")
                : null;
    }
}

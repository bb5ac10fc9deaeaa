package dev.profilekeep.batch.verification;

import dev.profilekeep.backup.turn.TurnLostException;
import dev.profilekeep.batch.run.EngineSteps;
import dev.profilekeep.batch.run.RunnableJob;
import dev.profilekeep.batch.run.Workers;
import dev.profilekeep.batch.schedule.ScheduledJob;
import dev.profilekeep.config.VerificationPolicy;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.replica.estate.VerificationPart;
import dev.profilekeep.replica.estate.VerificationRun.Phase;
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
 * Compares the copies at further sites at night: plan, compare the parts side by side, conclude. A location that does not answer fails nothing: its copies are unproved, and that is told beside a run that is
 * done.
 */
@Configuration(proxyBeanMethods = false)
public class VerificationJob {
    /** A night that nobody was there to start is made up for if that is less than so long ago: later the people come. */
    static final Duration LATEST_START = Duration.ofHours(2);

    static final Duration TRY_AGAIN = Duration.ofMinutes(2);

    /** Parts that one node compares in the same moment: a comparison reads at both sites, and its threads are shared. */
    static final int PARALLEL = 2;

    @Bean
    Job verificationJob(
            JobRepository repository, Step verificationPlan, Step verificationCompare, Step verificationConclude) {
        return new JobBuilder(VerificationParameters.VERIFICATION, repository)
                .validator(VerificationParameters::validate)
                .start(verificationPlan)
                .next(verificationCompare)
                .next(verificationConclude)
                .build();
    }

    @Bean
    Step verificationPlan(EngineSteps steps, Engine engine) {
        return steps.step("plan", (step, control) -> engine.verification()
                .plan(VerificationParameters.of(step).work()));
    }

    @Bean
    Step verificationCompare(
            EngineSteps steps, Engine engine, Partitioner verificationPartitioner, Workers verificationWorkers) {
        return steps.partitioned(
                "compare",
                verificationPartitioner,
                (step, control) -> engine.verification().run(VerificationParameters.part(step), control),
                verificationWorkers);
    }

    @Bean
    Step verificationConclude(EngineSteps steps, Engine engine) {
        return steps.step("conclude", (step, control) -> {
            long run = VerificationParameters.of(step).work();
            boolean concluded = engine.verification()
                    .find(run)
                    .filter(one -> one.phase() == Phase.DONE)
                    .isPresent();
            if (!concluded) { // else it was before a restart, and only Spring Batch does not know
                engine.verification().finish(run);
            }
        });
    }

    @Bean
    @StepScope
    Partitioner verificationPartitioner(Engine engine, @Value("#{stepExecution}") StepExecution step) {
        return gridSize -> {
            Map<String, ExecutionContext> partitions = new LinkedHashMap<>();
            try {
                for (VerificationPart part : engine.verification()
                        .plan(VerificationParameters.of(step).work())) {
                    partitions.put(VerificationParameters.partition(part), VerificationParameters.context(part));
                }
            } catch (TurnLostException e) {
                throw new UncheckedIOException(e);
            }
            return partitions;
        };
    }

    @Bean
    Workers verificationWorkers() {
        return new Workers("verification-", PARALLEL);
    }

    @Bean
    RunnableJob runnableVerification(Job verificationJob, Engine engine) {
        return new RunnableVerification(verificationJob, engine);
    }

    /** Null while no set has copies at a further site: nothing is due then. */
    @Bean
    @Nullable
    ScheduledJob verificationTimes(Engine engine) {
        VerificationPolicy policy = engine.config().secondSite().verification();
        return engine.verification().hasFurtherCopies()
                ? new ScheduledJob(
                        VerificationParameters.VERIFICATION,
                        policy.cron(),
                        policy.zone(),
                        LATEST_START,
                        TRY_AGAIN,
                        engine.verification()::hasTime,
                        engine.config().file() + ": policies.verification.cron")
                : null;
    }
}

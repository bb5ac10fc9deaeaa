package dev.profilekeep.batch.backup;

import dev.profilekeep.backup.estate.BackupNight.Phase;
import dev.profilekeep.backup.estate.BackupService;
import dev.profilekeep.backup.estate.NightShard;
import dev.profilekeep.backup.turn.TurnLostException;
import dev.profilekeep.batch.run.EngineSteps;
import dev.profilekeep.batch.run.RunnableJob;
import dev.profilekeep.batch.run.Workers;
import dev.profilekeep.batch.schedule.ScheduledJob;
import dev.profilekeep.config.BackupPolicy;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.engine.Engine;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
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

/** The nightly backup: plan, back the shards up side by side, try again what was in use, conclude. */
@Configuration(proxyBeanMethods = false)
public class BackupJob {
    /** A night that nobody was there to start is made up for if that is less than so long ago. */
    static final Duration LATEST_START = Duration.ofHours(4);

    @Bean
    Job backupJob(JobRepository repository, Step backupPlan, Step backupShards, Step backupAgain, Step backupConclude) {
        return new JobBuilder(BackupParameters.BACKUP, repository)
                .validator(BackupParameters::validate)
                .start(backupPlan)
                .next(backupShards)
                .next(backupAgain)
                .next(backupConclude)
                .build();
    }

    @Bean
    Step backupPlan(EngineSteps steps, Engine engine) {
        return steps.step("plan", (step, control) -> engine.backups()
                .plan(BackupParameters.of(step).work()));
    }

    @Bean
    Step backupShards(EngineSteps steps, Engine engine, Partitioner backupPartitioner, Workers backupWorkers) {
        return steps.partitioned(
                "back-up",
                backupPartitioner,
                (step, control) -> engine.backups().run(BackupParameters.shard(step), control),
                backupWorkers);
    }

    @Bean
    Step backupAgain(EngineSteps steps, Engine engine, Partitioner backupAgainPartitioner, Workers backupWorkers) {
        return steps.partitioned(
                "again",
                backupAgainPartitioner,
                (step, control) -> engine.backups().run(BackupParameters.shard(step), control),
                backupWorkers);
    }

    @Bean
    Step backupConclude(EngineSteps steps, Engine engine) {
        return steps.step("conclude", (step, control) -> {
            long run = BackupParameters.of(step).work();
            BackupService backups = engine.backups();
            boolean concluded =
                    backups.find(run).filter(one -> one.phase() == Phase.DONE).isPresent();
            if (!concluded) { // else it was before a restart, and only Spring Batch does not know
                backups.finish(run);
            }
        });
    }

    /** Asks for the shards of a run. */
    private interface Shards {
        List<NightShard> of(long run) throws TurnLostException;
    }

    private static Partitioner partitioner(StepExecution step, Shards shards) {
        return gridSize -> {
            Map<String, ExecutionContext> partitions = new LinkedHashMap<>();
            try {
                for (NightShard shard : shards.of(BackupParameters.of(step).work())) {
                    partitions.put(BackupParameters.partition(shard), BackupParameters.context(shard));
                }
            } catch (TurnLostException e) {
                throw new UncheckedIOException(e);
            }
            return partitions;
        };
    }

    @Bean
    @StepScope
    Partitioner backupPartitioner(Engine engine, @Value("#{stepExecution}") StepExecution step) {
        return partitioner(step, run -> engine.backups().plan(run));
    }

    @Bean
    @StepScope
    Partitioner backupAgainPartitioner(Engine engine, @Value("#{stepExecution}") StepExecution step) {
        return partitioner(step, run -> engine.backups().again(run));
    }

    @Bean
    Workers backupWorkers(Engine engine) {
        return new Workers("backup-", engine.config().backups().parallel());
    }

    @Bean
    RunnableJob runnableBackup(Job backupJob, Engine engine) {
        return new RunnableBackup(backupJob, engine);
    }

    /** Null while the configuration names no repository: nothing is due then. */
    @Bean
    @Nullable
    ScheduledJob backupTimes(Engine engine) {
        BackupPolicy policy = engine.config().backups();
        return times(engine.config(), BackupParameters.BACKUP, policy.cron(), "cron");
    }

    static @Nullable ScheduledJob times(ProfileKeepConfig config, String job, String cron, String key) {
        boolean somewhere = config.sets().stream()
                .anyMatch(set -> config.backups().repositoryOf(set.id()).isPresent());
        return somewhere
                ? new ScheduledJob(
                        job, cron, config.backups().zone(), LATEST_START, config.file() + ": policies.backups." + key)
                : null;
    }
}

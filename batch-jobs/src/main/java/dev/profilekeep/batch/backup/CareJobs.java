package dev.profilekeep.batch.backup;

import dev.profilekeep.backup.care.CareKind;
import dev.profilekeep.backup.care.CareRun.Phase;
import dev.profilekeep.backup.care.CareService;
import dev.profilekeep.backup.watch.TestTimes;
import dev.profilekeep.batch.run.EngineSteps;
import dev.profilekeep.batch.run.RunnableJob;
import dev.profilekeep.batch.schedule.ScheduleService;
import dev.profilekeep.batch.schedule.ScheduledJob;
import dev.profilekeep.engine.Engine;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The jobs that care for repositories: maintenance, check, restore test, copies. One step each, repository after repository. */
@Configuration(proxyBeanMethods = false)
public class CareJobs {
    static final String MAINTENANCE = "backup-maintenance";
    static final String CHECK = "backup-check";
    static final String RESTORE_TEST = "restore-test";
    static final String COPY = "backup-copy";

    private static Job job(String name, JobRepository repository, EngineSteps steps, Engine engine) {
        return new JobBuilder(name, repository)
                .validator(BackupParameters::validate)
                .start(steps.step("care", (step, control) -> {
                    long run = BackupParameters.of(step).work();
                    CareService care = engine.care();
                    boolean concluded = care.find(run)
                            .filter(one -> one.phase() == Phase.DONE)
                            .isPresent();
                    if (!concluded) { // else it was before a restart, and only Spring Batch does not know
                        care.run(run, control);
                        if (!control.stopAsked()) {
                            care.finish(run);
                        }
                    }
                }))
                .build();
    }

    @Bean
    RunnableJob runnableMaintenance(JobRepository repository, EngineSteps steps, Engine engine) {
        return new RunnableCare(
                CareKind.MAINTENANCE,
                job(MAINTENANCE, repository, steps, engine),
                engine.care(),
                "pruning",
                "forgotten");
    }

    @Bean
    RunnableJob runnableCheck(JobRepository repository, EngineSteps steps, Engine engine) {
        return new RunnableCare(
                CareKind.CHECK, job(CHECK, repository, steps, engine), engine.care(), "checking", "problems");
    }

    @Bean
    RunnableJob runnableRestoreTest(JobRepository repository, EngineSteps steps, Engine engine) {
        return new RunnableCare(
                CareKind.RESTORE_TEST,
                job(RESTORE_TEST, repository, steps, engine),
                engine.care(),
                "restoring",
                "restored");
    }

    @Bean
    RunnableJob runnableCopy(JobRepository repository, EngineSteps steps, Engine engine) {
        return new RunnableCare(
                CareKind.COPY, job(COPY, repository, steps, engine), engine.care(), "copying", "copied");
    }

    @Bean
    @Nullable
    ScheduledJob maintenanceTimes(Engine engine) {
        return BackupJob.times(
                engine.config(), MAINTENANCE, engine.config().backups().maintenance(), "maintenance");
    }

    /** Each day when the night has ended; with no end, at noon. */
    @Bean
    @Nullable
    ScheduledJob checkTimes(Engine engine) {
        return BackupJob.times(engine.config(), CHECK, afterTheNight(engine), "until");
    }

    /** As the check: what the night brought is copied by day. Null while nothing says where copies go. */
    @Bean
    @Nullable
    ScheduledJob copyTimes(Engine engine) {
        return engine.config().backups().copyTo().isEmpty()
                ? null
                : BackupJob.times(engine.config(), COPY, afterTheNight(engine), "until");
    }

    private static String afterTheNight(Engine engine) {
        LocalTime until = engine.config().backups().until();
        return until == null ? "0 0 12 * * ?" : "0 " + until.getMinute() + " " + until.getHour() + " * * ?";
    }

    /** Whether a restore test is late is judged by the times in force, not by those of the file. */
    @Bean
    SmartInitializingSingleton restoreTestTimesInForce(Engine engine, ObjectProvider<ScheduleService> schedules) {
        return () -> engine.repositoryWatch().testTimes(() -> schedules.getObject().all().stream()
                .filter(schedule -> schedule.job().equals(RESTORE_TEST))
                .map(schedule -> new TestTimes(schedule.cron(), schedule.zone()))
                .findFirst());
    }

    @Bean
    @Nullable
    ScheduledJob restoreTestTimes(Engine engine) {
        return BackupJob.times(
                engine.config(), RESTORE_TEST, engine.config().backups().restoreTest(), "restoreTest");
    }
}

package dev.profilekeep.batch.schedule;

import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.quartz.JobExecutionContext;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;

/** Times of a schedule that are tried again a little later: one of each job, as a trigger of Quartz's own beside that of the schedule. Any node fires it. */
final class Postponed {
    private static final String GROUP = "profilekeep-again";
    private static final String DUE = "due";

    private Postponed() {}

    static TriggerKey key(String job) {
        return new TriggerKey(job, GROUP);
    }

    /** The time of the schedule that an execution answers, if it was tried before. */
    static Optional<Instant> due(JobExecutionContext context) {
        String due = context.getMergedJobDataMap().getString(DUE);
        return due == null ? Optional.empty() : Optional.of(Instant.parse(due));
    }

    /** That of a job which is still to be tried again. */
    static Optional<Instant> due(Scheduler scheduler, String job) throws SchedulerException {
        Trigger waiting = scheduler.getTrigger(key(job));
        return waiting == null
                ? Optional.empty()
                : Optional.of(Instant.parse(waiting.getJobDataMap().getString(DUE)));
    }

    /** Tries a time again at {@code at}. */
    static void again(Scheduler scheduler, JobKey job, Instant due, Instant at) throws SchedulerException {
        Trigger again = TriggerBuilder.newTrigger()
                .withIdentity(key(job.getName()))
                .forJob(job)
                .usingJobData(DUE, due.toString())
                .startAt(Date.from(at))
                .build();
        if (scheduler.rescheduleJob(again.getKey(), again) == null) {
            scheduler.scheduleJob(again);
        }
    }

    static void forget(Scheduler scheduler, String job) throws SchedulerException {
        scheduler.unscheduleJob(key(job));
    }
}

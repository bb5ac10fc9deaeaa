package dev.profilekeep.batch.schedule;

import dev.profilekeep.batch.run.AlreadyRunningException;
import dev.profilekeep.batch.run.AlreadyStartedException;
import dev.profilekeep.batch.run.ScheduledStarts;
import dev.profilekeep.batch.schedule.SkippedStart.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Quartz runs when a job is due: starts the job and returns; the work goes on elsewhere. A time at which the job is
 * still under way, or that is over for too long, is written down as left out; of a job that is patient, the former is tried again
 * until the latter holds. A start that fails goes back to Quartz.
 *
 * <p>The name of this class stands in Quartz's tables.
 */
@DisallowConcurrentExecution
public final class BatchTrigger implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(BatchTrigger.class);

    private final ScheduledStarts starts;
    private final ScheduleTable table;
    private final Map<String, ScheduledJob> jobs;
    private final Clock clock;

    BatchTrigger(ScheduledStarts starts, ScheduleTable table, Map<String, ScheduledJob> jobs, Clock clock) {
        this.starts = starts;
        this.table = table;
        this.jobs = jobs;
        this.clock = clock;
    }

    @Override
    public void execute(JobExecutionContext context) throws JobExecutionException {
        String job = context.getJobDetail().getKey().getName();
        try {
            Instant due = due(context);
            giveUpEarlier(context.getScheduler(), job, due);
            fire(context, job, due);
        } catch (RuntimeException | SchedulerException e) {
            LOG.error("the scheduled start of {} failed", job, e);
            throw new JobExecutionException("the scheduled start of " + job + " failed: " + e.getMessage(), e, false);
        }
    }

    /** A time that is still tried when the next comes is over. */
    private void giveUpEarlier(Scheduler scheduler, String job, Instant due) throws SchedulerException {
        Instant earlier = Postponed.due(scheduler, job).orElse(due);
        if (earlier.isBefore(due)) {
            Postponed.forget(scheduler, job);
            skip(job, earlier, clock.instant(), Reason.RUNNING, null, "another run was in the way until the next time");
        }
    }

    private void fire(JobExecutionContext context, String job, Instant due) throws SchedulerException {
        Instant now = clock.instant();
        ScheduledJob times = jobs.get(job);
        if (times == null) {
            throw new IllegalStateException("there is no job " + job + " on this node");
        }
        Duration late = Duration.between(due, now);
        if (late.compareTo(times.latestStart()) >= 0) {
            skip(
                    job,
                    due,
                    now,
                    Reason.TOO_LATE,
                    null,
                    "nobody was there to start it, and " + hours(late) + " later is too late");
            return;
        }
        if (!times.hasTime().test(now)) {
            skip(
                    job,
                    due,
                    now,
                    Reason.TOO_LATE,
                    null,
                    "it would have no time: its end is over, or too far ahead to be that of this start");
            return;
        }
        try {
            long run = starts.start(job, due);
            LOG.info("scheduled start job={} due={} lateSeconds={} run={}", job, due, late.toSeconds(), run);
        } catch (AlreadyRunningException e) {
            Duration pause = times.tryAgain();
            if (!pause.isZero() && late.plus(pause).compareTo(times.latestStart()) < 0) {
                LOG.info("scheduled start postponed job={} due={} detail={}", job, due, e.getMessage());
                Postponed.again(context.getScheduler(), context.getJobDetail().getKey(), due, now.plus(pause));
                return;
            }
            Long run = e.runId() == 0 ? null : e.runId();
            skip(job, due, now, Reason.RUNNING, run, e.getMessage());
        } catch (AlreadyStartedException e) {
            skip(job, due, now, Reason.STARTED_BEFORE, e.runId(), e.getMessage());
        }
    }

    private void skip(
            String job, Instant due, Instant now, Reason reason, @Nullable Long run, @Nullable String detail) {
        LOG.info("scheduled start left out job={} due={} reason={} detail={}", job, due, reason, detail);
        table.skip(new SkippedStart(job, due, now, reason, run, detail == null ? "" : detail));
    }

    private static String hours(Duration late) {
        long hours = late.toHours();
        return hours < 48 ? hours + " h" : late.toDays() + " days";
    }

    /** Quartz fires a missed time as if it were due now: the time meant is the last one of the schedule. */
    private static Instant due(JobExecutionContext context) throws SchedulerException {
        Optional<Instant> postponed = Postponed.due(context);
        if (postponed.isPresent()) {
            return postponed.get();
        }
        Instant scheduled = scheduled(context);
        var trigger = context.isRecovering()
                ? context.getScheduler().getTrigger(context.getRecoveringTriggerKey())
                : context.getTrigger();
        return trigger instanceof LocalCronTrigger times
                ? times.times().atOrBefore(scheduled).orElse(scheduled)
                : scheduled;
    }

    private static Instant scheduled(JobExecutionContext context) {
        if (context.isRecovering()) {
            Object original = context.getMergedJobDataMap()
                    .get(Scheduler.FAILED_JOB_ORIGINAL_TRIGGER_SCHEDULED_FIRETIME_IN_MILLISECONDS);
            if (original != null) {
                return Instant.ofEpochMilli(Long.parseLong(original.toString()));
            }
        }
        Date fire = context.getScheduledFireTime();
        return fire.toInstant();
    }
}

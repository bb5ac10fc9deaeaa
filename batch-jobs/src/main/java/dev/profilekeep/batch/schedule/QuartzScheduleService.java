package dev.profilekeep.batch.schedule;

import dev.profilekeep.batch.schedule.ScheduleTable.Row;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Schedules in our table, and a trigger of Quartz made from each. Quartz's store takes part in the transaction, so both change
 * together. A paused job has no trigger: what it misses meanwhile is nothing that was missed.
 */
final class QuartzScheduleService implements ScheduleService {
    static final String GROUP = "profilekeep";

    private static final Logger LOG = LoggerFactory.getLogger(QuartzScheduleService.class);
    private static final String CONFIGURATION = "configuration";
    private static final int SHOWN = 5;

    private final Map<String, ScheduledJob> jobs;
    private final ScheduleTable table;
    private final Scheduler scheduler;
    private final TransactionTemplate transaction;
    private final Clock clock;

    QuartzScheduleService(
            Map<String, ScheduledJob> jobs,
            ScheduleTable table,
            Scheduler scheduler,
            TransactionTemplate transaction,
            Clock clock) {
        this.jobs = jobs;
        this.table = table;
        this.scheduler = scheduler;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * Takes over what the file says where it is new, and gives Quartz its triggers; a trigger that is right already is left
     * alone, for it may have missed a time. Before Quartz starts.
     *
     * @throws BadScheduleException naming the key of the file if its times are wrong
     */
    void takeFile() {
        for (ScheduledJob job : jobs.values()) {
            String cron;
            try {
                CronText.parse(job.cron(), job.zone(), clock.instant());
                cron = CronText.normal(job.cron(), job.zone(), clock.instant());
            } catch (IllegalArgumentException e) {
                throw new BadScheduleException(job.where(), String.valueOf(e.getMessage()), e);
            }
            Row file = new Row(job.job(), cron, job.zone(), false, cron, job.zone());
            if (table.find(job.job()).isEmpty()) {
                insertUnlessAnotherNodeDid(file);
            }
            transaction.executeWithoutResult(status -> {
                Row row = table.lock(job.job()).orElseThrow();
                if (!row.fileCron().equals(cron) || !row.fileZone().equals(job.zone())) {
                    LOG.info("schedule of {} taken from the file, which changed: {} {}", job.job(), cron, job.zone());
                    row = new Row(job.job(), cron, job.zone(), row.paused(), cron, job.zone());
                    table.update(row, CONFIGURATION, clock.instant());
                }
                if (!quartzHas(row)) {
                    giveQuartz(row);
                }
            });
        }
    }

    private void insertUnlessAnotherNodeDid(Row row) {
        try {
            table.insert(row, CONFIGURATION, clock.instant());
        } catch (DuplicateKeyException e) {
            LOG.debug("another node wrote the schedule of {} first", row.job());
        }
    }

    @Override
    public List<Schedule> all() {
        return table.all().stream()
                .filter(row -> jobs.containsKey(row.job()))
                .map(this::shown)
                .toList();
    }

    @Override
    public Schedule change(String job, String cron, ZoneId zone, String actorName) {
        Instant now = clock.instant();
        CronText.parse(cron, zone, now);
        String normal = CronText.normal(cron, zone, now);
        return update(job, actorName, row -> row.with(normal, zone));
    }

    @Override
    public Schedule pause(String job) {
        return update(job, null, row -> row.withPaused(true));
    }

    @Override
    public Schedule resume(String job) {
        return update(job, null, row -> row.withPaused(false));
    }

    @Override
    public Schedule reset(String job) {
        return update(job, null, row -> row.with(row.fileCron(), row.fileZone()));
    }

    @Override
    public List<Instant> preview(String cron, ZoneId zone, int n) {
        if (n < 1 || n > 100) {
            throw new IllegalArgumentException("the number of times to show must be from 1 to 100: " + n);
        }
        Instant now = clock.instant();
        return CronText.parse(cron, zone, now).next(now, n);
    }

    @Override
    public List<SkippedStart> skipped(String job, int limit) {
        if (limit < 1 || limit > 1000) {
            throw new IllegalArgumentException("limit is out of range: " + limit);
        }
        return table.skipped(job, limit);
    }

    private Schedule update(String job, @Nullable String actorName, UnaryOperator<Row> change) {
        if (!jobs.containsKey(job)) {
            throw new IllegalArgumentException(
                    "there is no job \"" + job + "\" with a schedule; there are " + new TreeMap<>(jobs).keySet());
        }
        Row changed = transaction.execute(status -> {
            Row before = table.lock(job).orElseThrow();
            Row after = change.apply(before);
            if (!after.equals(before)) {
                table.update(after, actorName == null ? "" : actorName, clock.instant());
                giveQuartz(after);
            }
            return after;
        });
        LOG.info("schedule of {} is now {} {} paused={}", job, changed.cron(), changed.zone(), changed.paused());
        return shown(changed);
    }

    private Schedule shown(Row row) {
        Instant now = clock.instant();
        List<Instant> next = row.paused()
                ? List.of()
                : CronText.parse(row.cron(), row.zone(), Instant.EPOCH).next(now, SHOWN);
        return new Schedule(row.job(), row.cron(), row.zone(), row.paused(), row.fileCron(), next);
    }

    private boolean quartzHas(Row row) {
        try {
            Trigger trigger = scheduler.getTrigger(triggerKey(row.job()));
            if (row.paused()) {
                return trigger == null;
            }
            return trigger instanceof LocalCronTrigger times
                    && scheduler.getTriggerState(triggerKey(row.job())) != Trigger.TriggerState.ERROR
                    && times.getCronExpression().equals(row.cron())
                    && times.getTimeZone()
                            .getID()
                            .equals(TimeZone.getTimeZone(row.zone()).getID());
        } catch (SchedulerException e) {
            // it cannot be read, for instance because its class has gone: it is made anew
            LOG.warn("the trigger of {} is replaced", row.job(), e);
            return false;
        }
    }

    private void giveQuartz(Row row) {
        JobKey key = new JobKey(row.job(), GROUP);
        JobDetail detail = JobBuilder.newJob(BatchTrigger.class)
                .withIdentity(key)
                .storeDurably()
                .requestRecovery()
                .build();
        try {
            scheduler.addJob(detail, true);
            scheduler.unscheduleJob(triggerKey(row.job()));
            Postponed.forget(scheduler, row.job());
            if (!row.paused()) {
                scheduler.scheduleJob(trigger(row, key));
            }
        } catch (SchedulerException e) {
            throw new IllegalStateException("the schedule of " + row.job() + " could not be given to Quartz", e);
        }
    }

    private Trigger trigger(Row row, JobKey job) {
        return TriggerBuilder.newTrigger()
                .withIdentity(triggerKey(row.job()))
                .forJob(job)
                .startAt(Date.from(clock.instant()))
                .withSchedule(new LocalCronTrigger.Times(row.cron(), row.zone()))
                .build();
    }

    static TriggerKey triggerKey(String job) {
        return new TriggerKey(job, GROUP);
    }

    Optional<ScheduledJob> job(String name) {
        return Optional.ofNullable(jobs.get(name));
    }
}

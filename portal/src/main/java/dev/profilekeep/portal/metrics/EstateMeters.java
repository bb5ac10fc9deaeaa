package dev.profilekeep.portal.metrics;

import dev.profilekeep.batch.run.JobRunView;
import dev.profilekeep.batch.schedule.Schedule;
import dev.profilekeep.health.ContainerState;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.lock.LockCounts;
import dev.profilekeep.portal.estate.Estate;
import dev.profilekeep.portal.jobs.JobDesk;
import dev.profilekeep.storage.LocationMode;
import dev.profilekeep.storage.layer.Pace;
import dev.profilekeep.storage.layer.StorageUse;
import dev.profilekeep.storage.layer.StorageUse.Operation;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * ProfileKeep's own numbers (docs/api.md has their names). The catalog is asked at most every half minute, however many
 * collectors there are; nothing is labelled with a person, an account or a path.
 */
@Component
final class EstateMeters implements MeterBinder {
    private static final Logger LOG = LoggerFactory.getLogger(EstateMeters.class);
    private static final Duration KEPT = Duration.ofSeconds(30);

    private final Estate estate;
    private final JobDesk desk;
    private final Clock clock;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile @Nullable Numbers numbers;
    private volatile Instant taken = Instant.EPOCH;

    EstateMeters(Estate estate, JobDesk desk, Clock clock) {
        this.estate = estate;
        this.desk = desk;
        this.clock = clock;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(
                registry,
                "profilekeep.inventory.age.seconds",
                "since the last complete inventory ended",
                Tags.empty(),
                numbers -> numbers.lastInventory().map(this::age).orElse(Double.NaN));
        for (ContainerState state : ContainerState.values()) {
            gauge(
                    registry,
                    "profilekeep.containers",
                    "containers by state",
                    Tags.of("state", word(state)),
                    numbers -> numbers.containers().getOrDefault(state, 0L));
        }
        gauge(registry, "profilekeep.copies", "copies of containers", Tags.empty(), Numbers::copies);
        for (FindingCode code : FindingCode.values()) {
            gauge(
                    registry,
                    "profilekeep.findings",
                    "containers with a finding",
                    Tags.of("code", word(code)),
                    numbers -> numbers.findings().getOrDefault(code, 0L));
        }
        for (LocationMode mode : LocationMode.values()) {
            gauge(
                    registry,
                    "profilekeep.locations",
                    "locations by mode",
                    Tags.of("mode", word(mode)),
                    numbers -> numbers.locations().getOrDefault(mode, 0L));
        }
        for (Estate.Location location : estate.locations()) {
            gauge(
                    registry,
                    "profilekeep.unread",
                    "what the last inventory could not read",
                    Tags.of("location", location.id()),
                    numbers -> numbers.unread().getOrDefault(location.id(), 0L));
            storage(registry, location.id());
            pace(registry, location.id());
        }
        locks(registry, "profilekeep.lock.looks", "looks at containers since the start", LockCounts::looks);
        locks(registry, "profilekeep.lock.probes", "exclusive opens of disks since the start", LockCounts::probes);
        locks(
                registry,
                "profilekeep.lock.remembered",
                "looks since the start that took the answer of a probe less than a minute old",
                LockCounts::remembered);
        desk.schedules().stream().map(Schedule::job).forEach(job -> job(registry, job));
    }

    private void job(MeterRegistry registry, String job) {
        gauge(
                registry,
                "profilekeep.job.running",
                "1 while a run is under way",
                Tags.of("job", job),
                numbers -> numbers.running().contains(job) ? 1 : 0);
        gauge(
                registry,
                "profilekeep.job.last.duration.seconds",
                "of the last run that ended",
                Tags.of("job", job),
                numbers -> {
                    JobRunView run = numbers.lastRuns().get(job);
                    return run == null || run.endedAt() == null
                            ? Double.NaN
                            : Duration.between(run.startedAt(), run.endedAt()).toMillis() / 1000.0;
                });
        for (JobRunView.Status status : JobRunView.Status.values()) {
            if (status == JobRunView.Status.RUNNING || status == JobRunView.Status.STOPPING) {
                continue;
            }
            gauge(
                    registry,
                    "profilekeep.job.last.outcome",
                    "1 for how the last run ended",
                    Tags.of("job", job, "outcome", word(status)),
                    numbers -> {
                        JobRunView run = numbers.lastRuns().get(job);
                        return run != null && run.status() == status ? 1 : 0;
                    });
        }
    }

    private void storage(MeterRegistry registry, String location) {
        for (Operation operation : Operation.values()) {
            Tags tags = Tags.of("location", location, "operation", word(operation));
            counter(registry, "profilekeep.storage.operations", location, tags, use -> use.of(operation)
                    .count());
            counter(registry, "profilekeep.storage.errors", location, tags, use -> use.of(operation)
                    .failures());
        }
        counter(
                registry,
                "profilekeep.storage.bytes",
                location,
                Tags.of("location", location, "direction", "read"),
                StorageUse::bytesRead);
        counter(
                registry,
                "profilekeep.storage.bytes",
                location,
                Tags.of("location", location, "direction", "written"),
                StorageUse::bytesWritten);
    }

    private void pace(MeterRegistry registry, String location) {
        Tags tags = Tags.of("location", location);
        Gauge.builder("profilekeep.storage.slowed", estate, of -> {
                    Pace.Seen seen = of.paces().get(location);
                    return seen != null && seen.slowed() ? 1 : 0;
                })
                .description("1 while less is read, as the server answers slowly")
                .tags(tags)
                .register(registry);
        Gauge.builder("profilekeep.storage.probe.seconds", estate, of -> {
                    Pace.Seen seen = of.paces().get(location);
                    return seen == null || seen.last().isZero()
                            ? Double.NaN
                            : seen.last().toNanos() / 1e9;
                })
                .description("how long the last 4 KiB took that were read for a probe")
                .tags(tags)
                .register(registry);
        FunctionCounter.builder("profilekeep.storage.slowdowns", estate, of -> {
                    Pace.Seen seen = of.paces().get(location);
                    return seen == null ? 0 : seen.slowdowns();
                })
                .description("how often the location was slowed down since the start")
                .tags(tags)
                .register(registry);
    }

    private void counter(
            MeterRegistry registry, String name, String location, Tags tags, ToDoubleFunction<StorageUse> value) {
        FunctionCounter.builder(name, estate, of -> {
                    StorageUse use = of.storageUse().get(location);
                    return use == null ? 0 : value.applyAsDouble(use);
                })
                .description("asked of a location's storage since the start")
                .tags(tags)
                .register(registry);
    }

    private void locks(MeterRegistry registry, String name, String what, ToDoubleFunction<LockCounts> value) {
        FunctionCounter.builder(name, estate, of -> value.applyAsDouble(of.lockCounts()))
                .description(what)
                .register(registry);
    }

    /** While the catalog does not answer there is no number. */
    private void gauge(MeterRegistry registry, String name, String what, Tags tags, ToDoubleFunction<Numbers> value) {
        Gauge.builder(name, () -> {
                    Numbers now = numbers();
                    return now == null ? Double.NaN : value.applyAsDouble(now);
                })
                .description(what)
                .tags(tags)
                .register(registry);
    }

    /**
     * At most one asks at a time, and not again before the time is over, whatever came of it: a collector that waited for a catalog
     * that is away, number by number, would in the end keep every thread.
     *
     * @return null if the catalog did not answer, or is being asked for the first time by somebody else
     */
    private @Nullable Numbers numbers() {
        if (!clock.instant().isBefore(taken.plus(KEPT)) && asking.compareAndSet(false, true)) {
            try {
                numbers = Numbers.of(estate, desk);
            } catch (RuntimeException e) {
                numbers = null;
                LOG.warn("the numbers for metrics could not be read: {}", e.getMessage());
            } finally {
                taken = clock.instant();
                asking.set(false);
            }
        }
        return numbers;
    }

    private double age(Instant since) {
        return Duration.between(since, clock.instant()).toMillis() / 1000.0;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}

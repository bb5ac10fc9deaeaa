package dev.profilekeep.notify;

import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.SiteConfig;
import dev.profilekeep.health.Severity;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Asks every location for its folder, all in the same moment, each at most once at a time. One that fails twice in a row is
 * trouble since the first failure; a site none of whose locations answers is one trouble and not one for each. For one thread.
 */
final class LocationsWatch implements TroubleSource, Closeable {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final ProfileKeepConfig config;
    private final BiFunction<String, Initiator, StorageProvider> storages;
    private final Clock clock;
    private final Duration deadline;
    private final Map<String, Seen> seen = new HashMap<>();
    private final Map<String, Future<?>> running = new HashMap<>();
    private final ExecutorService askers = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "locations-watch");
        thread.setDaemon(true);
        return thread;
    });

    LocationsWatch(ProfileKeepConfig config, BiFunction<String, Initiator, StorageProvider> storages, Clock clock) {
        this(config, storages, clock, DEADLINE);
    }

    LocationsWatch(
            ProfileKeepConfig config,
            BiFunction<String, Initiator, StorageProvider> storages,
            Clock clock,
            Duration deadline) {
        this.config = config;
        this.storages = storages;
        this.clock = clock;
        this.deadline = deadline;
    }

    /**
     * How a location stands.
     *
     * @param failures in a row
     * @param since of the first of them; null without any
     * @param away whether it does not answer, and not only refuses us
     */
    private record Seen(int failures, @Nullable Instant since, String reason, boolean away) {
        static final Seen WELL = new Seen(0, null, "", false);

        boolean told() {
            return failures != 1;
        }

        boolean down() {
            return failures > 1;
        }
    }

    @Override
    public String name() {
        return "locations";
    }

    @Override
    public Optional<List<Trouble>> now() {
        for (LocationConfig location : config.locations()) {
            Future<?> before = running.get(location.id());
            if (before == null || before.isDone()) {
                running.put(location.id(), askers.submit(() -> {
                    storages.apply(location.id(), Initiator.JOB).stat(StoragePath.ROOT);
                    return null;
                }));
            }
        }
        Instant asked = clock.instant();
        long end = System.nanoTime() + deadline.toNanos();
        for (LocationConfig location : config.locations()) {
            seen.put(location.id(), answer(location.id(), asked, end));
        }
        // After a start nothing is known of what failed once: whatever was open stays so.
        return seen.values().stream().allMatch(Seen::told) ? Optional.of(troubles()) : Optional.empty();
    }

    private Seen answer(String id, Instant asked, long end) {
        Future<?> call = running.get(id);
        boolean away = true;
        String reason;
        try {
            if (call != null) {
                call.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            }
            return Seen.WELL;
        } catch (TimeoutException e) {
            reason = "it did not answer within " + deadline.toSeconds() + " s";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return seen.getOrDefault(id, Seen.WELL);
        } catch (java.util.concurrent.ExecutionException e) {
            Exception problem = e.getCause() instanceof Exception cause ? cause : e;
            away = !(problem instanceof StorageException.Denied);
            reason = reason(problem);
        }
        Seen before = seen.getOrDefault(id, Seen.WELL);
        Instant since = before.since() == null ? asked : before.since();
        return new Seen(Math.min(2, before.failures() + 1), since, reason, away);
    }

    private static String reason(Exception problem) {
        if (problem instanceof StorageException.NotFound) {
            return "the folder of this location is not there";
        }
        String said = problem instanceof IOException ? problem.getMessage() : null;
        return said == null ? problem.getClass().getSimpleName() : said.replaceFirst("^stat /: ", "");
    }

    private List<Trouble> troubles() {
        List<Trouble> troubles = new ArrayList<>();
        for (SiteConfig site : config.sites()) {
            List<LocationConfig> there = config.locations().stream()
                    .filter(location -> location.siteId().equals(site.id()))
                    .toList();
            List<LocationConfig> down =
                    there.stream().filter(location -> at(location).down()).toList();
            boolean all = !there.isEmpty()
                    && down.size() == there.size()
                    && down.stream().allMatch(location -> at(location).away());
            if (all) {
                Instant since = down.stream()
                        .map(location -> at(location).since())
                        .filter(java.util.Objects::nonNull)
                        .max(Instant::compareTo) // until then another of them still answered
                        .orElse(null);
                troubles.add(new Trouble(
                        "site:" + site.id(),
                        IncidentKind.SITE_DOWN,
                        Severity.CRITICAL,
                        site.id(),
                        Map.of("reason", at(down.get(0)).reason()),
                        since));
                continue;
            }
            for (LocationConfig location : down) {
                Seen how = at(location);
                troubles.add(new Trouble(
                        "location:" + location.id(),
                        IncidentKind.LOCATION_DOWN,
                        how.away() ? Severity.CRITICAL : Severity.WARN,
                        site.id(),
                        Map.of("location", location.name(), "reason", how.reason()),
                        how.since()));
            }
        }
        return troubles;
    }

    private Seen at(LocationConfig location) {
        return seen.getOrDefault(location.id(), Seen.WELL);
    }

    @Override
    public void close() {
        askers.shutdownNow();
    }
}

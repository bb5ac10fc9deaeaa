package dev.profilekeep.hostlog;

import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.config.LocationConfig.Limits;
import dev.profilekeep.config.LogPlace;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.SetConfig;
import dev.profilekeep.config.SiteConfig;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.hostlog.HostLog.Unread;
import dev.profilekeep.hostlog.HostLog.Why;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.LocationMode;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.layer.GuardedStorage;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest lines of hosts' FSLogix logs, from the places that a set's {@code logs} name. Places are asked side by side, a host
 * that was read within ten seconds is not read again, and a place that was silent is left alone for half a minute. Nothing is ever
 * written there, whatever the configuration says. Safe for several threads.
 */
public final class HostLogs implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(HostLogs.class);
    private static final long BELIEVED = TimeUnit.SECONDS.toNanos(10);
    private static final long LEFT_ALONE = TimeUnit.SECONDS.toNanos(30);
    private static final int THREADS_OF_A_PLACE = 2;
    private static final int MOST_REMEMBERED = 64;

    private final ProfileKeepConfig config;
    private final Function<LocationConfig, StorageProvider> connector;
    private final Clock clock;
    private final Map<String, StorageProvider> storages = new ConcurrentHashMap<>();
    private final Map<String, ExecutorService> workers = new ConcurrentHashMap<>();
    private final Map<Key, Reading> readings = new ConcurrentHashMap<>();
    private final Map<String, Down> down = new ConcurrentHashMap<>();

    private record Key(String placeId, String host, ContainerKind kind) {}

    private record Reading(CompletableFuture<HostLog> result, long since) {}

    private record Down(Why why, String detail, long since) {}

    /** A place with the id that its storage is known by. */
    private record Known(String id, LogPlace place) {}

    /** @param connector gives the bare storage of a place, as of a location; must not touch the network yet */
    public HostLogs(ProfileKeepConfig config, Function<LocationConfig, StorageProvider> connector, Clock clock) {
        this.config = config;
        this.connector = connector;
        this.clock = clock;
    }

    /**
     * Reads the logs of some hosts.
     *
     * @param hosts names from whatever source
     * @param wait what has not answered by then is {@link Why#SILENT}
     * @return what came of each host, in their order: one entry for each place that had its log, or one that says why there is
     *     none; nothing at all if the set names no place
     */
    public List<HostLog> read(SetConfig set, ContainerKind kind, Collection<String> hosts, Duration wait) {
        List<Known> places = new ArrayList<>();
        for (LogPlace place : set.logs()) {
            places.add(new Known(set.id() + "-logs-" + (places.size() + 1), place));
        }
        if (places.isEmpty()) {
            return List.of();
        }
        long deadline = System.nanoTime() + wait.toNanos();
        List<Asked> asked = new ArrayList<>();
        for (String host : hosts) {
            HostName name = HostName.of(host).orElse(null);
            for (Known known : places) {
                asked.add(
                        name == null
                                ? new Asked(host, known, null)
                                : new Asked(host, known, reading(known, name, kind)));
            }
        }
        List<HostLog> logs = new ArrayList<>();
        for (int i = 0; i < asked.size(); i += places.size()) {
            logs.addAll(told(asked.subList(i, i + places.size()), deadline));
        }
        return logs;
    }

    private record Asked(String host, Known known, @Nullable Reading reading) {}

    /** Of one host: each place that had it, else the gravest reason why none has. */
    private List<HostLog> told(List<Asked> places, long deadline) {
        List<HostLog> read = new ArrayList<>();
        Unread why = null;
        for (Asked asked : places) {
            Reading reading = asked.reading();
            HostLog log = reading == null
                    ? new Unread(
                            asked.host(), Why.NO_NAME, asked.known().place().toString(), "")
                    : answer(asked, reading, deadline);
            if (log instanceof Unread unread) {
                why = why == null || why.why() == Why.NOT_THERE ? unread : why;
            } else {
                read.add(log);
            }
        }
        return read.isEmpty() && why != null ? List.of(why) : read;
    }

    private HostLog answer(Asked asked, Reading reading, long deadline) {
        String place = asked.known().place().toString();
        try {
            return reading.result().get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            down.put(asked.known().id(), new Down(Why.SILENT, "", System.nanoTime()));
            return new Unread(asked.host(), Why.SILENT, place, "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Unread(asked.host(), Why.SILENT, place, "");
        } catch (ExecutionException e) {
            // Only an error of the machine ends a reading so: no log is worth a look.
            LOG.warn("logs={} host={} could not be read", asked.known().id(), asked.host(), e.getCause());
            return new Unread(asked.host(), Why.FAILED, place, String.valueOf(e.getCause()));
        }
    }

    /** The one under way or just done, else a new one. */
    private Reading reading(Known known, HostName host, ContainerKind kind) {
        if (readings.size() > MOST_REMEMBERED) {
            readings.values().removeIf(reading -> reading.result().isDone());
        }
        Down dead = down.get(known.id());
        if (dead != null && System.nanoTime() - dead.since() < LEFT_ALONE) {
            Unread still = new Unread(host.full(), dead.why(), known.place().toString(), dead.detail());
            return new Reading(CompletableFuture.completedFuture(still), System.nanoTime());
        }
        return readings.compute(new Key(known.id(), host.key(), kind), (key, last) -> {
            boolean underWay = last != null && !last.result().isDone();
            if (last != null && (underWay || System.nanoTime() - last.since() < BELIEVED)) {
                return last;
            }
            return new Reading(
                    CompletableFuture.supplyAsync(() -> read(known, host, kind), worker(known.id())),
                    System.nanoTime());
        });
    }

    private HostLog read(Known known, HostName host, ContainerKind kind) {
        LogPlace place = known.place();
        try {
            HostLog log = LogReader.read(storage(known), place, zone(place), host, kind, clock.instant());
            down.remove(known.id());
            return log;
        } catch (StorageException.Unreachable e) {
            down.put(known.id(), new Down(Why.FAILED, words(e), System.nanoTime()));
            return new Unread(host.full(), Why.FAILED, place.toString(), words(e));
        } catch (IOException e) {
            return new Unread(host.full(), Why.FAILED, place.toString(), words(e));
        } catch (RuntimeException e) {
            LOG.warn("logs={} host={} could not be read", known.id(), host.key(), e);
            return new Unread(host.full(), Why.FAILED, place.toString(), words(e));
        }
    }

    private static String words(Exception e) {
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    }

    private ZoneId zone(LogPlace place) {
        return config.site(place.siteId()).map(SiteConfig::zone).orElse(ZoneOffset.UTC);
    }

    private StorageProvider storage(Known known) {
        return storages.computeIfAbsent(known.id(), id -> {
            LogPlace place = known.place();
            LocationConfig asLocation = new LocationConfig(
                    id,
                    place.siteId(),
                    "logs",
                    place.address(),
                    place.credentialsId(),
                    Set.of(ContainerKind.values()),
                    LocationMode.OBSERVE,
                    place.encryption(),
                    List.of(),
                    new Limits(0, THREADS_OF_A_PLACE, 0, 0),
                    false);
            return new GuardedStorage(
                    connector.apply(asLocation), () -> LocationMode.OBSERVE, Initiator.PERSON, place.toString());
        });
    }

    private ExecutorService worker(String id) {
        return workers.computeIfAbsent(id, key -> {
            ThreadPoolExecutor pool = new ThreadPoolExecutor(
                    THREADS_OF_A_PLACE, THREADS_OF_A_PLACE, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                        Thread thread = new Thread(work, "host-logs-" + key);
                        thread.setDaemon(true);
                        return thread;
                    });
            pool.allowCoreThreadTimeOut(true);
            return pool;
        });
    }

    @Override
    public void close() {
        workers.values().forEach(ExecutorService::shutdownNow);
        storages.forEach((id, storage) -> {
            try {
                storage.close();
            } catch (IOException e) {
                LOG.debug("logs={} closed with {}", id, e.toString());
            }
        });
    }
}

package dev.profilekeep.workers;

import dev.profilekeep.config.LocationConfig;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * For each location as many threads as its limits allow, shared by whatever is done there: a location that hangs keeps none of
 * another's waiting. Safe for several threads.
 */
public final class LocationWorkers implements AutoCloseable {
    private final String prefix;
    private final Map<String, ExecutorService> pools = new ConcurrentHashMap<>();

    /** @param prefix of the threads' names, before the location's id */
    public LocationWorkers(String prefix) {
        this.prefix = prefix;
    }

    public ExecutorService of(LocationConfig location) {
        return pools.computeIfAbsent(
                location.id(), id -> pool(prefix + id, location.limits().parallel()));
    }

    /** So many threads that end when they have had nothing to do for half a minute. */
    public static ExecutorService pool(String name, int threads) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(threads, threads, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, name + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Interrupts what is under way. */
    @Override
    public void close() {
        pools.values().forEach(ExecutorService::shutdownNow);
    }
}

package dev.profilekeep.lock;

import dev.profilekeep.config.LocationConfig;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** For each location as many threads as its limits allow: a location that hangs keeps none of another's waiting. */
final class LookWorkers {
    private final Map<String, ExecutorService> pools = new ConcurrentHashMap<>();

    ExecutorService of(LocationConfig location) {
        return pools.computeIfAbsent(
                location.id(), id -> pool("lock-" + id, location.limits().parallel()));
    }

    static ExecutorService pool(String name, int threads) {
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

    void close() {
        pools.values().forEach(ExecutorService::shutdownNow);
    }
}

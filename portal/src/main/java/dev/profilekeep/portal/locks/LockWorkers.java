package dev.profilekeep.portal.locks;

import jakarta.annotation.PreDestroy;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Threads for what a page does not wait for: looks at locks, dry runs, clearing. Few, and with a bounded queue. */
@Component
public class LockWorkers {
    private static final int THREADS = 8;
    private static final int WAITING = 500;

    private final Executor executor;

    /** Threads of their own. */
    @Autowired
    public LockWorkers() {
        this(threads());
    }

    /** @param executor such as {@code Runnable::run}, for tests */
    public LockWorkers(Executor executor) {
        this.executor = executor;
    }

    private static Executor threads() {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), task -> {
                    Thread thread = new Thread(task, "locks-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    Executor executor() {
        return executor;
    }

    @PreDestroy
    void close() {
        if (executor instanceof ThreadPoolExecutor pool) {
            pool.shutdownNow();
        }
    }
}

package dev.profilekeep.portal.myprofile;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that look and free while a page goes on. (No bean of type Executor: Spring Boot would then make none of its own.) */
public final class OwnHelpWorkers implements AutoCloseable {
    /** A look waits for servers, not for processors. */
    private static final int WORKERS = 16;

    private static final int MOST_WAITING = 10_000;

    private final Executor executor;
    private final Runnable end;

    private OwnHelpWorkers(Executor executor, Runnable end) {
        this.executor = executor;
        this.end = end;
    }

    public static OwnHelpWorkers start() {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor workers = new ThreadPoolExecutor(
                WORKERS, WORKERS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), task -> {
                    Thread thread = new Thread(task, "own-help-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        workers.allowCoreThreadTimeOut(true);
        return new OwnHelpWorkers(workers, workers::shutdownNow);
    }

    /** Those that somebody else has; for tests. */
    public static OwnHelpWorkers of(Executor executor) {
        return new OwnHelpWorkers(executor, () -> {});
    }

    void execute(Runnable task) {
        executor.execute(task);
    }

    @Override
    public void close() {
        end.run();
    }
}

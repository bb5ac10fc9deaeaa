package dev.profilekeep.portal.workers;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads for what a page does not wait for. Few, with a bounded queue: who comes when it is full is refused. Safe for several threads. */
public final class Workers implements AutoCloseable {
    private final Executor executor;

    /** @param executor such as {@code Runnable::run}, for tests */
    public Workers(Executor executor) {
        this.executor = executor;
    }

    /**
     * Threads of their own, which end when they have had nothing to do for half a minute.
     *
     * @param name of the threads
     * @param waiting how much may wait for one
     */
    public static Workers of(String name, int threads, int waiting) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(waiting), task -> {
                    Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return new Workers(pool);
    }

    public Executor executor() {
        return executor;
    }

    /** Interrupts what is under way. */
    @Override
    public void close() {
        if (executor instanceof ThreadPoolExecutor pool) {
            pool.shutdownNow();
        }
    }
}

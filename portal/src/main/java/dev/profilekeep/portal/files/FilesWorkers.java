package dev.profilekeep.portal.files;

import jakarta.annotation.PreDestroy;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Threads for what a page does not wait for: opening backups, reading folders, putting files. Few, and with a bounded queue. */
@Component
public class FilesWorkers {
    private static final int THREADS = 6;
    private static final int WAITING = 100;

    private final Executor executor;

    /** Threads of their own. */
    @Autowired
    public FilesWorkers() {
        this(threads());
    }

    /** @param executor such as {@code Runnable::run}, for tests */
    public FilesWorkers(Executor executor) {
        this.executor = executor;
    }

    private static Executor threads() {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), task -> {
                    Thread thread = new Thread(task, "files-" + number.incrementAndGet());
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

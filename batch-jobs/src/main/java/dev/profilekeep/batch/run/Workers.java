package dev.profilekeep.batch.run;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.core.task.TaskExecutor;
import org.springframework.core.task.support.TaskExecutorAdapter;

/**
 * The threads that work on the parts of one job, bounded and named. Not itself an Executor: a bean of that kind would take the
 * place of the one that Spring Boot gives to the rest of the application. Goes on while the application shuts down, for what
 * waits in its queue must be told to stop too.
 */
public final class Workers implements AutoCloseable {
    private final ThreadPoolExecutor threads;
    private final TaskExecutor executor;

    /** @param count at least 1 */
    public Workers(String namePrefix, int count) {
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(count, count, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, namePrefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        threads.allowCoreThreadTimeOut(true);
        executor = new TaskExecutorAdapter(threads);
    }

    public TaskExecutor executor() {
        return executor;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}

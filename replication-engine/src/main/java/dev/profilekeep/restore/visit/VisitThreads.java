package dev.profilekeep.restore.visit;

import java.io.Closeable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Fetch content ahead of whoever reads. */
final class VisitThreads implements Closeable {
    private static final int MOST = 4;

    private final int count = Math.min(MOST, Runtime.getRuntime().availableProcessors());
    private final ExecutorService workers = Executors.newFixedThreadPool(count, task -> {
        Thread thread = new Thread(task, "files-content");
        thread.setDaemon(true);
        return thread;
    });

    int count() {
        return count;
    }

    Executor workers() {
        return workers;
    }

    @Override
    public void close() {
        workers.shutdown();
    }
}

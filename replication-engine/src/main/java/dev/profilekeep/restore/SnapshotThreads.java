package dev.profilekeep.restore;

import dev.profilekeep.disk.content.ContentReader;
import java.io.Closeable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The threads that fetch and digest content for restores. */
final class SnapshotThreads implements Closeable {
    private static final int MOST = 4;

    private final int count = Math.min(MOST, Runtime.getRuntime().availableProcessors());
    private final ExecutorService workers = Executors.newFixedThreadPool(count, task -> {
        Thread thread = new Thread(task, "restore-content");
        thread.setDaemon(true);
        return thread;
    });

    int count() {
        return count;
    }

    Executor workers() {
        return workers;
    }

    ContentReader reader() {
        return new ContentReader(workers, count);
    }

    @Override
    public void close() {
        workers.shutdown();
    }
}

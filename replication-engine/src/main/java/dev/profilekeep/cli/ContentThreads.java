package dev.profilekeep.cli;

import dev.profilekeep.disk.content.ContentReader;
import java.io.Closeable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The threads that read and digest content for a command. */
final class ContentThreads implements Closeable {
    /** More read no faster: the digest of one thread keeps up with most disks. */
    private static final int MOST = 8;

    private final int count = Math.min(MOST, Runtime.getRuntime().availableProcessors());
    private final ExecutorService workers = Executors.newFixedThreadPool(count, task -> {
        Thread thread = new Thread(task, "content");
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

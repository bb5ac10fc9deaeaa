package dev.profilekeep.cli;

import dev.profilekeep.content.ContentKeeper;
import dev.profilekeep.content.MapMaker;
import dev.profilekeep.content.TemporaryNodes;
import dev.profilekeep.disk.content.ChunkSizes;
import dev.profilekeep.disk.content.ContentReader;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What makes the maps of a command: threads, and a temporary file for their nodes. */
final class MapWork implements Closeable {
    /** More read no faster: the digest of one thread keeps up with most disks. */
    private static final int MOST_THREADS = 8;

    private final ExecutorService workers;
    private final TemporaryNodes nodes;
    private final MapMaker<Boolean> maker;

    private MapWork(ExecutorService workers, TemporaryNodes nodes, int threads) {
        this.workers = workers;
        this.nodes = nodes;
        this.maker = new MapMaker<>(
                nodes,
                new ContentReader(workers, threads),
                ContentKeeper.NOTHING,
                ChunkSizes.STANDARD,
                Clock.systemUTC());
    }

    static MapWork begin() throws IOException {
        int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        ExecutorService workers = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "content");
            thread.setDaemon(true);
            return thread;
        });
        try {
            return new MapWork(workers, TemporaryNodes.open(), threads);
        } catch (IOException | RuntimeException e) {
            workers.shutdown();
            throw e;
        }
    }

    MapMaker<Boolean> maker() {
        return maker;
    }

    TemporaryNodes nodes() {
        return nodes;
    }

    @Override
    public void close() throws IOException {
        workers.shutdown();
        nodes.close();
    }
}

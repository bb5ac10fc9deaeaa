package dev.profilekeep.content;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

/**
 * Keeps the chunks that were used last, and fetches some before they are asked for. What comes is compared with its digest. Safe for several threads.
 */
final class ChunkCache {
    private final EntryTable entries;
    private final ChunkSource source;
    private final Executor workers;
    private final int most;
    private final Map<Integer, FutureTask<byte[]>> chunks = new LinkedHashMap<>(64, 0.75f, true);

    /** @param most chunks that are kept */
    ChunkCache(EntryTable entries, ChunkSource source, Executor workers, int most) {
        this.entries = entries;
        this.source = source;
        this.workers = workers;
        this.most = most;
    }

    /** Has it fetched, if it is not there. */
    void prepare(int number) {
        FutureTask<byte[]> task = new FutureTask<>(() -> fetch(number));
        synchronized (chunks) {
            if (chunks.containsKey(number)) {
                return;
            }
            put(number, task);
        }
        workers.execute(task);
    }

    byte[] chunk(int number) throws IOException {
        FutureTask<byte[]> task;
        synchronized (chunks) {
            task = chunks.get(number);
            if (task == null) {
                task = new FutureTask<>(() -> fetch(number));
                put(number, task);
            }
        }
        task.run(); // does nothing if somebody else is at it, or it is done
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            var interrupted = new InterruptedIOException("reading was interrupted");
            interrupted.initCause(e);
            throw interrupted;
        } catch (ExecutionException | CancellationException e) {
            synchronized (chunks) {
                chunks.remove(number, task);
            }
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        }
    }

    private void put(int number, FutureTask<byte[]> task) {
        chunks.put(number, task);
        Iterator<Integer> oldest = chunks.keySet().iterator();
        while (chunks.size() > most) {
            oldest.next();
            oldest.remove();
        }
    }

    private byte[] fetch(int number) throws IOException {
        MapEntry entry = entries.entry(number);
        byte[] bytes = source.chunk(entry);
        if (bytes.length != entry.length() || !Sha256.of(bytes).equals(entry.digest())) {
            throw new MapDamagedException(
                    "a chunk is not what was read of the disk at " + entry.diskOffset() + ": " + entry.owner());
        }
        return bytes;
    }
}

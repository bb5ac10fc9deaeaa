package dev.profilekeep.backup.copy;

import dev.profilekeep.backup.chunk.BundleKeeper;
import dev.profilekeep.backup.chunk.ChunkMissingException;
import dev.profilekeep.backup.chunk.MapContent;
import dev.profilekeep.backup.chunk.WriteSession;
import dev.profilekeep.backup.pack.ChunkCodec;
import dev.profilekeep.backup.pack.PackDamagedException;
import dev.profilekeep.backup.seal.SealException;
import dev.profilekeep.content.ChunkId;
import dev.profilekeep.content.ContentMap;
import dev.profilekeep.content.MapCopy;
import dev.profilekeep.content.MapDamagedException;
import dev.profilekeep.content.MapEntry;
import dev.profilekeep.content.Place;
import dev.profilekeep.disk.Progress;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Copies one container. Each chunk is compared with its digest after it was read; what the other repository has is not read. Chunks are on their way in several
 * threads, as many as are kept busy and a few more. One thread calls it.
 */
final class ContainerCopy implements MapCopy.Content, Closeable {
    private static final int MORE = 2;

    private final MapContent source;
    private final WriteSession session;
    private final BundleKeeper keeper;
    private final Executor workers;
    private final int most;
    private final Progress progress;
    private final long before;
    private final long total;
    private final Deque<FutureTask<Void>> flying = new ArrayDeque<>();
    private long done;
    private long copied;

    /**
     * @param before bytes that were dealt with, of {@code total}
     */
    ContainerCopy(
            MapContent source,
            WriteSession session,
            Executor workers,
            int threads,
            Progress progress,
            long before,
            long total) {
        this.source = source;
        this.session = session;
        this.keeper = session.keeper();
        this.workers = workers;
        this.most = threads + MORE;
        this.progress = progress;
        this.before = before;
        this.total = total;
    }

    /**
     * Copies its map and what that needs.
     *
     * @throws DamagedSourceException if that cannot be read
     * @throws MapDamagedException if the map itself cannot
     */
    ContentMap copy(ContentMap map, @Nullable ContentMap known) throws IOException {
        ContentMap made = new MapCopy(source, keeper, this).copy(map, known);
        while (!flying.isEmpty()) {
            finish();
        }
        return made;
    }

    /** Bytes that were read and stored. */
    long copied() {
        return copied;
    }

    @Override
    public @Nullable Place keep(MapEntry entry, @Nullable MapEntry known) throws IOException {
        done += entry.length();
        if (!progress.at(before + done, total)) {
            throw new CancellationException("the copy was ended");
        }
        if (entry.place() == null) {
            ChunkId name = session.name(entry.digest());
            if (!session.has(name)) {
                copied += entry.length();
                begin(() -> session.put(name, ChunkCodec.encode(read(entry))));
            }
            return null;
        }
        if (known != null && known.place() != null && keeper.isKept(known)) {
            return known.place();
        }
        copied += entry.length();
        return keeper.keepSmall(read(entry));
    }

    private interface Task {
        void run() throws IOException;
    }

    private void begin(Task task) throws IOException {
        while (flying.size() >= most) {
            finish();
        }
        FutureTask<Void> future = new FutureTask<>(() -> {
            task.run();
            return null;
        });
        flying.add(future);
        workers.execute(future);
    }

    /** Waits for the oldest. */
    private void finish() throws IOException {
        try {
            flying.element().get();
            flying.remove();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failed) {
                throw failed;
            }
            throw new IllegalStateException("a chunk could not be copied", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the copy was interrupted");
        }
    }

    private byte[] read(MapEntry entry) throws IOException {
        try {
            return source.bytes(entry);
        } catch (MapDamagedException | ChunkMissingException | SealException | PackDamagedException e) {
            throw new DamagedSourceException(e);
        }
    }

    /** Ends it; what was stored of a container that was given up is removed by a prune there. */
    @Override
    public void close() throws IOException {
        flying.forEach(ContainerCopy::waitFor);
        flying.clear();
        keeper.close();
    }

    /** What is under way must not use the session after it was closed; whether it went well is of no matter any more. */
    private static void waitFor(FutureTask<Void> task) {
        try {
            task.get();
        } catch (ExecutionException e) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

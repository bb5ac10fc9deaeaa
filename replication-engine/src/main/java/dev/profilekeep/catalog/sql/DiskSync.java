package dev.profilekeep.catalog.sql;

import dev.profilekeep.catalog.CatalogException;
import java.io.Closeable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/**
 * Puts on disk what was committed to an H2 file, which by itself writes some half a second later. Whoever comes while one write
 * is under way shares the next. A thread of its own writes: H2 closes a file whose writer is interrupted, and those who wait here
 * may well be. Safe for several threads.
 *
 * <p>{@code CHECKPOINT SYNC} is not enough (read in the sources of H2 2.3.232): H2 puts pages in chunks in one thread and writes
 * the chunks in another. A chunk that a background commit has put together and not written yet leaves nothing unsaved for the
 * checkpoint, which then forces a file in which that chunk is missing.
 */
public final class DiskSync implements Closeable {
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(30);

    private final DataSource source;
    private final ExecutorService writer = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "catalog-sync");
        thread.setDaemon(true);
        return thread;
    });

    /** The write that has not begun yet; null if nobody waits for one. */
    private @Nullable CompletableFuture<Void> next;

    /** @param source of connections to an H2 file; closed by the caller, after this */
    public DiskSync(DataSource source) {
        this.source = source;
    }

    /**
     * Returns when everything that was committed before the call is on disk; an interrupt does not cut the waiting short.
     *
     * @throws CatalogException if it could not be put there
     */
    void await() {
        CompletableFuture<Void> mine;
        synchronized (this) {
            if (next == null) {
                next = new CompletableFuture<>();
                try {
                    writer.execute(this::write);
                } catch (RejectedExecutionException e) {
                    next = null;
                    throw new CatalogException("the catalog was closed before the disk had taken what was done", e);
                }
            }
            mine = next;
        }
        try {
            mine.join();
        } catch (CompletionException e) {
            throw new CatalogException(
                    "what was done is in the catalog, but its disk has not taken it: " + words(e.getCause()), e);
        }
    }

    private void write() {
        CompletableFuture<Void> those;
        synchronized (this) {
            those = next;
            next = null;
        }
        if (those == null) {
            return;
        }
        try (Connection connection = source.getConnection()) {
            force(connection);
            those.complete(null);
        } catch (SQLException | RuntimeException e) {
            those.completeExceptionally(e);
        } finally {
            those.completeExceptionally(new IllegalStateException("the write ended with an error of this machine"));
        }
    }

    private static void force(Connection connection) throws SQLException {
        if (!(connection.unwrap(JdbcConnection.class).getSession() instanceof SessionLocal session)) {
            throw new SQLException("the H2 database is not in this process");
        }
        MVStore store = session.getDatabase().getStore().getMvStore();
        store.commit();
        // Nothing itself; H2 waits before it until every chunk that was put together is written.
        store.executeFilestoreOperation(() -> {});
        store.sync();
    }

    private static String words(@Nullable Throwable e) {
        return e instanceof SQLException sql ? SqlWords.of(sql) : String.valueOf(e);
    }

    /** Ends after the writes that are asked for. */
    @Override
    public void close() {
        writer.shutdown();
        try {
            writer.awaitTermination(CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.profilekeep.catalog.sql;

import dev.profilekeep.catalog.CatalogException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transactions over a data source. Safe for several threads; each transaction has a connection of its own. When one that {@link
 * Session#mustLast must last} has returned, it outlives the machine; any other is the database's to write when it likes.
 */
public final class Database {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private final DataSource source;
    /** A disk that hangs must not hold up those who only wait for their turn for longer. */
    private static final Duration TURN = Duration.ofSeconds(30);

    private final @Nullable DiskSync disk;
    /**
     * Held from before something that must last until it is on disk. H2 puts its maps into a chunk one after another while others commit: what a crash leaves of two transactions on their way may be the second
     * without the first.
     */
    private final ReentrantLock lasting = new ReentrantLock();

    /** Over a database that has on disk what it has committed. */
    public Database(DataSource source) {
        this(source, null);
    }

    /** @param disk null if the database has on disk what it has committed */
    public Database(DataSource source, @Nullable DiskSync disk) {
        this.source = source;
        this.disk = disk;
    }

    /** What is done inside a transaction. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object, X extends Exception> {
        T run(Session session) throws SQLException, X;
    }

    /** As {@link Work}, without an answer. */
    @FunctionalInterface
    public interface Deed<X extends Exception> {
        void run(Session session) throws SQLException, X;
    }

    /**
     * Runs {@code work} and commits; whatever it throws rolls everything back.
     *
     * @throws CatalogException if the database refuses, or what must last is committed and could not be put on disk
     */
    public <T extends @Nullable Object, X extends Exception> T call(Work<T, X> work) throws X {
        int held = lasting.getHoldCount();
        try {
            Done<T> done = commit(work);
            if (done.mustLast() && disk != null) {
                disk.await(); // with no connection in hand: others may need it to come to their end
            }
            return done.answer();
        } finally {
            while (lasting.getHoldCount() > held) {
                lasting.unlock();
            }
        }
    }

    private void takeTurn() {
        if (disk == null) {
            return;
        }
        try {
            if (!lasting.tryLock(TURN.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn(
                        "What must last has waited {} s for the disk to take what came before; it goes on",
                        TURN.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // without its turn, as before
        }
    }

    private record Done<T extends @Nullable Object>(T answer, boolean mustLast) {}

    private <T extends @Nullable Object, X extends Exception> Done<T> commit(Work<T, X> work) throws X {
        try (Connection connection = source.getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(false);
            Done<T> done;
            try {
                Session session = new Session(connection, this::takeTurn);
                T answer = work.run(session);
                connection.commit();
                done = new Done<>(answer, session.isToLast());
            } catch (Throwable e) {
                takeBack(connection, autoCommit, e);
                throw e;
            }
            connection.setAutoCommit(autoCommit);
            return done;
        } catch (SQLException e) {
            throw new CatalogException("the catalog could not do what was asked: " + SqlWords.of(e), e);
        }
    }

    /** What went wrong is told, not that nothing could be taken back any more: a connection that broke off did so itself. */
    private static void takeBack(Connection connection, boolean autoCommit, Throwable why) {
        try {
            connection.rollback();
            connection.setAutoCommit(autoCommit);
        } catch (SQLException e) {
            why.addSuppressed(e);
        }
    }

    /** As {@link #call}, for work without an answer. */
    public <X extends Exception> void run(Deed<X> deed) throws X {
        this.<Boolean, X>call(session -> {
            deed.run(session);
            return true;
        });
    }
}

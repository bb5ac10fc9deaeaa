package dev.profilekeep.catalog.sql;

import dev.profilekeep.catalog.CatalogException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Transactions over a data source. Safe for several threads; each transaction has a connection of its own. */
public final class Database {
    private final DataSource source;

    public Database(DataSource source) {
        this.source = source;
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
     * @throws CatalogException if the database refuses
     */
    public <T extends @Nullable Object, X extends Exception> T call(Work<T, X> work) throws X {
        try (Connection connection = source.getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(false);
            boolean done = false;
            try {
                T answer = work.run(new Session(connection));
                connection.commit();
                done = true;
                return answer;
            } finally {
                if (!done) {
                    connection.rollback();
                }
                connection.setAutoCommit(autoCommit);
            }
        } catch (SQLException e) {
            throw new CatalogException("the catalog could not do what was asked: " + SqlWords.of(e), e);
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

package dev.profilekeep.catalog.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One transaction. For the thread that runs it, while it runs. */
public final class Session {
    private static final int FETCH = 1_000;

    private final Connection connection;
    private final Runnable beforeLasting;
    private boolean toLast;

    /** @param beforeLasting run once, when it becomes clear that what is done must last */
    Session(Connection connection, Runnable beforeLasting) {
        this.connection = connection;
        this.beforeLasting = beforeLasting;
    }

    /**
     * What is done in this transaction is on disk when its caller goes on, whatever database it is. For the audit, and for what
     * decides who may do what: an entry that is lost with the machine has not been made before the act.
     */
    public void mustLast() {
        if (!toLast) {
            beforeLasting.run();
        }
        toLast = true;
    }

    boolean isToLast() {
        return toLast;
    }

    /** Reads one row. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(Row row) throws SQLException;
    }

    /** Takes one row. */
    @FunctionalInterface
    public interface Taker {
        void take(Row row) throws SQLException;
    }

    /** Arguments may be text, numbers, truth values, enums (by name), {@link Instant}s and null. */
    public int update(String sql, @Nullable Object... arguments) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, arguments);
            return statement.executeUpdate();
        }
    }

    /** Inserts a row and gives its generated {@code id}. */
    public long insert(String sql, @Nullable Object... arguments) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql, new String[] {"id"})) {
            bind(statement, arguments);
            statement.executeUpdate();
            try (ResultSet keys = statement.getGeneratedKeys()) {
                if (!keys.next()) {
                    throw new SQLException("no key was generated");
                }
                return keys.getLong(1);
            }
        }
    }

    /** Runs one statement for many sets of arguments. */
    public void batch(String sql, Collection<@Nullable Object[]> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int waiting = 0;
            for (@Nullable Object[] row : rows) {
                bind(statement, row);
                statement.addBatch();
                if (++waiting == FETCH) {
                    statement.executeBatch();
                    waiting = 0;
                }
            }
            if (waiting > 0) {
                statement.executeBatch();
            }
        }
    }

    public <T> List<T> list(String sql, Reader<T> reader, @Nullable Object... arguments) throws SQLException {
        List<T> rows = new ArrayList<>();
        each(sql, row -> rows.add(reader.read(row)), arguments);
        return rows;
    }

    public <T> Optional<T> first(String sql, Reader<T> reader, @Nullable Object... arguments) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, arguments);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? Optional.of(reader.read(new Row(result))) : Optional.empty();
            }
        }
    }

    /** The number in the first column of the first row; 0 if there is none. */
    public long number(String sql, @Nullable Object... arguments) throws SQLException {
        return first(sql, row -> row.number(1), arguments).orElse(0L);
    }

    /** Gives every row to {@code taker} as it arrives; few are held in memory. */
    public void each(String sql, Taker taker, @Nullable Object... arguments) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(FETCH);
            bind(statement, arguments);
            try (ResultSet result = statement.executeQuery()) {
                Row row = new Row(result);
                while (result.next()) {
                    taker.take(row);
                }
            }
        }
    }

    private static void bind(PreparedStatement statement, @Nullable Object[] arguments) throws SQLException {
        for (int i = 0; i < arguments.length; i++) {
            Object argument = arguments[i];
            if (argument == null) {
                statement.setNull(i + 1, Types.NULL);
            } else if (argument instanceof Instant time) {
                statement.setObject(i + 1, time.atOffset(ZoneOffset.UTC));
            } else if (argument instanceof Enum<?> constant) {
                statement.setString(i + 1, constant.name());
            } else if (argument instanceof String text) {
                // PostgreSQL stores no NUL; no name on a share can hold one
                statement.setString(i + 1, text.indexOf('\0') < 0 ? text : text.replace('\0', '\ufffd'));
            } else {
                statement.setObject(i + 1, argument);
            }
        }
    }
}

package dev.profilekeep.catalog.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** The row that a query stands at. */
public final class Row {
    private final ResultSet result;

    Row(ResultSet result) {
        this.result = result;
    }

    public String text(String column) throws SQLException {
        String value = result.getString(column);
        return value == null ? "" : value;
    }

    public @Nullable String textOrNull(String column) throws SQLException {
        return result.getString(column);
    }

    public long number(String column) throws SQLException {
        return result.getLong(column);
    }

    public long number(int column) throws SQLException {
        return result.getLong(column);
    }

    /** Null for -1, which stands for "not known". */
    public @Nullable Long known(String column) throws SQLException {
        long value = result.getLong(column);
        return value < 0 ? null : Long.valueOf(value);
    }

    public @Nullable Long numberOrNull(String column) throws SQLException {
        long value = result.getLong(column);
        return result.wasNull() ? null : Long.valueOf(value);
    }

    public int integer(String column) throws SQLException {
        return result.getInt(column);
    }

    public boolean flag(String column) throws SQLException {
        return result.getBoolean(column);
    }

    public @Nullable Instant time(String column) throws SQLException {
        OffsetDateTime value = result.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    /** A time that is always there. */
    public Instant when(String column) throws SQLException {
        Instant value = time(column);
        if (value == null) {
            throw new SQLException(column + " is null");
        }
        return value;
    }

    public <E extends Enum<E>> E choice(String column, Class<E> type) throws SQLException {
        return Enum.valueOf(type, text(column));
    }
}

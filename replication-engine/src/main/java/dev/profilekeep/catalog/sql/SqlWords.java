package dev.profilekeep.catalog.sql;

import java.sql.SQLException;

/** What a database says, cut to what an administrator can use: one line, without the statement. */
public final class SqlWords {
    private SqlWords() {}

    public static String of(SQLException e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        int statement = message.indexOf("; SQL statement:");
        return (statement < 0 ? message : message.substring(0, statement))
                .replaceAll("\\s*\\[\\d+-\\d+]", "")
                .replaceAll("\\s+", " ")
                .strip();
    }
}

package dev.profilekeep.catalog;

import dev.profilekeep.config.DatabaseConfig;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/** Databases for tests. */
public final class Databases {
    private Databases() {}

    public static DatabaseConfig h2(Path folder) {
        return new DatabaseConfig("jdbc:h2:file:" + folder.resolve("catalog"), null, null);
    }

    /** A PostgreSQL of its own; the caller closes it. Skips, loudly, where none can be started. */
    public static EmbeddedPostgres postgres() {
        try {
            return EmbeddedPostgres.builder().start();
        } catch (IOException | IllegalStateException e) {
            System.err.println("SKIPPED: no embedded PostgreSQL can be started here: " + e);
            Assumptions.abort("no embedded PostgreSQL can be started here: " + e);
            throw new IllegalStateException(e);
        }
    }

    public static DatabaseConfig config(EmbeddedPostgres postgres) {
        return new DatabaseConfig(postgres.getJdbcUrl("postgres", "postgres"), "postgres", null);
    }

    private static final AtomicInteger NAMES = new AtomicInteger();

    /** An empty database in it. */
    public static DatabaseConfig fresh(EmbeddedPostgres postgres) throws SQLException {
        String name = "fresh" + NAMES.incrementAndGet();
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return new DatabaseConfig(postgres.getJdbcUrl("postgres", name), "postgres", null);
    }
}

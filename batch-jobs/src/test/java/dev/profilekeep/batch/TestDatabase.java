package dev.profilekeep.batch;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A database for a test: an H2 file, or a real PostgreSQL. */
public final class TestDatabase implements AutoCloseable {
    private final HikariDataSource pool;
    private final boolean shared;
    private final @Nullable EmbeddedPostgres server;

    private TestDatabase(HikariDataSource pool, boolean shared, @Nullable EmbeddedPostgres server) {
        this.pool = pool;
        this.shared = shared;
        this.server = server;
    }

    public static TestDatabase h2(Path folder) {
        String url = "jdbc:h2:file:" + folder.resolve("catalog") + ";DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=30000";
        return new TestDatabase(pool(url, "sa"), false, null);
    }

    public static TestDatabase postgres() {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder().start();
            return new TestDatabase(pool(server.getJdbcUrl("postgres", "postgres"), "postgres"), true, server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HikariDataSource pool(String url, String user) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword("");
        config.setMaximumPoolSize(24);
        return new HikariDataSource(config);
    }

    public DataSource dataSource() {
        return pool;
    }

    /** Whether other processes could use it too. */
    public boolean shared() {
        return shared;
    }

    @Override
    public void close() {
        pool.close();
        if (server != null) {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

package dev.profilekeep.backup.points;

import dev.profilekeep.catalog.Databases;
import dev.profilekeep.config.DatabaseConfig;
import dev.profilekeep.engine.Estate;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The same on PostgreSQL. */
class PostgresBackupListIT extends BackupListTest {
    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() {
        postgres = Databases.postgres();
    }

    @AfterAll
    static void stop() throws IOException {
        if (postgres != null) {
            postgres.close();
        }
    }

    @Override
    void prepare(Estate made) {
        try {
            DatabaseConfig database = Databases.fresh(postgres);
            made.database("database: {url: \"" + database.url() + "\", user: " + database.user() + "}");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}

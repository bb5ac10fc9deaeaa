package dev.profilekeep.compact.estate;

import dev.profilekeep.catalog.Databases;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** The same with a catalog in PostgreSQL. */
class PostgresCompactionIT {
    private static EmbeddedPostgres postgres;
    private static int databases;

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

    private static String fresh() {
        String name = "compactions" + ++databases;
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return "database: {url: \"" + postgres.getJdbcUrl("postgres", name) + "\", user: postgres}";
    }

    @Nested
    class CompactedDisks extends CompactedDisksContract {
        @Override
        String databaseYaml() {
            return fresh();
        }
    }

    @Nested
    class OldDisks extends OldDisksContract {
        @Override
        String databaseYaml() {
            return fresh();
        }
    }

    @Nested
    class LeftDisks extends LeftDisksContract {
        @Override
        String databaseYaml() {
            return fresh();
        }
    }

    @Nested
    class Canaries extends CanariesContract {
        @Override
        String databaseYaml() {
            return fresh();
        }
    }

    @Nested
    class NightsEnd extends NightsEndContract {
        @Override
        String databaseYaml() {
            return fresh();
        }
    }

    @Nested
    class CutOffNight extends CutOffNightContract {
        @Override
        String databaseYaml() {
            return fresh();
        }
    }
}

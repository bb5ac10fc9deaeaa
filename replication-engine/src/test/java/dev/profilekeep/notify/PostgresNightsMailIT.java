package dev.profilekeep.notify;

import dev.profilekeep.catalog.Databases;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresNightsMailIT extends NightsMailContract {
    private static EmbeddedPostgres postgres;
    private static int databases;

    @BeforeAll
    static void begin() {
        postgres = Databases.postgres();
    }

    @AfterAll
    static void end() throws IOException {
        if (postgres != null) {
            postgres.close();
        }
    }

    @Override
    String emptyDatabase() throws SQLException {
        String name = "notify" + ++databases;
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return "database: {url: \"" + postgres.getJdbcUrl("postgres", name) + "\", user: postgres}";
    }
}

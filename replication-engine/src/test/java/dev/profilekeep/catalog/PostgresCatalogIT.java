package dev.profilekeep.catalog;

import dev.profilekeep.config.DatabaseConfig;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresCatalogIT extends CatalogContract {
    private static EmbeddedPostgres postgres;
    private static int databases;

    private String current;

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
    String databaseYaml() {
        current = fresh();
        return "database: {url: \"" + postgres.getJdbcUrl("postgres", current) + "\", user: postgres}";
    }

    @Override
    DatabaseConfig emptyDatabase() {
        return new DatabaseConfig(postgres.getJdbcUrl("postgres", fresh()), "postgres", null);
    }

    private static String fresh() {
        String name = "catalog" + ++databases;
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return name;
    }
}

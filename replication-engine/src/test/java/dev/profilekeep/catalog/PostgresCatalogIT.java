package dev.profilekeep.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.config.DatabaseConfig;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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

    @Test
    void what_broke_the_connection_off_is_told_and_not_that_nothing_could_be_taken_back() throws SQLException {
        DatabaseConfig config = emptyDatabase();
        try (Catalog catalog = Catalog.open(config)) {
            assertThatThrownBy(() -> catalog.database().<RuntimeException>run(session -> {
                        session.number("SELECT 1");
                        endConnections();
                        session.number("SELECT 1");
                    }))
                    .isInstanceOf(CatalogException.class)
                    .cause()
                    .isInstanceOf(SQLException.class)
                    .extracting(thrown -> ((SQLException) thrown).getSQLState())
                    .isEqualTo("57P01");
            long one = 0;
            for (int tries = 0; one == 0 && tries < 24; tries++) { // others of the pool were ended, too
                try {
                    one = catalog.database().call(session -> session.number("SELECT 1"));
                } catch (CatalogException e) {
                    assertThat(e.getCause()).isInstanceOf(SQLException.class);
                }
            }
            assertThat(one).as("a new connection").isEqualTo(1);
        }
    }

    private static void endConnections() throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'catalog"
                    + databases + "'");
        }
    }

    @Test
    void nobody_waits_for_an_answer_for_ever() throws SQLException {
        DatabaseConfig config = emptyDatabase();
        try (Catalog catalog = Catalog.open(config);
                Connection connection = catalog.dataSource().getConnection()) {
            assertThat(connection.getNetworkTimeout()).isEqualTo(60_000);
        }
        DatabaseConfig own = new DatabaseConfig(config.url() + "&socketTimeout=1", config.user(), null);
        try (Catalog catalog = Catalog.open(own)) {
            assertThatThrownBy(() -> catalog.database().call(session -> session.number("SELECT 1 FROM pg_sleep(20)")))
                    .isInstanceOf(CatalogException.class)
                    .cause()
                    .extracting(thrown -> ((SQLException) thrown).getSQLState())
                    .isEqualTo("08006");
        }
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

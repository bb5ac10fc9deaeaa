package dev.profilekeep.broker;

import dev.profilekeep.catalog.Databases;
import dev.profilekeep.config.DatabaseConfig;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The same on PostgreSQL. */
class PostgresSimulatedBrokerIT extends SimulatedBrokerTest {
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
    DatabaseConfig database() throws Exception {
        return Databases.fresh(postgres);
    }
}

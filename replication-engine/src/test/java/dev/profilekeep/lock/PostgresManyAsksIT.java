package dev.profilekeep.lock;

import dev.profilekeep.catalog.Databases;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The same on PostgreSQL. */
class PostgresManyAsksIT extends ManyAsksTest {
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
    LockedEstate placed(LockedEstate made) {
        try {
            return made.on(Databases.fresh(postgres));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}

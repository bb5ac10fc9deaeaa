package dev.profilekeep.lock;

import dev.profilekeep.catalog.Databases;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** The same on PostgreSQL. */
class PostgresLooksIT {
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

    private static LockedEstate onPostgres(LockedEstate made) {
        try {
            return made.on(Databases.fresh(postgres));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Nested
    class Looks extends LooksTest {
        @Override
        LockedEstate placed(LockedEstate made) {
            return onPostgres(made);
        }
    }

    @Nested
    class Silent extends SilentLooksTest {
        @Override
        LockedEstate placed(LockedEstate made) {
            return onPostgres(made);
        }
    }

    @Nested
    class CloudCache extends CloudCacheLooksTest {
        @Override
        LockedEstate placed(LockedEstate made) {
            return onPostgres(made);
        }
    }

    @Nested
    class Listed extends LockListTest {
        @Override
        LockedEstate placed(LockedEstate made) {
            return onPostgres(made);
        }
    }
}

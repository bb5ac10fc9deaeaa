package dev.profilekeep.lock;

import dev.profilekeep.catalog.Databases;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** The same on PostgreSQL. */
class PostgresClearingIT {
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
    class Clearing extends ClearingTest {
        @Override
        LockedEstate placed(LockedEstate made) {
            return onPostgres(made);
        }
    }

    @Nested
    class Refused extends ClearingRefusedTest {
        @Override
        LockedEstate placed(LockedEstate made) {
            return onPostgres(made);
        }
    }

    @Nested
    class ByTwo extends ClearingByTwoTest {
        @Override
        LockedEstate placed(LockedEstate made) {
            return onPostgres(made);
        }
    }

    @Nested
    class Several extends ClearingSeveralTest {
        @Override
        LockedEstate placed(LockedEstate made) {
            return onPostgres(made);
        }
    }
}

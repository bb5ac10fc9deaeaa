package dev.profilekeep.lease;

import dev.profilekeep.catalog.Catalog;
import dev.profilekeep.catalog.Databases;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class PostgresNodesRaceIT extends NodesRace {
    private final List<Catalog> open = new ArrayList<>();
    private EmbeddedPostgres postgres;

    @Override
    List<Catalog> catalogs() {
        postgres = Databases.postgres();
        open.add(Catalog.open(Databases.config(postgres)));
        open.add(Catalog.open(Databases.config(postgres)));
        return open;
    }

    @AfterEach
    void close() throws IOException {
        open.forEach(Catalog::close);
        if (postgres != null) {
            postgres.close();
        }
    }
}

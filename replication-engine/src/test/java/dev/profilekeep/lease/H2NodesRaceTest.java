package dev.profilekeep.lease;

import dev.profilekeep.catalog.Catalog;
import dev.profilekeep.catalog.Databases;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class H2NodesRaceTest extends NodesRace {
    @TempDir
    private Path folder;

    private Catalog catalog;

    /** An H2 file has one process; its engines share it. */
    @Override
    List<Catalog> catalogs() {
        catalog = Catalog.open(Databases.h2(folder));
        return List.of(catalog, catalog);
    }

    @AfterEach
    void close() {
        catalog.close();
    }
}

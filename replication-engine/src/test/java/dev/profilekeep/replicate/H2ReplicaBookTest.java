package dev.profilekeep.replicate;

import dev.profilekeep.catalog.Databases;
import dev.profilekeep.config.DatabaseConfig;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class H2ReplicaBookTest extends ReplicaBookContract {
    @TempDir
    private Path folder;

    @Override
    DatabaseConfig database() {
        return Databases.h2(folder);
    }
}

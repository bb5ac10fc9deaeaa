package dev.profilekeep.session;

import dev.profilekeep.catalog.Databases;
import dev.profilekeep.config.DatabaseConfig;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class H2SessionsTest extends SessionsContract {
    @TempDir
    Path folder;

    @Override
    DatabaseConfig emptyDatabase() {
        return Databases.h2(folder);
    }
}

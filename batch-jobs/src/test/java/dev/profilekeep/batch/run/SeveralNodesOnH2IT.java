package dev.profilekeep.batch.run;

import dev.profilekeep.batch.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SeveralNodesOnH2IT extends SeveralNodes {
    @TempDir
    static Path folder;

    @Override
    TestDatabase open() {
        return TestDatabase.h2(folder);
    }
}

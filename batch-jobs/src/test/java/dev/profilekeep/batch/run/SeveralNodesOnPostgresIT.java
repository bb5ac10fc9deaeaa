package dev.profilekeep.batch.run;

import dev.profilekeep.batch.TestDatabase;

class SeveralNodesOnPostgresIT extends SeveralNodes {
    @Override
    TestDatabase open() {
        return TestDatabase.postgres();
    }
}

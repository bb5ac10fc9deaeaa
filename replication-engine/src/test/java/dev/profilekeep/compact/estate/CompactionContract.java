package dev.profilekeep.compact.estate;

import static dev.profilekeep.compact.estate.CompactedEstate.FRA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.restore.RestoreRequest;
import dev.profilekeep.storage.Initiator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A small estate whose disks are made smaller, on storage in memory that behaves as Windows does, on a database: what the tests of each subject have in common. */
abstract class CompactionContract {
    static final Actor ADA = new Actor("corp:ada", "Ada", List.of("ADMINISTRATOR"), "");

    @TempDir
    Path folder;

    CompactedEstate estate;

    abstract String databaseYaml();

    @AfterEach
    void close() {
        if (estate != null) {
            estate.close();
        }
    }

    /** People with a disk at Frankfurt each, as the inventory saw them. */
    CompactedEstate people(String policy, String... who) throws Exception {
        estate = new CompactedEstate(folder, databaseYaml(), policy);
        for (String one : who) {
            estate.lay(FRA, one);
        }
        estate.inventory();
        return estate;
    }

    long full() {
        return estate.full.file().size();
    }

    List<WorkRows.Work> todo(CompactionPart part) {
        return estate.engine()
                .catalog()
                .database()
                .<List<WorkRows.Work>, RuntimeException>call(session -> WorkRows.at(session, part, Step.WAITING));
    }

    void untouched(String... who) throws IOException {
        for (String one : who) {
            assertThat(estate.size(FRA, one)).as(one).isEqualTo(full());
        }
        assertThat(estate.engine().swaps().kept(FRA)).isEmpty();
    }

    static RestoreRequest asked() {
        return new RestoreRequest(ADA, "it was better before", "", Reach.EVERYWHERE, Initiator.PERSON);
    }

    long waitingCanaries() {
        return estate.engine()
                .catalog()
                .database()
                .<Long, RuntimeException>call(
                        session -> session.number("SELECT COUNT(*) FROM compaction_canary WHERE judged = 'WAITS'"));
    }
}

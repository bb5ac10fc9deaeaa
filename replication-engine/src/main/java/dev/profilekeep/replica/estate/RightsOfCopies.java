package dev.profilekeep.replica.estate;

import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.replica.rights.RightsComparison;
import dev.profilekeep.replica.rights.RightsReading;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** Compares whom the copies of one container belong to and who may open them. Reads only. Safe for several threads. */
public final class RightsOfCopies {
    private final KnownPairs known;
    private final Database database;
    private final Consumer<Collection<Long>> judged;
    private final Clock clock;

    RightsOfCopies(KnownPairs known, Database database, Consumer<Collection<Long>> judged, Clock clock) {
        this.known = known;
        this.database = database;
        this.judged = judged;
        this.clock = clock;
    }

    /**
     * Each further copy beside the one that people work with, now; the finding follows what was seen.
     *
     * @throws IOException a sentence, if there are no two copies. What cannot be read is told in the answer
     */
    public List<RightsComparison> compare(long containerId) throws IOException {
        List<RightsComparison> all = new ArrayList<>();
        for (KnownPair pair : known.of(containerId)) {
            all.add(compare(pair));
        }
        judged.accept(List.of(containerId));
        return all;
    }

    private RightsComparison compare(KnownPair pair) {
        RightsComparison found =
                RightsComparison.of(RightsReading.of(known.active(pair)), RightsReading.of(known.further(pair)));
        database.<RuntimeException>run(
                session -> RightsRows.record(session, pair.containerId(), found, clock.instant()));
        return found;
    }
}

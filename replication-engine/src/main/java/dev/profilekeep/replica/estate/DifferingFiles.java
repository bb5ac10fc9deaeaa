package dev.profilekeep.replica.estate;

import dev.profilekeep.disk.Progress;
import dev.profilekeep.replica.PairComparison;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Finds out anew in which files the copies of one container differ. Nothing of it is kept. Safe for several threads. */
final class DifferingFiles {
    private final KnownPairs known;
    private final PairComparison comparison;

    DifferingFiles(KnownPairs known, PairComparison comparison) {
        this.known = known;
        this.comparison = comparison;
    }

    /** @throws IOException a sentence, if there is nothing to compare, or a copy is in use or cannot be read */
    List<CopyDifference> of(long containerId, Progress progress) throws IOException {
        List<CopyDifference> found = new ArrayList<>();
        for (KnownPair two : known.of(containerId)) {
            found.add(new CopyDifference(
                    two.activeId(),
                    two.locationId(),
                    comparison.difference(known.active(two), known.further(two), two.last(), progress)));
        }
        return found;
    }
}

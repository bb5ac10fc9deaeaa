package dev.profilekeep.content;

import dev.profilekeep.disk.content.Owner;
import dev.profilekeep.disk.content.ReadTotals;
import java.util.List;

/**
 * A map, and what making it came to.
 *
 * @param sparedBytes of files that were not read because their records had not changed
 * @param missed where a full reading found something else than an earlier map says of a file whose records had not changed; the first few
 * @param missedChunks how many those are in all
 */
public record MadeMap(ContentMap map, ReadTotals read, long sparedBytes, List<Owner> missed, long missedChunks) {
    public MadeMap {
        missed = List.copyOf(missed);
    }
}

package dev.profilekeep.compact.estate;

import dev.profilekeep.storage.StoragePath;
import java.util.List;

/**
 * A container that a run knows of. Sizes in bytes.
 *
 * @param agentVersion of FSLogix on the host that used it last; empty if nobody told
 * @param waited its turn did not come in the last run
 * @param ruledOut why it need not be looked at, by what the catalog knows; its word is empty if it is to be looked at
 * @param copies the one at the active site first; never empty
 */
record Candidate(
        long containerId,
        String setId,
        String account,
        String agentVersion,
        boolean waited,
        Reason ruledOut,
        List<Copy> copies) {
    /** @param written FILETIME of its last write */
    record Copy(String locationId, StoragePath path, long bytes, int blockSize, long written) {}

    Candidate {
        copies = List.copyOf(copies);
    }

    Copy lead() {
        return copies.get(0);
    }
}

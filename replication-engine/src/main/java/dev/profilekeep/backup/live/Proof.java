package dev.profilekeep.backup.live;

import dev.profilekeep.backup.index.IndexEntry;
import java.io.IOException;

/** Whether what an index says of a chunk holds. Asked only where several packs have the chunk and one of them may go. */
@FunctionalInterface
public interface Proof {
    /** @throws IOException if the storage fails, so that nobody knows */
    boolean holds(IndexEntry entry) throws IOException;
}

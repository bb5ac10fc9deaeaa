package dev.profilekeep.backup.chunk;

import dev.profilekeep.content.ChunkId;
import java.io.IOException;

/** Gives chunks. Safe for several threads. */
interface ChunkSource {
    /** @throws ChunkMissingException if there is none of that name */
    byte[] get(ChunkId id) throws IOException;
}

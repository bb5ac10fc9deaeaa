package dev.profilekeep.content;

import java.io.IOException;

/** Gives the bytes of chunks. Safe for several threads. */
@FunctionalInterface
public interface ChunkSource {
    /**
     * The bytes of a chunk; that they are the right ones is for the caller to see.
     *
     * @throws IOException if they cannot be had, naming what is missing or damaged
     */
    byte[] chunk(MapEntry entry) throws IOException;
}

package dev.profilekeep.disk.content;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Makes of the bytes of a chunk what its caller wants to know of them. Called by several threads at once.
 *
 * @param <T> a digest, or whatever else is to be kept of a chunk
 */
@FunctionalInterface
public interface ChunkDigest<T> {
    /** @param bytes backed by an array; not to be kept, nor changed */
    T of(Chunk chunk, ByteBuffer bytes) throws IOException;
}

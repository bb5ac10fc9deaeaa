package dev.profilekeep.disk.content;

import java.io.IOException;

/**
 * Receives the chunks of a disk in their order, one by one, in the thread that called the reader.
 *
 * @param <T> what {@link ChunkDigest} makes
 */
public interface ChunkSink<T> {
    /** A chunk with content, and what was made of its bytes. */
    void chunk(Chunk chunk, T digest) throws IOException;

    /** A chunk, or a range of the disk of any length, that is zeros: stored or not. */
    void zeros(Chunk chunk) throws IOException;

    /** A chunk that was not wanted; nobody looked whether it is zeros. */
    default void skipped(Chunk chunk) throws IOException {}
}

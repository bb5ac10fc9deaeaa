package dev.profilekeep.content;

import dev.profilekeep.disk.content.Chunk;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the content of chunks while a map is made of them.
 *
 * @param <T> what is taken of a chunk, from when it was read until its turn comes
 */
public interface ContentKeeper<T> {
    /** Keeps nothing. */
    ContentKeeper<Boolean> NOTHING = new ContentKeeper<>() {
        @Override
        public Boolean take(Chunk chunk, Sha256 digest, ByteBuffer bytes) {
            return Boolean.TRUE;
        }

        @Override
        public @Nullable Place keep(Chunk chunk, Sha256 digest, Boolean taken) {
            return null;
        }
    };

    /**
     * Takes what is needed of a chunk; called by several threads at once.
     *
     * @param bytes backed by an array; not to be kept
     */
    T take(Chunk chunk, Sha256 digest, ByteBuffer bytes) throws IOException;

    /**
     * Keeps a chunk. Called by one thread, in the order of the disk, and only if an earlier map does not have the same content at the same place, or
     * {@link #isKept} says no.
     *
     * @return where it lies; null if it has a name of its own
     */
    @Nullable
    Place keep(Chunk chunk, Sha256 digest, T taken) throws IOException;

    /**
     * Whether what an earlier map names is there still. Asked, in the order of the disk, of each chunk that was read and is what it was: if not, it is kept anew.
     */
    default boolean isKept(MapEntry known) throws IOException {
        return true;
    }

    /**
     * Whether what an earlier map names can still be had, of a chunk that nobody read: if not, all of the container is read. What a prune looks at counts as there, for what is named is not removed.
     */
    default boolean isThere(MapEntry known) throws IOException {
        return true;
    }
}

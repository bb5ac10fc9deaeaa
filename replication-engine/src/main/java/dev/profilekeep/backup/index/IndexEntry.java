package dev.profilekeep.backup.index;

import dev.profilekeep.content.ChunkId;
import java.util.UUID;

/**
 * Where a chunk lies.
 *
 * @param pack that holds it
 * @param offset in what the pack says, 0 to 2³² - 1
 * @param length as stored, 1 to 2³² - 1
 */
public record IndexEntry(ChunkId id, UUID pack, long offset, long length) implements Comparable<IndexEntry> {
    private static final long MOST = 0xFFFF_FFFFL;

    public IndexEntry {
        if (offset < 0 || offset > MOST || length < 1 || length > MOST) {
            throw new IllegalArgumentException("no place in a pack: " + length + " bytes at " + offset);
        }
    }

    /** By the chunk alone. */
    @Override
    public int compareTo(IndexEntry other) {
        return id.compareTo(other.id);
    }
}

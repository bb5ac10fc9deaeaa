package dev.profilekeep.content;

/**
 * Where something small lies: in a bundle, which is a chunk of many small things of one container.
 *
 * @param offset in bytes
 * @param length in bytes, from 1 on
 */
public record Place(ChunkId bundle, int offset, int length) {
    public Place {
        if (offset < 0 || length < 1 || offset + (long) length > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("no place: " + offset + " + " + length);
        }
    }
}

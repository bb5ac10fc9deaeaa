package dev.profilekeep.content;

/**
 * A node of a tree, from above.
 *
 * @param key of the first thing below it: a place on the disk, or the number of a page
 * @param count of things below it
 * @param digest of the node's bytes
 */
public record NodeRef(long key, long count, Sha256 digest, Place place) {
    /** The least bytes that one takes. */
    static final int LEAST = 2 + Sha256.BYTES + ChunkId.BYTES + 2;

    void write(NodeWriter to) {
        to.number(key).number(count).digest(digest).chunkId(place.bundle());
        to.number(place.offset()).number(place.length());
    }

    static NodeRef read(NodeScanner from) throws MapDamagedException {
        long key = from.number();
        long count = from.number();
        Sha256 digest = from.digest();
        ChunkId bundle = from.chunkId();
        int offset = from.number(Integer.MAX_VALUE);
        int length = from.number(NodeStore.LARGEST);
        if (length == 0 || offset > Integer.MAX_VALUE - length) {
            throw from.damaged("no place of a node: " + offset + " + " + length);
        }
        return new NodeRef(key, count, digest, new Place(bundle, offset, length));
    }
}

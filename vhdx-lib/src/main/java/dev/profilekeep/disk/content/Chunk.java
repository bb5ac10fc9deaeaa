package dev.profilekeep.disk.content;

import dev.profilekeep.disk.io.ByteRange;
import java.util.List;

/**
 * A piece of content that is treated as one.
 *
 * @param owner whose it is; of a file, from which offset on
 * @param pieces where its bytes lie on the disk, in their order in the chunk; not empty, and neighbours do not touch
 */
public record Chunk(Owner owner, List<ByteRange> pieces) {
    public Chunk {
        pieces = List.copyOf(pieces);
    }

    /** Where on the disk it begins: its place in the order of chunks. */
    public long diskOffset() {
        return pieces.get(0).start();
    }

    /** Bytes of all pieces; for content that is not zeros at most {@link ChunkSizes#largest()}. */
    public long length() {
        long length = 0;
        for (ByteRange piece : pieces) {
            length += piece.length();
        }
        return length;
    }
}

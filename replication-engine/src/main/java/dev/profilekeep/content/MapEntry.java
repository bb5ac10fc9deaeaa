package dev.profilekeep.content;

import dev.profilekeep.disk.content.Owner;
import dev.profilekeep.disk.io.ByteRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chunk of a disk that is not all zeros.
 *
 * @param owner a region, or a place in what a file stores
 * @param pieces where it lies on the disk; neighbours do not touch
 * @param place in a bundle; null if the chunk is kept by itself, under the name that comes from its digest, or not kept at all
 */
public record MapEntry(Owner owner, List<ByteRange> pieces, Sha256 digest, @Nullable Place place) {
    public MapEntry {
        if (pieces.isEmpty() || owner instanceof Owner.Nobody) {
            throw new IllegalArgumentException("no chunk of a disk");
        }
        pieces = List.copyOf(pieces);
    }

    /** Its place in the order of a map. */
    public long diskOffset() {
        return pieces.get(0).start();
    }

    public long length() {
        long length = 0;
        for (ByteRange piece : pieces) {
            length += piece.length();
        }
        return length;
    }
}

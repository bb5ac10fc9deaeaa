package dev.profilekeep.content;

import dev.profilekeep.disk.content.ChunkSizes;
import dev.profilekeep.disk.content.ContentLayout;
import dev.profilekeep.disk.io.ByteRange;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/** Digests a disk, chunk by chunk in the order of the disk. docs/formats/content-map.md has what goes in. One thread. */
final class RootDigest {
    private static final byte[] BEGIN = "profilekeep content map".getBytes(StandardCharsets.US_ASCII);
    private static final int HEAD = 64;
    private static final int PIECE = 16;

    private final MessageDigest digest = Sha256.start();

    RootDigest(ContentLayout.Kind kind, ChunkSizes sizes, long virtualSize, int sectorSize) {
        ByteBuffer head = ByteBuffer.allocate(HEAD).put(BEGIN).put((byte) 0);
        head.putInt(ContentMap.VERSION).putInt(kind == ContentLayout.Kind.FILES ? 0 : 1);
        head.putInt(sizes.small()).putInt(sizes.large());
        head.putInt(sizes.cutMin()).putInt(sizes.cutAverage()).putInt(sizes.cutMax());
        head.putLong(virtualSize).putInt(sectorSize);
        digest.update(head.flip());
    }

    void chunk(List<ByteRange> pieces, Sha256 content) {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + pieces.size() * PIECE + Sha256.BYTES);
        bytes.putInt(pieces.size());
        for (ByteRange piece : pieces) {
            bytes.putLong(piece.start()).putLong(piece.length());
        }
        content.write(bytes);
        digest.update(bytes.flip());
    }

    Sha256 end() {
        return Sha256.end(digest);
    }
}

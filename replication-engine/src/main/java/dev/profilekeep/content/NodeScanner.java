package dev.profilekeep.content;

import dev.profilekeep.bytes.ByteScanner;

/** Takes the bytes of a node apart, as {@link NodeWriter} put them. */
final class NodeScanner extends ByteScanner<MapDamagedException> {
    /** @param what is read, for messages */
    NodeScanner(String what, byte[] node) {
        super(what, node, MapDamagedException::new);
    }

    Sha256 digest() throws MapDamagedException {
        return Sha256.read(take(Sha256.BYTES));
    }

    ChunkId chunkId() throws MapDamagedException {
        return ChunkId.read(take(ChunkId.BYTES));
    }
}

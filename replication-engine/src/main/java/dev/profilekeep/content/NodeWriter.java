package dev.profilekeep.content;

import dev.profilekeep.bytes.ByteWriter;

/** Puts together the bytes of a node. */
final class NodeWriter extends ByteWriter<NodeWriter> {
    @Override
    protected NodeWriter self() {
        return this;
    }

    NodeWriter digest(Sha256 digest) {
        return raw(digest.bytes());
    }

    NodeWriter chunkId(ChunkId id) {
        return raw(id.bytes());
    }
}

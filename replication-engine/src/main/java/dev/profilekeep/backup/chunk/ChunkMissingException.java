package dev.profilekeep.backup.chunk;

import dev.profilekeep.content.ChunkId;
import java.io.IOException;

/** A chunk that something names, and that is nowhere. */
public final class ChunkMissingException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient ChunkId id;

    ChunkMissingException(ChunkId id, String why) {
        super("chunk " + id + " is missing: " + why + "; a check of the repository tells whom it concerns");
        this.id = id;
    }

    public ChunkId id() {
        return id;
    }
}

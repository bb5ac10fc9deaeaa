package dev.profilekeep.backup.chunk;

import dev.profilekeep.backup.index.IndexEntry;
import dev.profilekeep.backup.pack.PackWriter;
import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.backup.store.Draft;
import dev.profilekeep.backup.store.RepositoryFiles;
import dev.profilekeep.content.ChunkId;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.UUID;

/** A pack that is being filled. One thread at a time. */
final class FillingPack implements Closeable {
    /**
     * Bytes from which on a pack is full. A file costs some ten round trips, half a percent of the time that 64 MiB take on a fast line; a
     * prune that keeps half of a pack copies 32 MiB; ten TiB lie in 160,000 files.
     */
    static final long FULL = 64L << 20;

    private final Draft draft;
    private final PackWriter writer;

    private FillingPack(Draft draft) {
        this.draft = draft;
        this.writer = new PackWriter(draft.id(), draft.writer());
    }

    static FillingPack begin(RepositoryFiles files) throws IOException {
        return new FillingPack(files.begin(SealedKind.PACK, UUID.randomUUID()));
    }

    UUID id() {
        return draft.id();
    }

    IndexEntry add(ChunkId id, byte[] stored) throws IOException {
        return writer.add(id, stored);
    }

    boolean isFull() {
        return writer.fileSize() >= FULL;
    }

    /**
     * Finishes it and gives it its name.
     *
     * @return what lies in it
     */
    List<IndexEntry> publish() throws IOException {
        writer.finish();
        draft.publish();
        return writer.entries();
    }

    /** Drops it, unless it was published. */
    @Override
    public void close() {
        draft.close();
    }
}

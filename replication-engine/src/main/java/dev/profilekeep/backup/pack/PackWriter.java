package dev.profilekeep.backup.pack;

import dev.profilekeep.backup.index.IndexEntry;
import dev.profilekeep.backup.seal.SealedWriter;
import dev.profilekeep.content.ChunkId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Writes a pack, chunk by chunk. One thread. */
public final class PackWriter {
    /** Offsets have 32 bits. */
    private static final long MOST = 0xFFFF_FFFFL;

    private final UUID id;
    private final SealedWriter target;
    private final List<IndexEntry> entries = new ArrayList<>();

    /** @param id of the pack, by which its file is called */
    public PackWriter(UUID id, SealedWriter target) {
        this.id = id;
        this.target = target;
    }

    /**
     * Adds a chunk.
     *
     * @param stored as {@link ChunkCodec#encode} made it
     * @return where it lies; counts once {@link #finish} was called and the file is durable
     */
    public IndexEntry add(ChunkId chunk, byte[] stored) throws IOException {
        long offset = target.position();
        if (offset + stored.length > MOST) {
            throw new IllegalStateException("pack " + id + " is full");
        }
        IndexEntry entry = new IndexEntry(chunk, id, offset, stored.length);
        target.write(ByteBuffer.wrap(stored));
        entries.add(entry);
        return entry;
    }

    /** Bytes of the file if it were finished now. */
    public long fileSize() {
        return target.fileSize((long) entries.size() * PackFormat.ENTRY + PackFormat.FOOTER);
    }

    /** What was added, in that order. */
    public List<IndexEntry> entries() {
        return List.copyOf(entries);
    }

    /** Finishes the file. */
    public void finish() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(PackFormat.ENTRY);
        for (IndexEntry entry : entries) {
            bytes.clear();
            bytes.put(entry.id().bytes())
                    .putInt((int) entry.offset())
                    .putInt((int) entry.length())
                    .putInt(0);
            target.write(bytes.flip());
        }
        bytes.clear();
        bytes.putInt(PackFormat.MAGIC).putInt(0).putInt(entries.size()).put(new byte[20]);
        target.write(bytes.flip());
        target.finish();
    }
}

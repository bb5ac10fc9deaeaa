package dev.profilekeep.backup.pack;

import dev.profilekeep.backup.index.IndexEntry;
import dev.profilekeep.backup.seal.SealedReader;
import dev.profilekeep.content.ChunkId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads chunks of a pack. Safe for several threads. */
public final class PackReader {
    /** Bytes that a pack says of each chunk, beside the chunk. */
    public static final int TOLD = PackFormat.ENTRY;

    private final UUID id;
    private final SealedReader file;

    /** @param id of the pack */
    public PackReader(UUID id, SealedReader file) {
        this.id = id;
        this.file = file;
    }

    /** Bytes of chunks, and what is told of them, in a pack whose file has so many bytes. */
    public static long content(long fileSize) {
        return Math.max(0, SealedReader.said(fileSize) - PackFormat.FOOTER);
    }

    /** Whether a file of so many bytes can be a pack; a server that lost its power may have left the name alone. */
    public static boolean canBe(long fileSize) {
        return SealedReader.said(fileSize) > PackFormat.FOOTER;
    }

    /**
     * A chunk. That its name is that of its bytes is for the caller to see.
     *
     * @throws PackDamagedException if there is no chunk at that place
     */
    public byte[] chunk(IndexEntry entry) throws IOException {
        if (entry.offset() + entry.length() > file.size() || entry.length() > ChunkCodec.LONGEST + 1L) {
            throw new PackDamagedException(file + " has no chunk of " + entry.length() + " bytes at " + entry.offset());
        }
        ByteBuffer stored = ByteBuffer.allocate((int) entry.length());
        file.readFully(entry.offset(), stored);
        return ChunkCodec.decode(stored.flip());
    }

    /**
     * All that the pack holds, in the order in which it lies there.
     *
     * @throws PackDamagedException if it does not end as a pack does
     */
    public List<IndexEntry> entries() throws IOException {
        if (file.size() < PackFormat.FOOTER) {
            throw new PackDamagedException(file + " is too short for a pack");
        }
        ByteBuffer footer = ByteBuffer.allocate(PackFormat.FOOTER);
        file.readFully(file.size() - PackFormat.FOOTER, footer);
        footer.flip();
        boolean known = footer.getInt() == PackFormat.MAGIC && footer.getInt() == 0;
        int count = footer.getInt();
        long start = file.size() - PackFormat.FOOTER - (long) count * PackFormat.ENTRY;
        if (!known || count < 0 || start < 0) {
            throw new PackDamagedException(file + " does not end as a pack does");
        }
        ByteBuffer bytes = ByteBuffer.allocate(count * PackFormat.ENTRY);
        file.readFully(start, bytes);
        bytes.flip();
        List<IndexEntry> entries = new ArrayList<>(count);
        byte[] name = new byte[ChunkId.BYTES];
        long end = 0;
        for (int at = 0; at < count; at++) {
            bytes.get(name);
            long offset = Integer.toUnsignedLong(bytes.getInt());
            long length = Integer.toUnsignedLong(bytes.getInt());
            bytes.getInt();
            if (offset != end || length == 0 || offset + length > start) {
                throw new PackDamagedException(file + " lists something else than lies in it, at its chunk " + at);
            }
            end = offset + length;
            entries.add(new IndexEntry(ChunkId.of(name), id, offset, length));
        }
        if (end != start) {
            throw new PackDamagedException(file + " does not list all that lies in it");
        }
        return entries;
    }

    @Override
    public String toString() {
        return file.toString();
    }
}

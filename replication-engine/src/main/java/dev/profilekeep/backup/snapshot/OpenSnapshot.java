package dev.profilekeep.backup.snapshot;

import dev.profilekeep.backup.seal.SealedReader;
import dev.profilekeep.backup.store.RepositoryFiles;
import dev.profilekeep.content.ContentMap;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;

/** A snapshot that is open for reading: its table is in memory, maps and envelopes are read when they are asked for. Safe for several threads. */
public final class OpenSnapshot implements Closeable {
    private final RepositoryFiles.Opened file;
    private final SnapshotHead head;
    private final List<SnapshotScanner.Item> items;

    private OpenSnapshot(RepositoryFiles.Opened file, SnapshotHead head, List<SnapshotScanner.Item> items) {
        this.file = file;
        this.head = head;
        this.items = items;
    }

    /** Takes over the file. */
    static OpenSnapshot open(UUID id, RepositoryFiles.Opened file) throws IOException {
        try {
            SealedReader reader = file.reader();
            long end = reader.size() - SnapshotFormat.FOOTER;
            ByteBuffer footer = ByteBuffer.wrap(bytes(reader, Math.max(0, end), SnapshotFormat.FOOTER));
            if (footer.getInt() != SnapshotFormat.MAGIC) {
                throw new SnapshotDamagedException(reader + " does not end as a snapshot does");
            }
            int version = footer.getInt();
            if (version != SnapshotFormat.VERSION && version != SnapshotFormat.VERSION_OF_COPY) {
                throw new SnapshotDamagedException(
                        reader + " has version " + version + " of its format, this program knows those up to "
                                + SnapshotFormat.VERSION_OF_COPY + ": use a newer ProfileKeep");
            }
            long at = footer.getLong();
            long length = footer.getLong();
            if (at < 0 || length < 0 || length > SnapshotFormat.LARGEST_TABLE || at != end - length) {
                throw new SnapshotDamagedException(reader + " has no table of " + length + " bytes at " + at);
            }
            var table = new SnapshotScanner(reader.toString(), bytes(reader, at, (int) length), at);
            SnapshotHead head = table.head(version);
            if (!head.id().equals(id)) {
                throw new SnapshotDamagedException(reader + " is snapshot " + head.id() + " under the name of another");
            }
            return new OpenSnapshot(file, head, table.items());
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static byte[] bytes(SealedReader reader, long at, int length) throws IOException {
        if (at > reader.size() - length) {
            throw new SnapshotDamagedException(reader + " is too short for a snapshot");
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        reader.readFully(at, bytes);
        return bytes.array();
    }

    public SnapshotHead head() {
        return head;
    }

    /** What it has, in the order in which it was backed up. */
    public List<ContainerFacts> containers() {
        return items.stream().map(SnapshotScanner.Item::facts).toList();
    }

    /**
     * The map of a container.
     *
     * @param container its place in {@link #containers()}
     * @throws dev.profilekeep.content.MapDamagedException if it is none
     */
    public ContentMap map(int container) throws IOException {
        return ContentMap.decode(part(items.get(container).map()));
    }

    /** What a container had around its disk. */
    public Envelope envelope(int container) throws IOException {
        SnapshotScanner.Item item = items.get(container);
        return new Envelope(item.envelopeVersion(), part(item.envelope()));
    }

    private byte[] part(SnapshotScanner.Part part) throws IOException {
        return bytes(file.reader(), part.offset(), part.length());
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    @Override
    public String toString() {
        return file.reader().toString();
    }
}

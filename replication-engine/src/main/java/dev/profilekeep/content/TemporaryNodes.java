package dev.profilekeep.content;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps nodes in a file of this machine for as long as it is open: for maps that nobody keeps. Safe for several threads. */
public final class TemporaryNodes implements NodeStore, Closeable {
    /** A file is parts of so many bytes, each of which is a bundle. */
    private static final long PART = 1 << 30;

    private final FileChannel file;
    private long end;

    private TemporaryNodes(FileChannel file) {
        this.file = file;
    }

    /** @throws IOException if no temporary file can be made */
    public static TemporaryNodes open() throws IOException {
        Path path = Files.createTempFile("profilekeep-map", ".tmp");
        return new TemporaryNodes(FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE));
    }

    @Override
    public synchronized Place add(byte[] node) throws IOException {
        if (end % PART + node.length > PART) {
            end = (end / PART + 1) * PART;
        }
        ByteBuffer bytes = ByteBuffer.wrap(node);
        long at = end;
        while (bytes.hasRemaining()) {
            at += file.write(bytes, at);
        }
        Place place = new Place(new ChunkId(0, end / PART, 0), (int) (end % PART), node.length);
        end = at;
        return place;
    }

    @Override
    public byte[] get(Place place) throws IOException {
        long start = place.bundle().middle() * PART + place.offset();
        ByteBuffer bytes = ByteBuffer.allocate(place.length());
        while (bytes.hasRemaining()) {
            if (file.read(bytes, start + bytes.position()) < 0) {
                throw new MapDamagedException("there is no node at " + start);
            }
        }
        return bytes.array();
    }

    /** Removes the file. */
    @Override
    public void close() throws IOException {
        file.close();
    }
}

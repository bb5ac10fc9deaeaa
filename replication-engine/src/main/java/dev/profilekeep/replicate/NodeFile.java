package dev.profilekeep.replicate;

import dev.profilekeep.content.ChunkId;
import dev.profilekeep.content.MapDamagedException;
import dev.profilekeep.content.NodeStore;
import dev.profilekeep.content.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The nodes of a map as they are written to a file, one behind the other. One thread. */
final class NodeFile implements NodeStore {
    /** A file is parts of so many bytes, each of which is a bundle. */
    private static final long PART = 1 << 30;
    /** Tells its places from those of other stores. */
    private static final long MARK = 0x4d41_5053L;

    private final FileChannel file;
    private long end;

    NodeFile(FileChannel file) {
        this.file = file;
    }

    static boolean isOf(Place place) {
        return place.bundle().high() == MARK;
    }

    @Override
    public Place add(byte[] node) throws IOException {
        if (end % PART + node.length > PART) {
            end = (end / PART + 1) * PART;
        }
        write(file, end, ByteBuffer.wrap(node));
        Place place = new Place(new ChunkId(MARK, end / PART, 0), (int) (end % PART), node.length);
        end += node.length;
        return place;
    }

    @Override
    public byte[] get(Place place) {
        throw new UnsupportedOperationException("it is being written");
    }

    long end() {
        return end;
    }

    static byte[] get(FileChannel file, Place place) throws IOException {
        return read(file, place.bundle().middle() * PART + place.offset(), place.length())
                .array();
    }

    static ByteBuffer read(FileChannel file, long offset, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (offset < 0 || file.read(bytes, offset + bytes.position()) < 0) {
                throw new MapDamagedException("there is nothing at " + offset);
            }
        }
        return bytes.flip();
    }

    static void write(FileChannel file, long offset, ByteBuffer bytes) throws IOException {
        long at = offset;
        while (bytes.hasRemaining()) {
            at += file.write(bytes, at);
        }
    }
}

package dev.profilekeep.replicate;

import dev.profilekeep.content.ContentKeeper;
import dev.profilekeep.content.Place;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.disk.content.Chunk;
import dev.profilekeep.disk.io.ByteRange;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the chunks that an earlier map does not have, from one reading of the source until they are written: so the source is read once, at one moment, and let go of. A temporary file of
 * this machine that only our account can read, gone when it is closed. Takes 16 bytes of memory for each piece of a chunk, and the chunks that are under way.
 */
final class Spool implements ContentKeeper<byte[]>, Closeable {
    private record Kept(List<ByteRange> pieces, long at) {}

    private final FileChannel file;
    private final List<Kept> chunks = new ArrayList<>();
    private long end;

    private Spool(FileChannel file) {
        this.file = file;
    }

    static Spool open() throws IOException {
        Path path = Files.createTempFile("profilekeep-replicate", ".tmp");
        return new Spool(FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE));
    }

    @Override
    public byte[] take(Chunk chunk, Sha256 digest, ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return copy;
    }

    @Override
    public @Nullable Place keep(Chunk chunk, Sha256 digest, byte[] taken) throws IOException {
        chunks.add(new Kept(chunk.pieces(), end));
        NodeFile.write(file, end, ByteBuffer.wrap(taken));
        end += taken.length;
        return null;
    }

    long count() {
        return chunks.size();
    }

    /** Receives what belongs to one place of the disk. */
    interface Taker {
        void take(long diskOffset, ByteBuffer bytes) throws IOException;
    }

    /** All of it, in the order of the disk. */
    void each(Taker taker) throws IOException {
        for (Kept chunk : chunks) {
            long at = chunk.at();
            for (ByteRange piece : chunk.pieces()) {
                taker.take(piece.start(), NodeFile.read(file, at, Math.toIntExact(piece.length())));
                at += piece.length();
            }
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

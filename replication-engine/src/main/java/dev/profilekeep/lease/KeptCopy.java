package dev.profilekeep.lease;

import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.storage.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Copies a file that stays as it is byte by byte into an empty one, and compares what can be read of it afterwards. One thread. */
public final class KeptCopy {
    private static final int PIECE = 1 << 20;

    /** Opens what is copied. */
    @FunctionalInterface
    public interface Source {
        OpenFile open() throws IOException;
    }

    private final Source source;
    private final Progress writing;
    private final Progress checking;
    private byte @Nullable [] digest;

    /**
     * @param writing told of bytes that are copied; false stops it
     * @param checking told of bytes that are compared; false stops it
     */
    public KeptCopy(Source source, Progress writing, Progress checking) {
        this.source = source;
        this.writing = writing;
        this.checking = checking;
    }

    private interface Piece {
        void at(long offset, ByteBuffer bytes) throws IOException;
    }

    /** @throws CancellationException if it was stopped */
    public void write(OpenFile empty) throws IOException {
        try (OpenFile from = source.open()) {
            digest = digest(from, writing, empty::writeFully);
        }
    }

    /** @throws IOException if the copy is not what was copied */
    public void check(OpenFile file) throws IOException {
        if (!Arrays.equals(digest, digest(file, checking, (offset, bytes) -> {}))) {
            throw new IOException("the copy of a file is not what that file is");
        }
    }

    private byte[] digest(BlockDevice file, Progress progress, Piece each) throws IOException {
        MessageDigest sum = sha256();
        long size = file.size();
        for (long at = 0; at < size; at += PIECE) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(PIECE, size - at));
            file.readFully(at, bytes);
            bytes.flip();
            sum.update(bytes.duplicate());
            each.at(at, bytes);
            if (!progress.at(at, size)) {
                throw new CancellationException("stopped");
            }
        }
        return sum.digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

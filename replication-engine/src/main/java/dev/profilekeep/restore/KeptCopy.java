package dev.profilekeep.restore;

import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.lease.Kept;
import dev.profilekeep.lease.SafeReplace;
import dev.profilekeep.restore.RestoreProgress.Phase;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Copies a file that stays as it is byte by byte into an empty one, and compares what can be read of it afterwards. */
final class KeptCopy {
    private static final int PIECE = 1 << 20;

    /** Opens what is copied. */
    @FunctionalInterface
    interface Source {
        OpenFile open() throws IOException;
    }

    private final Source source;
    private final RestoreProgress progress;
    private byte @Nullable [] digest;

    KeptCopy(SafeReplace swaps, Kept kept, Initiator initiator, RestoreProgress progress) {
        this(() -> swaps.openKept(kept, initiator), progress);
    }

    KeptCopy(Source source, RestoreProgress progress) {
        this.source = source;
        this.progress = progress;
    }

    private interface Piece {
        void at(long offset, ByteBuffer bytes) throws IOException;
    }

    /** @throws CancellationException if it was stopped */
    void write(OpenFile empty) throws IOException {
        try (OpenFile from = source.open()) {
            digest = digest(from, Phase.WRITING, empty::writeFully);
        }
    }

    void check(OpenFile file) throws IOException {
        if (!Arrays.equals(digest, digest(file, Phase.CHECKING, (offset, bytes) -> {}))) {
            throw new NewDisk.NotAsBackedUpException("the copy of a file is not what that file is");
        }
    }

    private byte[] digest(BlockDevice file, Phase phase, Piece each) throws IOException {
        MessageDigest sum = sha256();
        long size = file.size();
        for (long at = 0; at < size; at += PIECE) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(PIECE, size - at));
            file.readFully(at, bytes);
            bytes.flip();
            sum.update(bytes.duplicate());
            each.at(at, bytes);
            if (!progress.at(phase, at, size)) {
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

package dev.profilekeep.storage.smb;

import dev.profilekeep.storage.CopyRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Copies a whole file at the server; through here where the server cannot. */
final class SmbCopy {
    private static final int PIECE = 4 << 20;

    private SmbCopy() {}

    static void run(SmbSession.Ask ask, SmbFile source, SmbFile target) throws IOException {
        long size = source.size();
        var copies = new SmbRangeCopy(SmbRangeCopy.Limits.USUAL);
        long done = size == 0 ? 0 : target.copyFrom(ask, source, List.of(new CopyRange(0, 0, size)), copies);
        through(source, target, done, size);
    }

    private static void through(SmbFile source, SmbFile target, long from, long size) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(PIECE, Math.max(1, size - from)));
        for (long at = from; at < size; at += buffer.limit()) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), size - at));
            source.readFully(at, buffer);
            target.writeFully(at, buffer.flip());
        }
    }
}

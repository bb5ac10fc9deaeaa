package dev.profilekeep.storage.smb;

import com.hierynomus.mssmb2.messages.SMB2IoctlResponse;
import dev.profilekeep.storage.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Copies at the server, [MS-SMB2] 3.2.4.6; through here where the server cannot. */
final class SmbCopy {
    private static final long REQUEST_RESUME_KEY = 0x00140078L;
    private static final long COPYCHUNK = 0x001440F2L;
    /** What every server known takes, [MS-SMB2] 3.3.3: 16 chunks of 1 MiB. */
    private static final int CHUNK = 1024 * 1024;

    private static final int REQUEST = 16 * CHUNK;

    private SmbCopy() {}

    static void run(SmbSession.Ask ask, SmbFile source, SmbFile target) throws IOException {
        long size = source.size();
        byte[] key = resumeKey(ask, source.current());
        long done = 0;
        if (key.length > 0) {
            while (done < size) {
                long step = copy(ask, key, target.current(), done, Math.min(REQUEST, size - done));
                if (step <= 0) {
                    break;
                }
                done += step;
            }
        }
        through(source, target, done, size);
    }

    /** Empty if the server has none to give. */
    private static byte[] resumeKey(SmbSession.Ask ask, SmbHandle source) throws StorageException {
        try {
            byte[] answer = source.session()
                    .control(ask, source.id(), REQUEST_RESUME_KEY, new byte[0], 32)
                    .getOutputBuffer();
            return answer == null || answer.length < 24 ? new byte[0] : Arrays.copyOf(answer, 24);
        } catch (StorageException.Failed e) {
            return new byte[0];
        }
    }

    /** Bytes copied; 0 if the server does not do it this way. */
    private static long copy(SmbSession.Ask ask, byte[] key, SmbHandle target, long offset, long length)
            throws StorageException {
        try {
            SMB2IoctlResponse answer = target.session()
                    .control(
                            ask,
                            target.id(),
                            COPYCHUNK,
                            SmbRecords.copyChunks(key, offset, length, CHUNK),
                            12,
                            SmbErrors.INVALID_PARAMETER);
            byte[] counts = answer.getOutputBuffer();
            boolean tooMuch = answer.getHeader().getStatusCode() == SmbErrors.INVALID_PARAMETER;
            return tooMuch || counts == null ? 0 : Math.min(length, SmbRecords.copied(counts));
        } catch (StorageException.Failed | StorageException.NotFound e) {
            return 0; // not supported, or the key is of another session: the bytes go through here
        }
    }

    private static void through(SmbFile source, SmbFile target, long from, long size) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(4L * CHUNK, Math.max(1, size - from)));
        for (long at = from; at < size; at += buffer.limit()) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), size - at));
            source.readFully(at, buffer);
            target.writeFully(at, buffer.flip());
        }
    }
}

package dev.profilekeep.storage.smb;

import com.hierynomus.mssmb2.messages.SMB2IoctlResponse;
import dev.profilekeep.storage.CopyRange;
import dev.profilekeep.storage.StorageException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Has a server copy ranges from one open file to another, [MS-SMB2] 3.2.4.6 and 3.3.5.15.6. A request holds as many chunks as the server takes, which it tells when it was asked for
 * more. For one target; safe for several threads.
 */
final class SmbRangeCopy {
    private static final long REQUEST_RESUME_KEY = 0x00140078L;
    private static final long COPYCHUNK = 0x001440F2L;
    private static final int KEY = 24;

    private volatile Limits limits;

    /** What a server takes in one request; by default 256 chunks of 1 MiB, 16 MiB together, [MS-SMB2] 3.3.3. */
    record Limits(int chunks, int chunkBytes, int requestBytes) {
        static final Limits USUAL = new Limits(256, 1 << 20, 16 << 20);

        /** What both allow; empty if that is nothing. */
        Optional<Limits> and(Limits other) {
            Limits both = new Limits(
                    Math.min(chunks, other.chunks),
                    Math.min(chunkBytes, other.chunkBytes),
                    Math.min(requestBytes, other.requestBytes));
            return both.chunks > 0 && both.chunkBytes > 0 && both.requestBytes > 0
                    ? Optional.of(both)
                    : Optional.empty();
        }
    }

    /** What a server says of a request. */
    sealed interface Answer {
        /** @param bytes of the request's chunks, from the first on */
        record Copied(long bytes) implements Answer {}

        /** Nothing was copied, for it was too much. */
        record TooMuch(Limits limits) implements Answer {}

        /** It does not do it this way. */
        record Cannot() implements Answer {}
    }

    /** Asks a server to copy chunks. */
    interface Asking {
        Answer copy(List<CopyRange> chunks) throws StorageException;
    }

    SmbRangeCopy(Limits limits) {
        this.limits = limits;
    }

    /** Bytes copied, from the beginning of the list on; fewer than there are if the server stops doing it. */
    long run(List<CopyRange> ranges, Asking server) throws StorageException {
        long total = CopyRange.bytes(ranges);
        long done = 0;
        while (done < total) {
            Limits asked = limits;
            List<CopyRange> chunks = chunks(ranges, done, asked);
            Answer answer = server.copy(chunks);
            if (answer instanceof Answer.TooMuch told) {
                Optional<Limits> smaller = asked.and(told.limits());
                if (smaller.isEmpty() || smaller.get().equals(asked)) {
                    return done;
                }
                limits = smaller.get();
            } else if (answer instanceof Answer.Copied copied && copied.bytes() > 0) {
                done += Math.min(copied.bytes(), CopyRange.bytes(chunks));
            } else {
                return done;
            }
        }
        return done;
    }

    /** What follows the first {@code done} bytes, as much as one request takes. */
    private static List<CopyRange> chunks(List<CopyRange> ranges, long done, Limits limits) {
        List<CopyRange> chunks = new ArrayList<>();
        long skip = done;
        long room = limits.requestBytes();
        for (CopyRange range : ranges) {
            long at = Math.min(skip, range.length());
            skip -= at;
            while (at < range.length() && room > 0 && chunks.size() < limits.chunks()) {
                long length = Math.min(Math.min(limits.chunkBytes(), room), range.length() - at);
                chunks.add(new CopyRange(range.from() + at, range.to() + at, length));
                at += length;
                room -= length;
            }
            if (room == 0 || chunks.size() == limits.chunks()) {
                break;
            }
        }
        return chunks;
    }

    /** The 24 bytes that stand for an open file at its server, [MS-SMB2] 2.2.32.3; empty if the server has none to give. */
    static byte[] resumeKey(SmbSession.Ask ask, SmbHandle source) throws StorageException {
        try {
            byte[] answer = source.session()
                    .control(ask, source.id(), REQUEST_RESUME_KEY, new byte[0], 32)
                    .getOutputBuffer();
            return answer == null || answer.length < KEY ? new byte[0] : Arrays.copyOf(answer, KEY);
        } catch (StorageException.Failed e) {
            return new byte[0];
        }
    }

    /** Asks the server of {@code target}, where {@code key} has to be of the same session. */
    static Asking asking(SmbSession.Ask ask, byte[] key, SmbHandle target) {
        return chunks -> {
            try {
                SMB2IoctlResponse answer = target.session()
                        .control(
                                ask,
                                target.id(),
                                COPYCHUNK,
                                SmbRecords.copyChunks(key, chunks),
                                SmbRecords.COPIED_BYTES,
                                SmbErrors.INVALID_PARAMETER);
                byte[] counts = answer.getOutputBuffer();
                if (counts == null || counts.length < SmbRecords.COPIED_BYTES) {
                    return new Answer.Cannot();
                }
                return answer.getHeader().getStatusCode() == SmbErrors.INVALID_PARAMETER
                        ? new Answer.TooMuch(SmbRecords.copyLimits(counts))
                        : new Answer.Copied(SmbRecords.copied(counts));
            } catch (StorageException.Failed | StorageException.NotFound | StorageException.Denied e) {
                // not supported, a key it does not know, a range behind the end, a right that it asks for
                return new Answer.Cannot();
            }
        };
    }
}

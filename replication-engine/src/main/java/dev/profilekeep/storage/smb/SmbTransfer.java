package dev.profilekeep.storage.smb;

import com.hierynomus.mssmb2.messages.SMB2ReadRequest;
import com.hierynomus.mssmb2.messages.SMB2ReadResponse;
import com.hierynomus.mssmb2.messages.SMB2WriteResponse;
import dev.profilekeep.storage.StorageException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Future;

/** Splits large transfers into messages and keeps several under way. */
final class SmbTransfer {
    private SmbTransfer() {}

    private record Part<T>(int start, int length, Future<T> answer) {}

    /** A read that can be taken up again, over another handle, where it stopped. */
    static final class Reading {
        private final long base;
        private final ByteBuffer target;
        private final int origin;

        Reading(long offset, ByteBuffer target) {
            this.origin = target.position();
            this.base = offset;
            this.target = target;
        }

        /** Where in the file the next missing byte is. */
        long offset() {
            return base + (target.position() - origin);
        }

        /** Whether the target is full; if not, the file ended. */
        boolean run(SmbSession.Ask ask, SmbHandle handle) throws StorageException {
            SmbSession session = handle.session();
            int window = session.options().maxParallel();
            Duration timeout = session.options().responseTimeout();
            int total = target.limit() - origin;
            int asked = target.position() - origin;
            Deque<Part<SMB2ReadResponse>> underWay = new ArrayDeque<>();
            while (target.hasRemaining()) {
                while (underWay.size() < window && asked < total) {
                    int length = Math.min(session.maxRead(), total - asked);
                    underWay.add(ask(ask, handle, asked, length));
                    asked += length;
                }
                Part<SMB2ReadResponse> part = underWay.remove();
                SMB2ReadResponse answer = session.await(ask, part.answer(), timeout);
                long status = answer.getHeader().getStatusCode();
                if (status == SmbErrors.END_OF_FILE) {
                    return false;
                }
                if (status != SmbErrors.SUCCESS) {
                    throw ask.answered(status);
                }
                byte[] data = answer.getData();
                if (data.length == 0 || data.length > part.length()) {
                    throw new StorageException.Failed(
                            ask.what() + ": " + data.length + " bytes came for the " + part.length() + " asked for",
                            null);
                }
                target.put(data);
                if (data.length < part.length()) {
                    underWay.addFirst(ask(ask, handle, part.start() + data.length, part.length() - data.length));
                }
            }
            return true;
        }

        private Part<SMB2ReadResponse> ask(SmbSession.Ask ask, SmbHandle handle, int start, int length)
                throws StorageException {
            SmbSession session = handle.session();
            SMB2ReadRequest request = new SMB2ReadRequest(
                    session.dialect(), handle.id(), session.sessionId(), session.treeId(), base + start, length);
            return new Part<>(start, length, session.send(ask, request));
        }
    }

    /** Writes all of {@code source}; on return its position is its limit, after a failure it is unchanged. */
    static void write(SmbSession.Ask ask, SmbHandle handle, long offset, ByteBuffer source) throws StorageException {
        SmbSession session = handle.session();
        int window = session.options().maxParallel();
        Duration timeout = session.options().slowTimeout();
        ByteBuffer data = source.duplicate();
        int origin = source.position();
        int total = source.remaining();
        int sent = 0;
        Deque<Part<SMB2WriteResponse>> underWay = new ArrayDeque<>();
        try {
            while (sent < total || !underWay.isEmpty()) {
                while (underWay.size() < window && sent < total) {
                    int length = Math.min(session.maxWrite(), total - sent);
                    underWay.add(send(ask, handle, offset, data, origin, sent, length));
                    sent += length;
                }
                Part<SMB2WriteResponse> part = underWay.remove();
                SMB2WriteResponse answer = session.await(ask, part.answer(), timeout);
                int written = accepted(ask, part, answer);
                if (written < part.length()) { // fewer credits than the message needed, or a short write
                    underWay.addFirst(
                            send(ask, handle, offset, data, origin, part.start() + written, part.length() - written));
                }
            }
        } catch (StorageException e) {
            settle(ask, session, underWay, timeout);
            throw e;
        }
        source.position(origin + total);
    }

    private static int accepted(SmbSession.Ask ask, Part<?> part, SMB2WriteResponse answer) throws StorageException {
        long status = answer.getHeader().getStatusCode();
        if (status != SmbErrors.SUCCESS) {
            throw ask.answered(status);
        }
        int written = answer.getBytesWritten();
        if (written <= 0 || written > part.length()) {
            throw new StorageException.Failed(
                    ask.what() + ": the server took " + written + " of " + part.length() + " bytes", null);
        }
        return written;
    }

    /** Nothing of a write that failed may still be under way when its caller looks what became of it. */
    private static void settle(
            SmbSession.Ask ask, SmbSession session, Deque<Part<SMB2WriteResponse>> underWay, Duration timeout)
            throws StorageException {
        while (!underWay.isEmpty() && session.isUsable()) {
            try {
                session.await(ask, underWay.remove().answer(), timeout);
            } catch (StorageException.Unreachable e) {
                session.connection().breakOff(e);
            }
        }
    }

    private static Part<SMB2WriteResponse> send(
            SmbSession.Ask ask, SmbHandle handle, long offset, ByteBuffer data, int origin, int start, int length)
            throws StorageException {
        SmbSession session = handle.session();
        byte[] bytes = new byte[length];
        data.get(origin + start, bytes);
        SmbRequests.Write request = new SmbRequests.Write(
                session.dialect(), session.sessionId(), session.treeId(), handle.id(), offset + start, bytes);
        return new Part<>(start, length, session.send(ask, request));
    }
}

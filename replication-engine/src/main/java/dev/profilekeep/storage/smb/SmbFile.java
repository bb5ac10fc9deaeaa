package dev.profilekeep.storage.smb;

import com.hierynomus.msfscc.FileInformationClass;
import com.hierynomus.mssmb2.messages.SMB2Flush;
import dev.profilekeep.storage.CopyRange;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.smb.SmbRequests.Opening;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file held open at a server. Large transfers are split and pipelined. Read with sharing ALL it survives the loss of its
 * connection: it is opened again if the file is still the same, of the same size and last write. Any other handle carried a
 * right that was lost with the connection, so it fails from then on; a write is never repeated.
 */
final class SmbFile implements OpenFile {
    private final SmbSessions sessions;
    private final StoragePath path;
    private final String name;
    private final Opening opening;
    private final boolean writable;
    /** What it was when opened; null if it must not be opened again. */
    private final @Nullable StoredFile identity;

    /** Whether it may be removed through this handle. */
    private final boolean removable;

    private final SmbRangeCopy copies = new SmbRangeCopy(SmbRangeCopy.Limits.USUAL);
    private volatile @Nullable ResumeKey resumeKey;
    private volatile SmbHandle handle;
    private volatile boolean closed;
    private volatile boolean removing;

    private SmbFile(
            SmbSessions sessions,
            StoragePath path,
            String name,
            Opening opening,
            boolean writable,
            SmbHandle handle,
            @Nullable StoredFile identity,
            boolean removable) {
        this.sessions = sessions;
        this.path = path;
        this.name = name;
        this.opening = opening;
        this.writable = writable;
        this.handle = handle;
        this.identity = identity;
        this.removable = removable;
    }

    /** For reading. */
    static SmbFile reading(SmbSessions sessions, SmbSession.Ask ask, StoragePath path, String name, Opening opening)
            throws StorageException {
        SmbSession session = sessions.current();
        SmbHandle handle = new SmbHandle(session, session.open(ask, opening, name));
        StoredFile identity = opening.sharing() == Opening.SHARE_ALL ? statOrClose(ask, path, handle) : null;
        return new SmbFile(sessions, path, name, opening, false, handle, identity, false);
    }

    static SmbFile writing(SmbSessions sessions, SmbSession.Ask ask, StoragePath path, String name, Opening opening)
            throws StorageException {
        SmbSession session = sessions.current();
        SmbHandle handle = new SmbHandle(session, session.open(ask, opening, name));
        return new SmbFile(sessions, path, name, opening, true, handle, null, false);
    }

    /** For reading alone, with the right to delete. Never opened again, as the right it stands for is lost with it. */
    static SmbFile removable(SmbSessions sessions, SmbSession.Ask ask, StoragePath path, String name, Opening opening)
            throws StorageException {
        SmbSession session = sessions.current();
        SmbHandle handle = new SmbHandle(session, session.open(ask, opening, name));
        return new SmbFile(sessions, path, name, opening, false, handle, null, true);
    }

    private static StoredFile statOrClose(SmbSession.Ask ask, StoragePath path, SmbHandle handle)
            throws StorageException {
        try {
            return stat(ask, path, handle);
        } catch (StorageException e) {
            if (handle.session().isUsable()) {
                handle.session().close(ask, handle.id());
            }
            throw e;
        }
    }

    private static StoredFile stat(SmbSession.Ask ask, StoragePath path, SmbHandle handle) throws StorageException {
        return SmbRecords.allInformation(
                ask, path, handle.session().query(ask, handle.id(), FileInformationClass.FileAllInformation));
    }

    @Override
    public StoredFile stat() throws IOException {
        SmbSession.Ask ask = new SmbSession.Ask("stat " + path, "Read attributes");
        return reading(ask, current -> stat(ask, path, current));
    }

    @Override
    public long size() throws IOException {
        return stat().size();
    }

    @Override
    public void readFully(long offset, ByteBuffer target) throws IOException {
        if (offset < 0) {
            throw new IllegalArgumentException("offset is negative: " + offset);
        }
        if (!target.hasRemaining()) {
            return;
        }
        SmbSession.Ask ask = new SmbSession.Ask("read " + path, "Read data");
        SmbTransfer.Reading progress = new SmbTransfer.Reading(offset, target);
        boolean whole = reading(ask, current -> progress.run(ask, current));
        if (!whole) {
            throw new EOFException(
                    "read " + path + ": " + target.remaining() + " bytes short at offset " + progress.offset());
        }
    }

    /** An act that only reads. */
    private interface Act<R> {
        R on(SmbHandle handle) throws StorageException;
    }

    private <R> R reading(SmbSession.Ask ask, Act<R> act) throws StorageException {
        SmbHandle used = open(ask);
        if (identity == null) {
            return act.on(used);
        }
        SmbReconnect again = new SmbReconnect(sessions.options().reconnectFor());
        while (true) {
            try {
                return act.on(used);
            } catch (StorageException.Unreachable e) {
                again.pauseOrThrow(e);
            }
            used = reopen(ask, used, again);
        }
    }

    private SmbHandle open(SmbSession.Ask ask) throws StorageException {
        if (closed) {
            throw new StorageException.Failed(ask.what() + ": the file was closed before", null);
        }
        return handle;
    }

    /** Another handle to the very same file, opened by the first thread that misses the old one. */
    private synchronized SmbHandle reopen(SmbSession.Ask ask, SmbHandle lost, SmbReconnect again)
            throws StorageException {
        while (true) {
            if (handle != lost || closed) {
                return open(ask);
            }
            SmbHandle fresh;
            StoredFile now;
            try {
                SmbSession session = sessions.current();
                fresh = new SmbHandle(session, session.open(ask, opening, name));
                now = statOrClose(ask, path, fresh);
            } catch (StorageException.Unreachable e) {
                again.pauseOrThrow(e);
                continue;
            }
            if (!isSame(now)) {
                fresh.session().close(ask, fresh.id());
                throw new StorageException.Unreachable(
                        ask.what() + ": the connection broke, and meanwhile the file was changed or replaced: open it"
                                + " again and start over",
                        null);
            }
            handle = fresh;
            giveBack(ask, lost);
            return fresh;
        }
    }

    /** Only an answer was lost, not the connection: the handle is still open there, and would be in somebody's way. */
    private static void giveBack(SmbSession.Ask ask, SmbHandle lost) {
        if (lost.session().isUsable()) {
            try {
                lost.session().close(ask, lost.id());
            } catch (StorageException e) {
                lost.session().connection().breakOff(e);
            }
        }
    }

    /** Not by time of creation: Samba makes one up where none is stored, and it moves. */
    private boolean isSame(StoredFile now) {
        return identity != null
                && identity.fileId() == now.fileId()
                && identity.size() == now.size()
                && identity.lastWriteTime() == now.lastWriteTime();
    }

    @Override
    public void writeFully(long offset, ByteBuffer source) throws IOException {
        if (offset < 0) {
            throw new IllegalArgumentException("offset is negative: " + offset);
        }
        SmbSession.Ask ask = new SmbSession.Ask("write " + path, "Write data");
        SmbHandle used = forWriting(ask);
        changing(ask, () -> SmbTransfer.write(ask, used, offset, source));
    }

    /** What stands for a handle at the server. */
    private record ResumeKey(SmbHandle handle, byte[] bytes) {}

    private ResumeKey resumeKey(SmbSession.Ask ask) throws StorageException {
        SmbHandle used = open(ask);
        ResumeKey known = resumeKey;
        if (known == null || known.handle() != used) {
            known = new ResumeKey(used, SmbRangeCopy.resumeKey(ask, used));
            resumeKey = known;
        }
        return known;
    }

    @Override
    public long copyFrom(OpenFile source, List<CopyRange> ranges) throws IOException {
        return copyFrom(new SmbSession.Ask("copy into " + path, "Read data, Write data"), source, ranges, copies);
    }

    /** Keys are numbers that the server counts: at another server, or of another session, one may stand for another file. */
    long copyFrom(SmbSession.Ask ask, OpenFile source, List<CopyRange> ranges, SmbRangeCopy by) throws IOException {
        SmbHandle used = forWriting(ask);
        if (!(source instanceof SmbFile from) || from.open(ask).session() != used.session()) {
            return 0;
        }
        long[] done = {0};
        changing(ask, () -> {
            ResumeKey key = from.resumeKey(ask);
            if (key.bytes().length > 0 && key.handle().session() == used.session()) {
                done[0] = by.run(ranges, SmbRangeCopy.asking(ask, key.bytes(), used));
            }
        });
        if (done[0] < CopyRange.bytes(ranges)) {
            requireInside(ask, from.size(), ranges);
        }
        return done[0];
    }

    private static void requireInside(SmbSession.Ask ask, long size, List<CopyRange> ranges) throws EOFException {
        for (CopyRange range : ranges) {
            if (range.sourceEnd() > size) {
                throw new EOFException(
                        ask.what() + ": the source ends at " + size + ", the range at " + range.sourceEnd());
            }
        }
    }

    @Override
    public void resize(long size) throws IOException {
        if (size < 0) {
            throw new IllegalArgumentException("size is negative: " + size);
        }
        SmbSession.Ask ask = new SmbSession.Ask("resize " + path, "Write data");
        SmbHandle used = forWriting(ask);
        changing(ask, () -> used.session()
                .set(
                        ask,
                        used.id(),
                        FileInformationClass.FileEndOfFileInformation,
                        SmbRecords.endOfFile(size),
                        slow(used)));
    }

    @Override
    public void flush() throws IOException {
        if (!writable) {
            return; // nothing was written through it, and a server refuses to flush what was opened for reading
        }
        SmbSession.Ask ask = new SmbSession.Ask("flush " + path, "Write data");
        SmbHandle used = open(ask);
        SmbSession session = used.session();
        changing(
                ask,
                () -> session.call(
                        ask,
                        new SMB2Flush(session.dialect(), used.id(), session.sessionId(), session.treeId()),
                        slow(used)));
    }

    private static Duration slow(SmbHandle handle) {
        return handle.session().options().slowTimeout();
    }

    private SmbHandle forWriting(SmbSession.Ask ask) throws StorageException {
        if (!writable) {
            throw new StorageException.Denied(ask.what() + ": it was opened for reading", null);
        }
        return open(ask);
    }

    private interface Change {
        void run() throws StorageException;
    }

    private static void changing(SmbSession.Ask ask, Change change) throws StorageException {
        try {
            change.run();
        } catch (StorageException.Unreachable e) {
            throw ask.unreachable("whether it was done is unknown, so look before you decide: " + e.getMessage(), e);
        }
    }

    @Override
    public void removeWhenClosed() throws IOException {
        SmbSession.Ask ask = new SmbSession.Ask("remove " + path, "Delete");
        if (!removable) {
            throw new StorageException.Denied(ask.what() + ": it was not opened to be removed", null);
        }
        SmbHandle used = open(ask);
        SmbSession session = used.session();
        removing = true; // also if the answer is lost: then closing says what became of it
        try {
            changing(
                    ask,
                    () -> session.set(
                            ask,
                            used.id(),
                            FileInformationClass.FileDispositionInformation,
                            new byte[] {1},
                            session.options().responseTimeout()));
        } catch (StorageException.Unreachable e) {
            throw e;
        } catch (StorageException e) {
            removing = false;
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        SmbHandle last;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            last = handle;
        }
        if (removing) {
            SmbRemoval.close(path, name, last);
        } else if (last.session().isUsable()) {
            last.session().close(new SmbSession.Ask("close " + path, ""), last.id());
        }
    }
}

package dev.profilekeep.storage.smb;

import com.hierynomus.mserref.NtStatus;
import com.hierynomus.msfscc.FileInformationClass;
import com.hierynomus.mssmb2.SMB2Dialect;
import com.hierynomus.mssmb2.SMB2FileId;
import com.hierynomus.mssmb2.SMB2Packet;
import com.hierynomus.mssmb2.messages.SMB2Close;
import com.hierynomus.mssmb2.messages.SMB2CreateResponse;
import com.hierynomus.mssmb2.messages.SMB2Echo;
import com.hierynomus.mssmb2.messages.SMB2IoctlRequest;
import com.hierynomus.mssmb2.messages.SMB2IoctlResponse;
import com.hierynomus.mssmb2.messages.SMB2Logoff;
import com.hierynomus.mssmb2.messages.SMB2QueryInfoRequest;
import com.hierynomus.mssmb2.messages.SMB2QueryInfoRequest.SMB2QueryInfoType;
import com.hierynomus.mssmb2.messages.SMB2QueryInfoResponse;
import com.hierynomus.mssmb2.messages.SMB2SetInfoRequest;
import com.hierynomus.mssmb2.messages.SMB2SetInfoRequest.SMB2InfoType;
import com.hierynomus.mssmb2.messages.SMB2TreeConnectRequest;
import com.hierynomus.mssmb2.messages.SMB2TreeConnectResponse;
import com.hierynomus.protocol.transport.TransportException;
import com.hierynomus.smbj.common.SmbPath;
import com.hierynomus.smbj.io.ArrayByteChunkProvider;
import com.hierynomus.smbj.session.Session;
import com.hierynomus.smbj.share.DiskShare;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageOptions;
import dev.profilekeep.storage.smb.SmbRequests.Opening;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection, signed in, with its share: the one place every message passes through. Once broken it stays so; {@link
 * SmbSessions} then makes another. Safe for several threads.
 */
final class SmbSession {
    private static final Logger LOG = LoggerFactory.getLogger(SmbSession.class);
    private static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");
    private static final Duration ALIVE_WITHIN = Duration.ofSeconds(2);
    /** Beyond this a larger message is no faster and holds up the others on the line. */
    private static final int LARGEST_TRANSFER = 1024 * 1024;

    private final SmbConnection connection;
    private final Session session;
    private final StorageOptions options;
    private final SMB2Dialect dialect;
    private final long sessionId;
    private final long treeId;
    private final boolean dfs;
    private final SmbDeadline deadline;
    private final Object pipes = new Object(); // guards the one below
    private long pipeTree = -1;
    private volatile long lastUsed = System.nanoTime();

    /**
     * @param deadline of each call; where there is one, a server that did not answer in time is not asked for a sign of life
     *     before the connection is given up
     */
    SmbSession(
            SmbConnection connection, Session session, DiskShare share, StorageOptions options, SmbDeadline deadline) {
        this.deadline = deadline;
        this.connection = connection;
        this.session = session;
        this.options = options;
        this.dialect = connection.getNegotiatedProtocol().getDialect();
        this.sessionId = session.getSessionId();
        this.treeId = share.getTreeConnect().getTreeId();
        this.dfs = share.getTreeConnect().isDfsShare();
    }

    /** What is asked, for messages, and the right it needs. */
    record Ask(String what, String right) {
        StorageException answered(long status) {
            return SmbErrors.of(what, right, status);
        }

        StorageException.Unreachable unreachable(String why, Throwable cause) {
            return new StorageException.Unreachable(what + ": " + why, cause);
        }
    }

    SMB2Dialect dialect() {
        return dialect;
    }

    long sessionId() {
        return sessionId;
    }

    long treeId() {
        return treeId;
    }

    boolean isDfs() {
        return dfs;
    }

    SmbConnection connection() {
        return connection;
    }

    StorageOptions options() {
        return options;
    }

    boolean isEncrypted() {
        try {
            return session.shouldEncryptData();
        } catch (TransportException e) {
            return false;
        }
    }

    boolean isSigned() {
        return session.isSigningRequired() || isEncrypted();
    }

    int maxRead() {
        return Math.min(LARGEST_TRANSFER, connection.getNegotiatedProtocol().getMaxReadSize());
    }

    int maxWrite() {
        return Math.min(LARGEST_TRANSFER, connection.getNegotiatedProtocol().getMaxWriteSize());
    }

    int maxListing() {
        return Math.min(LARGEST_TRANSFER, connection.getNegotiatedProtocol().getMaxTransactSize());
    }

    boolean isUsable() {
        return connection.isUsable();
    }

    /** Whether it still lives; asks the server if the line was quiet for long. */
    boolean isUsableAfterIdle() {
        if (!isUsable()) {
            return false;
        }
        if (System.nanoTime() - lastUsed < options.idleAfter().toNanos()) {
            return true;
        }
        return answersEcho();
    }

    private boolean answersEcho() {
        try {
            SMB2Echo echo = new SMB2Echo(dialect);
            echo.getHeader().setSessionId(sessionId);
            Duration within = deadline.left(ALIVE_WITHIN);
            this.<SMB2Packet>sendWithin(within, echo).get(within.toMillis(), TimeUnit.MILLISECONDS);
            lastUsed = System.nanoTime();
            return true;
        } catch (InterruptedException
                | TransportException
                | ExecutionException
                | TimeoutException
                | RuntimeException e) {
            if (isCausedBy(e, InterruptedException.class)) {
                Thread.currentThread().interrupt();
                return isUsable();
            }
            connection.breakOff(e);
            return false;
        }
    }

    /** Sends without waiting; the answer is taken by {@link #await}. */
    <T extends SMB2Packet> Future<T> send(Ask ask, SMB2Packet request) throws StorageException {
        try {
            return sendWithin(deadline.left(options.slowTimeout()), request);
        } catch (TransportException | RuntimeException e) {
            connection.breakOff(e);
            throw ask.unreachable("the connection to " + connection.getRemoteHostname() + " is lost" + why(), e);
        }
    }

    private <T extends SMB2Packet> Future<T> sendWithin(Duration longest, SMB2Packet request)
            throws TransportException {
        try (SmbWatch watch = SmbWatch.over(connection, longest)) {
            return session.send(request);
        }
    }

    /** What broke the connection, in words; what only says that it is broken tells nothing. */
    private String why() {
        Throwable first = connection.whyBroken();
        String message = first == null ? null : first.getMessage();
        return first instanceof TransportException || message == null ? "" : ": " + message;
    }

    /**
     * The answer, whatever its status. After a timeout the server is asked for a sign of life; without one the connection is
     * given up, so that nobody else waits on it.
     */
    <T extends SMB2Packet> T await(Ask ask, Future<T> future, Duration timeout) throws StorageException {
        Duration within = deadline.left(timeout);
        try {
            T answer = future.get(within.toNanos(), TimeUnit.NANOSECONDS);
            lastUsed = System.nanoTime();
            long status = answer.getHeader().getStatusCode();
            if (SmbErrors.endsSession(status)) {
                connection.breakOff(new IOException("the server ended the session: " + NtStatus.valueOf(status)));
            }
            return answer;
        } catch (InterruptedException | TimeoutException | ExecutionException | RuntimeException e) {
            throw unanswered(ask, future, within, e);
        }
    }

    /** SMBJ wraps what happened several times over; only what is innermost tells a slow server from a broken line. */
    private StorageException.Unreachable unanswered(Ask ask, Future<?> future, Duration timeout, Exception why) {
        if (isCausedBy(why, InterruptedException.class)) {
            Thread.currentThread().interrupt();
            return ask.unreachable(
                    "interrupted while waiting for " + connection.getRemoteHostname(), new InterruptedException());
        }
        if (isUsable() && isCausedBy(why, TimeoutException.class)) {
            if (deadline.isSet()) {
                connection.breakOff(new TimeoutException());
            } else if (answersEcho()) {
                cancel(future);
            }
            return ask.unreachable(
                    connection.getRemoteHostname() + " did not answer within " + timeout.toMillis() + " ms",
                    new TimeoutException());
        }
        connection.breakOff(why);
        return ask.unreachable("the connection to " + connection.getRemoteHostname() + " broke" + why(), why);
    }

    private static boolean isCausedBy(Throwable failure, Class<? extends Exception> kind) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static void cancel(Future<?> future) {
        try {
            future.cancel(true);
        } catch (RuntimeException e) {
            // the server keeps working on something nobody waits for; it costs only its time
            LOG.debug("smb cancel failed", e);
        }
    }

    <T extends SMB2Packet> T call(Ask ask, SMB2Packet request, Duration timeout, long... accepted)
            throws StorageException {
        T answer = await(ask, this.<T>send(ask, request), timeout);
        long status = answer.getHeader().getStatusCode();
        if (status == SmbErrors.SUCCESS) {
            return answer;
        }
        for (long also : accepted) {
            if (status == also) {
                return answer;
            }
        }
        throw ask.answered(status);
    }

    SMB2FileId open(Ask ask, Opening opening, String name) throws StorageException {
        SmbRequests.Create request = new SmbRequests.Create(dialect, sessionId, treeId, opening, name);
        SMB2CreateResponse answer = callOrBreak(ask, request, SmbErrors.FILE_IS_A_DIRECTORY);
        long status = answer.getHeader().getStatusCode();
        if (status == SmbErrors.SUCCESS) {
            return answer.getFileId();
        }
        throw opening.disposition() == Opening.CREATE
                ? new StorageException.Exists(ask.what() + ": a folder has that name", null)
                : ask.answered(status);
    }

    /**
     * What the server says of opening so, without keeping it open.
     *
     * @param timeout after which the connection goes, for the open might have succeeded
     */
    long tryToOpen(Ask ask, Opening opening, String name, Duration timeout) throws StorageException {
        SmbRequests.Create request = new SmbRequests.Create(dialect, sessionId, treeId, opening, name);
        SMB2CreateResponse answer;
        try {
            answer = await(ask, this.<SMB2CreateResponse>send(ask, request), timeout);
        } catch (StorageException.Unreachable e) {
            connection.breakOff(e);
            throw e;
        }
        long status = answer.getHeader().getStatusCode();
        if (status == SmbErrors.SUCCESS) {
            close(ask, answer.getFileId());
        }
        return status;
    }

    /** The tree of the server's pipes, connected at the first use. */
    long pipeTree(Ask ask) throws StorageException {
        synchronized (pipes) {
            if (pipeTree < 0) {
                SMB2TreeConnectRequest request = new SMB2TreeConnectRequest(
                        dialect, new SmbPath(connection.getRemoteHostname(), "IPC$"), sessionId);
                SMB2TreeConnectResponse answer = call(ask, request, options.responseTimeout());
                pipeTree = answer.getHeader().getTreeId();
            }
            return pipeTree;
        }
    }

    /**
     * What the server's clock shows, by its first message over this connection, which must be a new one: the clock may have been
     * put since.
     */
    Instant clock() throws StorageException {
        Long behind = connection.getConnectionContext().getTimeOffsetMillis();
        Instant now = Instant.now();
        if (behind == null || now.minusMillis(behind).isBefore(EARLIEST)) { // a server that tells no time says 1601
            throw new StorageException.Failed(
                    "the file server " + connection.getRemoteHostname() + " tells no time", null);
        }
        return now.minusMillis(behind);
    }

    /** How long a server that has nothing to do for it takes to answer. */
    Duration roundTrip() throws StorageException {
        SMB2Echo echo = new SMB2Echo(dialect);
        echo.getHeader().setSessionId(sessionId);
        long begun = System.nanoTime();
        call(
                new Ask("ask " + connection.getRemoteHostname() + " for a sign of life", ""),
                echo,
                options.responseTimeout());
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    void close(Ask ask, SMB2FileId file) throws StorageException {
        callOrBreak(ask, new SMB2Close(dialect, sessionId, treeId, file), SmbErrors.FILE_CLOSED);
    }

    /** Without its answer a handle may stay open at the server, excluding others: then the connection goes, and it with it. */
    private <T extends SMB2Packet> T callOrBreak(Ask ask, SMB2Packet request, long... accepted)
            throws StorageException {
        try {
            return call(ask, request, options.responseTimeout(), accepted);
        } catch (StorageException.Unreachable e) {
            if (e.getCause() instanceof TimeoutException || e.getCause() instanceof InterruptedException) {
                connection.breakOff(e);
            }
            throw e;
        }
    }

    /** Opens, acts, closes; the handle is closed whatever happens. */
    <R> R with(Ask ask, Opening opening, String name, Act<R> act) throws StorageException {
        SMB2FileId file = open(ask, opening, name);
        R result;
        try {
            result = act.on(file);
        } catch (StorageException | RuntimeException e) {
            if (isUsable()) {
                try {
                    close(ask, file);
                } catch (StorageException secondary) {
                    e.addSuppressed(secondary);
                }
            }
            throw e;
        }
        close(ask, file);
        return result;
    }

    /** What is done with a handle. */
    interface Act<R> {
        R on(SMB2FileId file) throws StorageException;
    }

    byte[] query(Ask ask, SMB2FileId file, FileInformationClass information) throws StorageException {
        SMB2QueryInfoRequest request = new SMB2QueryInfoRequest(
                dialect, sessionId, treeId, file, SMB2QueryInfoType.SMB2_0_INFO_FILE, information, null, null, null);
        return this.<SMB2QueryInfoResponse>call(ask, request, options.responseTimeout(), SmbErrors.BUFFER_OVERFLOW)
                .getOutputBuffer();
    }

    void set(Ask ask, SMB2FileId file, FileInformationClass information, byte[] value, Duration timeout)
            throws StorageException {
        call(
                ask,
                new SMB2SetInfoRequest(
                        dialect, sessionId, treeId, SMB2InfoType.SMB2_0_INFO_FILE, file, information, null, value),
                timeout);
    }

    SMB2IoctlResponse control(Ask ask, SMB2FileId file, long code, byte[] input, int maxOutput, long... accepted)
            throws StorageException {
        ArrayByteChunkProvider data = new ArrayByteChunkProvider(input, 0, input.length, 0);
        return call(
                ask,
                new SMB2IoctlRequest(dialect, sessionId, treeId, code, file, data, true, maxOutput),
                options.slowTimeout(),
                accepted);
    }

    /** Says goodbye where somebody listens, so that what is still open is closed when this returns. */
    void close() {
        try {
            if (isUsable()) {
                sayGoodbye();
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("smb sign-off failed", e);
        }
        try {
            connection.close(true);
        } catch (IOException | RuntimeException e) {
            LOG.debug("smb close failed", e);
        }
    }

    /** SMBJ's own farewell takes a message for each share, and for each the time of a whole call. */
    private void sayGoodbye() throws IOException {
        if (deadline.isSet()) {
            Ask ask = new Ask("sign off from " + connection.getRemoteHostname(), "");
            call(ask, new SMB2Logoff(dialect, sessionId), options.responseTimeout());
        } else if (answersEcho()) {
            connection.close();
        }
    }
}

package dev.profilekeep.storage.smb;

import dev.profilekeep.storage.ConnectionTerms;
import dev.profilekeep.storage.StorageAddress;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageOptions;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gives the session of one location, and makes a new one when the last is gone: at the first use, after the server died, after
 * it was idle and no longer answers. Safe for several threads; those that need a connection while one is being made share its
 * outcome, so a dead server costs each of them one timeout and not one after the other.
 */
final class SmbSessions {
    /** After a refused sign-in the server is left alone so long: repeating it would lock the account out. */
    private static final long SIGN_IN_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final StorageAddress.Smb address;
    private final StorageOptions options;
    private final SmbDeadline deadline;

    private final Object connecting = new Object(); // guards the four below for writing
    private volatile @Nullable SmbSession current;
    private @Nullable StorageException failure;
    private long failedAt;
    /** Ended by the first session that comes about; 0 if there is none. */
    private long previousSession;

    private volatile boolean closed;
    private volatile @Nullable Refused refusedClock;

    private record Refused(StorageException why, long at) {}

    SmbSessions(StorageAddress.Smb address, StorageOptions options, ConnectionTerms terms) {
        this(address, options, terms, SmbDeadline.none());
    }

    SmbSessions(StorageAddress.Smb address, StorageOptions options, ConnectionTerms terms, SmbDeadline deadline) {
        this.address = address;
        this.options = options;
        this.previousSession = terms.ends().orElse(0);
        this.deadline = deadline;
    }

    StorageOptions options() {
        return options;
    }

    /** A session that was usable a moment ago, connecting where needed. */
    SmbSession current() throws StorageException {
        SmbSession session = current;
        if (session != null && session.isUsableAfterIdle()) {
            return session;
        }
        long asked = System.nanoTime();
        synchronized (connecting) {
            if (closed) {
                throw new StorageException.Failed(address + ": this storage was closed", null);
            }
            session = current;
            if (session != null && session.isUsable()) {
                return session;
            }
            StorageException before = failure;
            if (before != null && failedAt - asked > 0) {
                throw again(before);
            }
            if (before instanceof StorageException.Denied && System.nanoTime() - failedAt < SIGN_IN_PAUSE_NANOS) {
                throw again(before);
            }
            try {
                SmbSession made = connect();
                current = made;
                failure = null;
                previousSession = 0;
                return made;
            } catch (StorageException e) {
                failure = e;
                failedAt = System.nanoTime();
                throw e;
            }
        }
    }

    private static StorageException again(StorageException failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof StorageException.Denied) {
            return new StorageException.Denied(message, failure);
        }
        if (failure instanceof StorageException.NotFound) {
            return new StorageException.NotFound(message, failure);
        }
        return failure.retryable()
                ? new StorageException.Unreachable(message, failure)
                : new StorageException.Failed(message, failure);
    }

    /** On terms without a deadline here; else in a thread of its own, for neither a name nor a sign-in can be hurried. */
    private SmbSession connect() throws StorageException {
        SmbConnector connector = new SmbConnector(address, options, deadline, previousSession);
        return deadline.isSet()
                ? connector.connectWithin(deadline.left(options.connectTimeout()))
                : connector.connect();
    }

    /** What the server's clock shows, by the first message of a connection made for it, which is closed again. */
    Instant clockOfAnother() throws StorageException {
        Refused before = refusedClock;
        if (before != null && System.nanoTime() - before.at() < SIGN_IN_PAUSE_NANOS) {
            throw again(before.why());
        }
        SmbSession another;
        try {
            another = new SmbConnector(address, options, deadline, 0)
                    .connectWithin(deadline.left(options.connectTimeout()));
        } catch (StorageException.Denied e) {
            refusedClock = new Refused(e, System.nanoTime());
            throw e;
        }
        try {
            return another.clock();
        } finally {
            another.close();
        }
    }

    void close() {
        closed = true;
        synchronized (connecting) {
            SmbSession session = current;
            current = null;
            if (session != null) {
                session.close();
            }
        }
    }
}

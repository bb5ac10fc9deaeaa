package dev.profilekeep.lease;

import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exclusive right to change every copy of one container, while it lasts: at most {@link LeaseTimes#hold}, less if a
 * connection breaks or, for a job's lease, a person wants the container. Once it is lost every use throws {@link
 * LeaseLostException}. Safe for several threads; close it as soon as the work is done.
 */
public final class Lease implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);
    /** Each copy's server is asked twice at most. */
    private static final long LONGEST_END_SECONDS = 10;

    private final LeaseRequest request;
    private final String token;
    private final Connections connections;
    private final long ends;
    private final Ending ending;
    private final CountDownLatch ended = new CountDownLatch(1);

    private final Object gate = new Object(); // guards the six below
    private final Map<String, OpenFile> files = new HashMap<>();
    private final Map<String, CopySeen> taken = new HashMap<>();
    private int acts;
    private boolean wanted;
    private boolean over;
    private @Nullable String lost;

    /** What is done when it ends, once. */
    interface Ending {
        /** Returns after everything is let go. */
        void givenBack(Lease lease);

        /** Returns at once. */
        void lost(Lease lease, String why);

        /** Before a further session may open anything. */
        void sessions(Lease lease) throws LeaseLostException;
    }

    Lease(
            LeaseRequest request,
            String token,
            Connections connections,
            Duration hold,
            Map<String, OpenFile> files,
            Map<String, CopySeen> taken,
            Ending ending) {
        this.request = request;
        this.token = token;
        this.connections = connections;
        this.ends = System.nanoTime() + hold.toNanos();
        this.files.putAll(files);
        this.taken.putAll(taken);
        this.ending = ending;
    }

    public long containerId() {
        return request.containerId();
    }

    /** What was asked for. */
    public LeaseRequest request() {
        return request;
    }

    /** How long it can still last; nothing once it is lost. */
    public Duration remaining() {
        long left = ends - System.nanoTime();
        synchronized (gate) {
            return over || left < 0 ? Duration.ZERO : Duration.ofNanos(left);
        }
    }

    /**
     * The copy at a location, open for reading and writing, closed to everybody else. It is closed with the lease; closing it
     * does nothing.
     *
     * @throws IllegalArgumentException if the lease was not asked for a copy there
     */
    public OpenFile file(String locationId) throws LeaseLostException {
        synchronized (gate) {
            requireAlive();
            OpenFile file = files.get(locationId);
            if (file == null) {
                throw new IllegalArgumentException("the lease holds no copy at '" + locationId + "'");
            }
            return new LeasedFile(this, file, true);
        }
    }

    /**
     * Opens another file, such as a lock beside the copy, so that nobody else can and so that it can be removed through this
     * handle ({@link OpenFile#removeWhenClosed()}, inside an act). Any location will do. The caller closes it, and learns then
     * whether it is gone; otherwise it is closed with the lease, and stays.
     */
    public OpenFile openToRemove(String locationId, StoragePath path) throws IOException {
        requireConnected(locationId);
        return new LeasedFile(this, reading(() -> opened(locationId, storage -> storage.openToRemove(path))), false);
    }

    private void requireConnected(String locationId) throws IOException {
        requireAliveNow();
        if (!connections.connectedTo(locationId)) {
            reading(() -> {
                connections.connect(locationId);
                return true;
            });
            ending.sessions(this);
        }
    }

    private OpenFile opened(String locationId, Connections.Opening opening) throws IOException {
        try {
            return connections.open(locationId, opening);
        } catch (StorageException.Unreachable e) {
            throw e;
        } catch (StorageException e) {
            connections.notOpened(locationId);
            throw e;
        }
    }

    /** Whether it still holds the copy at a location, and all of it. */
    boolean holds(String locationId) {
        synchronized (gate) {
            return !over && files.containsKey(locationId);
        }
    }

    /** The connection that holds the copy at a location. */
    StorageProvider storage(String locationId) throws LeaseLostException {
        requireAliveNow();
        return connections.storage(locationId);
    }

    /** Another connection to that location, which falls with the lease. */
    StorageProvider second(String locationId) throws IOException {
        StorageProvider second = reading(() -> connections.second(locationId));
        ending.sessions(this);
        return second;
    }

    /** Lets go of one copy, for a server that replaces no open file. */
    void letGo(String locationId) throws IOException {
        OpenFile file;
        synchronized (gate) {
            requireAlive();
            file = files.remove(locationId);
        }
        if (file != null) {
            requireHeld(locationId, file);
            reading(() -> {
                connections.close(file);
                return true;
            });
        }
    }

    /** A handle whose session the server ended kept nobody off, who knows since when. */
    private void requireHeld(String locationId, OpenFile file) throws IOException {
        try {
            reading(file::stat);
        } catch (StorageException.Unreachable e) {
            throw e;
        } catch (StorageException e) {
            String why = "the copy at " + locationId + " was not held any more";
            lose(why);
            throw new LeaseLostException(why, e);
        }
    }

    /**
     * Holds what has the copy's name now, and lets go of what it held there.
     *
     * @throws StorageException.Busy if somebody was quicker
     */
    void holdAgain(String locationId, StoragePath path) throws IOException {
        OpenFile now = reading(() -> opened(locationId, storage -> storage.openForWriting(path, Sharing.NONE)));
        OpenFile before;
        synchronized (gate) {
            before = files.put(locationId, now);
            taken.remove(locationId);
        }
        if (before != null) {
            reading(() -> {
                connections.close(before);
                return true;
            });
        }
        CopySeen seen = reading(() -> CopySeen.now(now));
        synchronized (gate) {
            taken.put(locationId, seen);
        }
    }

    /** What the copy at a location was when it was taken. */
    public CopySeen asTaken(String locationId) {
        synchronized (gate) {
            CopySeen seen = taken.get(locationId);
            if (seen == null) {
                throw new IllegalArgumentException("the lease holds no copy at '" + locationId + "'");
            }
            return seen;
        }
    }

    /**
     * Whether every copy that is held has the content it had when it was taken, by asking its server. Nothing but our own
     * writes may move it.
     */
    public boolean stillAsSeen() throws IOException {
        Map<String, OpenFile> now;
        synchronized (gate) {
            requireAlive();
            now = Map.copyOf(files);
        }
        for (Map.Entry<String, OpenFile> each : now.entrySet()) {
            CopySeen seen = reading(() -> CopySeen.now(each.getValue()));
            if (!asTaken(each.getKey()).ofContent().differsFrom(seen).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** Whether a person waits for this job's lease. It is given up as soon as no act is under way. */
    public boolean yieldRequested() {
        synchronized (gate) {
            return wanted;
        }
    }

    /** Something that must not be cut in two. */
    @FunctionalInterface
    public interface Deed<T extends @Nullable Object, E extends Exception> {
        T run() throws E;
    }

    /**
     * Does what belongs together. Nothing is written outside an act, and a job's lease is not given up for a person inside one.
     * The end of its time is no respecter of acts.
     */
    public <T extends @Nullable Object, E extends Exception> T act(Deed<T, E> deed) throws E, LeaseLostException {
        synchronized (gate) {
            if (wanted && acts == 0) {
                lose("a person wants the container");
            }
            requireAlive();
            acts++;
        }
        try {
            return deed.run();
        } finally {
            synchronized (gate) {
                acts--;
            }
        }
    }

    /** A use that changes nothing. */
    interface Use<R> {
        R run() throws IOException;
    }

    <R> R reading(Use<R> use) throws IOException {
        requireAliveNow();
        try {
            return use.run();
        } catch (StorageException.Unreachable e) {
            lose("a server did not answer, so what was held there is not ours for certain");
            throw e;
        } catch (StorageException e) {
            String why;
            synchronized (gate) {
                why = lost;
            }
            throw why == null ? e : new LeaseLostException(why, e);
        }
    }

    /** A use that changes something. */
    interface Change {
        void run() throws IOException;
    }

    void writing(Change change) throws IOException {
        synchronized (gate) {
            if (acts == 0) {
                throw new IllegalStateException("a held file is written only inside an act of its lease");
            }
        }
        reading(() -> {
            change.run();
            return true;
        });
    }

    void closed(OpenFile file) throws IOException {
        try {
            connections.close(file);
        } catch (StorageException.Unreachable e) {
            lose("a server did not answer, so what was held there is not ours for certain");
            throw e;
        }
    }

    private void requireAliveNow() throws LeaseLostException {
        synchronized (gate) {
            requireAlive();
        }
    }

    private void requireAlive() throws LeaseLostException {
        if (!over && System.nanoTime() - ends >= 0) {
            lose("its time is over");
        }
        if (lost != null) {
            throw new LeaseLostException(lost, null);
        }
        if (over) {
            throw new LeaseLostException("it was given back", null);
        }
    }

    String token() {
        return token;
    }

    Connections connections() {
        return connections;
    }

    /** A person waits. */
    void wanted() {
        synchronized (gate) {
            if (request.initiator() == Initiator.JOB) {
                wanted = true;
            }
        }
    }

    /** Looks whether its time is over, or a person waits and no act is under way. */
    void tick() {
        synchronized (gate) {
            if (System.nanoTime() - ends >= 0) {
                lose("its time is over");
            } else if (wanted && acts == 0) {
                lose("a person wants the container");
            }
        }
    }

    /** From now on it is lost; its handles are closed by another thread. */
    void lose(String why) {
        synchronized (gate) {
            if (over) {
                return;
            }
            over = true;
            lost = why;
        }
        ending.lost(this, why);
    }

    /** Whether it was lost before it was given back. */
    public boolean isLost() {
        synchronized (gate) {
            return lost != null;
        }
    }

    /** Gives it back; returns when every handle is closed, or known not to be. */
    @Override
    public void close() {
        boolean first;
        synchronized (gate) {
            first = !over;
            over = true;
        }
        if (first) {
            ending.givenBack(this);
            return;
        }
        try {
            if (!ended.await(LONGEST_END_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("lease container={} takes long to let go", request.containerId());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Everything is let go. */
    void ended() {
        ended.countDown();
    }
}

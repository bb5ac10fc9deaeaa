package dev.profilekeep.lease;

import dev.profilekeep.storage.ConnectionTerms;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one lease has connected to and opened; all of it goes when the lease does, also what is still on its way then. Safe
 * for several threads.
 */
final class Connections {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private final LeasePlaces places;
    private final Initiator initiator;
    private final Duration call;
    private final Executor background;

    /** All below are guarded by this. */
    private final Map<String, StorageProvider> storages = new HashMap<>();

    private final List<StorageProvider> seconds = new ArrayList<>();

    private final Map<OpenFile, String> files = new HashMap<>();
    private final Set<HeldSession> suspects = new HashSet<>();
    private List<HeldSession> toEnd;
    private final List<HeldSession> own = new ArrayList<>();
    private boolean over;

    /** @param toEnd sessions of a dead holder */
    Connections(LeasePlaces places, Initiator initiator, Duration call, Executor background, List<HeldSession> toEnd) {
        this.places = places;
        this.initiator = initiator;
        this.call = call;
        this.background = background;
        this.toEnd = List.copyOf(toEnd);
    }

    /** Signs in at a location, which ends what a dead holder left there; if it is still configured. */
    void connect(String locationId) throws IOException {
        List<HeldSession> dead;
        synchronized (this) {
            dead = toEnd.stream()
                    .filter(each -> each.locationId().equals(locationId))
                    .toList();
        }
        if (!places.isConfigured(locationId)) {
            forget(locationId, dead);
            return;
        }
        StorageProvider shared = places.storage(locationId, initiator);
        ConnectionTerms terms = ConnectionTerms.usual().answeringWithin(call);
        for (int i = 1; i < dead.size(); i++) {
            try (StorageProvider once =
                    shared.onOwnConnection(terms.ending(dead.get(i).sessionId()))) {
                once.sessionId();
            }
        }
        StorageProvider made = shared.onOwnConnection(
                dead.isEmpty() ? terms : terms.ending(dead.get(0).sessionId()));
        boolean kept = false;
        try {
            var session = made.sessionId();
            synchronized (this) {
                if (!over) {
                    storages.put(locationId, made);
                    session.ifPresent(id -> own.add(new HeldSession(locationId, id)));
                    toEnd = toEnd.stream().filter(each -> !dead.contains(each)).toList();
                    kept = true;
                }
            }
        } finally {
            if (!kept) {
                closeQuietly(made);
            }
        }
        requireNotOver();
    }

    /** At a location that is not configured any more nothing can be ended, and nobody of us holds anything there. */
    private synchronized void forget(String locationId, List<HeldSession> dead) {
        LOG.warn(
                "location={} is not configured any more: {} sessions there are left to its server",
                locationId,
                dead.size());
        toEnd = toEnd.stream().filter(each -> !dead.contains(each)).toList();
    }

    /**
     * One more connection to a location, for what cannot go over the one that holds the copy. It falls with the lease. Its session
     * is among {@link #sessions()} from now on.
     */
    StorageProvider second(String locationId) throws IOException {
        StorageProvider made = places.storage(locationId, initiator)
                .onOwnConnection(ConnectionTerms.usual().answeringWithin(call));
        boolean kept = false;
        try {
            var session = made.sessionId();
            synchronized (this) {
                if (!over) {
                    seconds.add(made);
                    session.ifPresent(id -> own.add(new HeldSession(locationId, id)));
                    kept = true;
                }
            }
        } finally {
            if (!kept) {
                closeQuietly(made);
            }
        }
        requireNotOver();
        return made;
    }

    /** The connection to a location. */
    synchronized StorageProvider storage(String locationId) throws LeaseLostException {
        requireNotOver();
        StorageProvider storage = storages.get(locationId);
        if (storage == null) {
            throw new IllegalArgumentException("not connected to '" + locationId + "'");
        }
        return storage;
    }

    synchronized boolean connectedTo(String locationId) {
        return storages.containsKey(locationId);
    }

    private synchronized void requireNotOver() throws LeaseLostException {
        if (over) {
            throw new LeaseLostException("it ended meanwhile", null);
        }
    }

    /** Where a dead holder's sessions are left to be ended. */
    synchronized Set<String> locationsToEnd() {
        Set<String> locations = new HashSet<>();
        toEnd.forEach(each -> locations.add(each.locationId()));
        return locations;
    }

    /** Everything that may hold handles, for the catalog. */
    synchronized List<HeldSession> sessions() {
        List<HeldSession> all = new ArrayList<>(toEnd);
        all.addAll(own);
        return all;
    }

    /** How a file is opened. */
    interface Opening {
        OpenFile on(StorageProvider storage) throws IOException;
    }

    OpenFile open(String locationId, Opening opening) throws IOException {
        StorageProvider storage = storage(locationId);
        OpenFile file;
        synchronized (this) {
            // until its answer is here, the session may hold it without our knowing
            own.stream().filter(each -> each.locationId().equals(locationId)).forEach(suspects::add);
        }
        file = opening.on(storage);
        synchronized (this) {
            if (!over) {
                files.put(file, locationId);
                suspects.removeIf(each -> each.locationId().equals(locationId));
                return file;
            }
        }
        file.close();
        throw new LeaseLostException("it ended while a file was being opened", null);
    }

    /** The server said no: nothing was opened. */
    synchronized void notOpened(String locationId) {
        suspects.removeIf(each -> each.locationId().equals(locationId));
    }

    /** Closes one file for good. */
    void close(OpenFile file) throws IOException {
        boolean known = true;
        try {
            file.close();
        } catch (StorageException.Unreachable e) {
            known = false; // it stays among the files, and its session among those that may hold something
            throw e;
        } finally {
            if (known) {
                synchronized (this) {
                    files.remove(file);
                }
            }
        }
    }

    /**
     * Lets go of everything.
     *
     * @return sessions that may still hold something, as their server did not confirm
     */
    List<HeldSession> letGo() {
        Map<OpenFile, String> open;
        List<StorageProvider> connected;
        Set<HeldSession> doubtful;
        synchronized (this) {
            over = true;
            open = new HashMap<>(files);
            files.clear();
            connected = new ArrayList<>(storages.values());
            connected.addAll(seconds);
            doubtful = new HashSet<>(suspects);
            doubtful.addAll(toEnd);
        }
        open.forEach((file, locationId) -> {
            if (!closed(file)) {
                synchronized (this) {
                    own.stream()
                            .filter(each -> each.locationId().equals(locationId))
                            .forEach(doubtful::add);
                }
            }
        });
        connected.forEach(storage -> background.execute(() -> closeQuietly(storage)));
        return List.copyOf(doubtful);
    }

    /** Whether the server said so: a handle whose connection broke may live on there. */
    private static boolean closed(OpenFile file) {
        boolean answered = false;
        try {
            file.stat();
            answered = true;
        } catch (IOException e) {
            LOG.debug("a held file does not answer", e);
        }
        try {
            file.close();
            return answered;
        } catch (IOException e) {
            LOG.debug("a held file could not be closed", e);
            return false;
        }
    }

    private static void closeQuietly(StorageProvider storage) {
        try {
            storage.close();
        } catch (IOException e) {
            LOG.debug("a lease's connection could not be closed", e);
        }
    }
}

package dev.profilekeep.lease;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.lease.LeaseRequest.Copy;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.LocationMode;
import java.io.Closeable;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives leases. No two of one container at a time, whatever process or node asks: a row in the catalog sees to that; and
 * nobody else has a copy open meanwhile: the file servers see to that. Safe for several threads; closing it gives back every
 * lease that is left.
 */
public final class Leases implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);
    private static final AtomicInteger THREADS = new AtomicInteger();
    /** More locations than that are opened one after another. */
    private static final int WORKERS = 16;

    private static final long BEAT = TimeUnit.SECONDS.toNanos(5);
    private static final long LOOK_AGAIN_MILLIS = 20;

    private final LeasePlaces places;
    private final LeaseTimes times;
    private final Clock clock;
    private final LeaseRows rows;
    private final ExecutorService workers;
    /** What is let go in the background must not wait for what is opened. */
    private final ExecutorService endings;

    private final ScheduledExecutorService watchdog;
    private final DeadHolders dead;
    private final Map<Long, Lease> live = new ConcurrentHashMap<>();
    private volatile long lastBeat = System.nanoTime();

    /** @param node this process among those that share the catalog */
    public Leases(Database database, LeasePlaces places, Clock clock, String node, LeaseTimes times) {
        this.places = places;
        this.times = times;
        this.clock = clock;
        this.rows = new LeaseRows(database, clock, node, times.dead());
        this.workers = Executors.newFixedThreadPool(WORKERS, work -> thread(work, "lease-opens"));
        this.endings = Executors.newFixedThreadPool(WORKERS, work -> thread(work, "lease-ends"));
        this.watchdog = Executors.newScheduledThreadPool(3, work -> thread(work, "lease-watch"));
        this.dead = new DeadHolders(rows, this::endDead, watchdog);
        long tick = times.tick().toMillis();
        watchdog.scheduleWithFixedDelay(() -> live.values().forEach(Lease::tick), tick, tick, TimeUnit.MILLISECONDS);
        watchdog.scheduleWithFixedDelay(this::beat, tick, tick, TimeUnit.MILLISECONDS);
    }

    private static Thread thread(Runnable work, String name) {
        Thread thread = new Thread(work, name + "-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Opens every copy exclusively, or none. Never waits for anybody but a job that a person's request makes let go.
     *
     * @throws LeaseRefusedException saying why not; nothing is held then
     * @throws CatalogException if the catalog does not answer
     */
    public Lease take(LeaseRequest request) throws LeaseRefusedException {
        for (Copy copy : request.copies()) {
            LocationMode mode = places.mode(copy.locationId());
            if (!mode.allows(request.initiator())) {
                throw new LeaseRefusedException(
                        new LeaseRefused.ModeForbids(copy.locationId(), mode, request.initiator()));
            }
        }
        String token = UUID.randomUUID().toString();
        List<HeldSession> toEnd = claim(request, token);
        Connections connections = new Connections(places, request.initiator(), times.call(), endings, toEnd);
        Taking taking = new Taking(request, places, connections, workers, times);
        boolean taken = false;
        try {
            Lease lease = open(request, token, connections, taking);
            taken = true;
            return lease;
        } finally {
            if (!taken) {
                letGo(request, token, connections, taking);
            }
        }
    }

    /** Who has the row next must find nothing of ours still at work: if it does not end, its sessions are ended first. */
    private void letGo(LeaseRequest request, String token, Connections connections, Taking taking) {
        List<HeldSession> doubtful = connections.letGo();
        boolean ended = taking.endsWithin(times.call().multipliedBy(2));
        rows.release(request.containerId(), token, ended ? doubtful : connections.sessions());
    }

    private Lease open(LeaseRequest request, String token, Connections connections, Taking taking)
            throws LeaseRefusedException {
        Object writing = new Object(); // or an older list could be written over a newer one
        Taking.Recording recording = () -> {
            synchronized (writing) {
                if (!rows.sessions(request.containerId(), token, connections.sessions())) {
                    throw refusedByHolder(request.containerId());
                }
            }
        };
        taking.connect();
        recording.record();
        taking.settle(recording, clock);
        taking.open();
        Lease lease =
                new Lease(request, token, connections, times.hold(), taking.files(), taking.taken(), new GivingBack());
        live.put(request.containerId(), lease);
        LOG.debug("lease container={} purpose={} taken", request.containerId(), request.purpose());
        return lease;
    }

    private LeaseRefusedException refusedByHolder(long containerId) {
        return rows.holder(containerId)
                .map(holder -> new LeaseRefusedException(new LeaseRefused.HeldByUs(holder)))
                .orElseThrow(() -> new CatalogException("the row of a lease vanished: container " + containerId, null));
    }

    /** The row, by waiting for a job where a person asks. */
    private List<HeldSession> claim(LeaseRequest request, String token) throws LeaseRefusedException {
        LeaseRows.Claim claim = rows.claim(request, token);
        if (claim instanceof LeaseRows.Claim.Ours ours) {
            return ours.toEnd();
        }
        LeaseHolder holder = ((LeaseRows.Claim.Theirs) claim).holder();
        if (request.initiator() == Initiator.JOB || !waits(request, token, holder)) {
            throw new LeaseRefusedException(new LeaseRefused.HeldByUs(holder));
        }
        return claimByWaiting(request, token, holder);
    }

    private boolean waits(LeaseRequest request, String token, LeaseHolder holder) {
        if (holder.initiator() != Initiator.JOB) {
            return false;
        }
        rows.want(request, token);
        Lease own = live.get(request.containerId());
        if (own != null) {
            own.wanted();
        }
        return true;
    }

    private List<HeldSession> claimByWaiting(LeaseRequest request, String token, LeaseHolder first)
            throws LeaseRefusedException {
        long until = System.nanoTime() + times.yield().toNanos();
        while (true) {
            Optional<List<HeldSession>> handed = rows.handedOver(request.containerId(), token);
            if (handed.isPresent()) {
                return handed.get();
            }
            // It may have gone just before it was told that somebody waits.
            LeaseRows.Claim claim = rows.claim(request, token);
            if (claim instanceof LeaseRows.Claim.Ours ours) {
                return ours.toEnd();
            }
            if (System.nanoTime() - until >= 0 || !pause()) {
                rows.wantNoMore(request.containerId(), token);
                return rows.handedOver(request.containerId(), token)
                        .orElseThrow(() -> new LeaseRefusedException(new LeaseRefused.HeldByUs(first)));
            }
        }
    }

    private static boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Who of us holds a container, or may hold it still at a server that did not confirm letting go. */
    public Optional<LeaseHolder> heldByUs(long containerId) {
        return rows.holder(containerId);
    }

    /** What dead holders left open. A process that stays has it ended from its start on. */
    public DeadHolders dead() {
        return dead;
    }

    /** @return whether nothing is left that a dead holder had open; also if it is not dead any more */
    private boolean endDead(long containerId, Set<String> silent, Runnable ended) {
        if (live.containsKey(containerId)) {
            return true; // this process stood still, or its clock was put forward: its own lease ends by itself
        }
        String token = UUID.randomUUID().toString();
        Optional<List<HeldSession>> left =
                rows.takeOver(containerId, token, "let go what a dead node held", Actor.SCHEDULE);
        if (left.isEmpty()) {
            return true;
        }
        // Where jobs may change nothing, what was cut off was begun by people.
        Connections connections = new Connections(places, Initiator.PERSON, times.call(), endings, left.get());
        List<HeldSession> open = left.get();
        try {
            new Endings(connections, workers, times.take()).end(silent);
        } finally {
            open = connections.letGo();
            if (open.isEmpty() || open.size() < left.get().size()) {
                ended.run();
            }
            rows.release(containerId, token, open);
        }
        LOG.info(
                "container={} a dead node's sessions={} were ended, left={}",
                containerId,
                left.get().size(),
                open.size());
        return open.isEmpty();
    }

    /**
     * Says that no node but {@code living} is alive, whatever their rows say: for the start of the only process that has the
     * catalog. Their sessions are ended by {@link #dead()}, or the next lease of each container.
     */
    public void deadAreAllBut(Set<String> living) {
        rows.buryAllBut(living);
    }

    private void beat() {
        Map<Long, String> tokens = new HashMap<>();
        live.forEach((container, lease) -> tokens.put(container, lease.token()));
        if (tokens.isEmpty()) {
            return;
        }
        boolean tell = System.nanoTime() - lastBeat > BEAT;
        try {
            Map<String, Boolean> wanted = rows.beat(tokens, tell);
            if (tell) {
                lastBeat = System.nanoTime();
            }
            live.forEach((container, lease) -> {
                if (!lease.token().equals(tokens.get(container))) {
                    return; // taken after the question
                }
                Boolean is = wanted.get(lease.token());
                if (is == null) {
                    lease.lose("another node took it over");
                } else if (is) {
                    lease.wanted();
                }
            });
        } catch (CatalogException e) {
            LOG.warn("leases={} cannot be told to the catalog: {}", tokens.size(), e.getMessage());
        }
    }

    private final class GivingBack implements Lease.Ending {
        @Override
        public void givenBack(Lease lease) {
            try {
                letGo(lease);
            } finally {
                live.remove(lease.containerId(), lease);
                lease.ended();
            }
        }

        @Override
        public void lost(Lease lease, String why) {
            LOG.info(
                    "lease container={} purpose={} lost: {}",
                    lease.containerId(),
                    lease.request().purpose(),
                    why);
            try {
                endings.execute(() -> givenBack(lease));
            } catch (RejectedExecutionException e) {
                givenBack(lease);
            }
        }

        @Override
        public void sessions(Lease lease) throws LeaseLostException {
            if (!rows.sessions(
                    lease.containerId(), lease.token(), lease.connections().sessions())) {
                lease.lose("another node took it over");
                throw new LeaseLostException("another node took it over", null);
            }
        }

        private void letGo(Lease lease) {
            List<HeldSession> doubtful = lease.connections().letGo();
            try {
                rows.release(lease.containerId(), lease.token(), doubtful);
            } catch (CatalogException e) {
                // the row stays until it is taken for dead, and the sessions in it are ended then
                LOG.warn("lease container={} could not be given back: {}", lease.containerId(), e.getMessage());
            }
        }
    }

    /** Gives back what is left. */
    @Override
    public void close() {
        watchdog.shutdown();
        live.values().forEach(Lease::close);
        workers.shutdownNow();
        endings.shutdown();
        try {
            if (!endings.awaitTermination(times.call().toMillis() * 2, TimeUnit.MILLISECONDS)) {
                LOG.warn("some connections of leases did not close in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

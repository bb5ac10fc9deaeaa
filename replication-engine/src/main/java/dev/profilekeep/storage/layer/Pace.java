package dev.profilekeep.storage.layer;

import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How fast a location is read: not faster than its people leave room for, and slower as soon as its server answers slowly. While files are read, one of them is read once more every two
 * seconds, 4 KiB over a connection of its own, by whoever reads just then: so nobody is in the way who was not already. A probe is too slow that takes more than so many times what is
 * usual, and at least 5 ms. Shared by all that read the location; safe for several threads.
 */
public final class Pace implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Pace.class);
    private static final int PROBED = 4096;
    private static final long NEVER_SLOW = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long FREE_EVERY = TimeUnit.SECONDS.toNanos(30);

    /**
     * When a location is slowed down.
     *
     * @param timesUsual from how many times the usual on a probe is too slow; 0 for no probes
     * @param every how long from one probe to the next
     */
    public record Terms(int timesUsual, Duration every) {
        public static Terms of(int timesUsual) {
            return new Terms(timesUsual, Duration.ofSeconds(2));
        }
    }

    /**
     * How a location is read now.
     *
     * @param slowed whether less is read because its server answers slowly
     * @param usual how long a probe takes as a rule; zero while not known
     * @param last how long the last one took; zero if there was none
     * @param slowdowns how often it was slowed down since the start
     */
    public record Seen(boolean slowed, Duration usual, Duration last, long slowdowns) {}

    private final String name;
    private final StorageProvider server;
    private final Terms terms;
    private final Supplier<OptionalDouble> free;
    private final Pauses pauses;
    private final Throttle throttle;
    private final AtomicBoolean probing = new AtomicBoolean();
    private final LongAdder pieces = new LongAdder();
    // written by whoever has "probing"; read by all
    private final ProbeTimes times = new ProbeTimes();
    private final BackOff backOff = new BackOff();
    private volatile long nextProbe;
    private volatile long nextFree;
    private volatile Seen seen = new Seen(false, Duration.ZERO, Duration.ZERO, 0);
    private double byPeople = Double.POSITIVE_INFINITY;
    private long piecesBefore;
    private long lastProbe;
    private @Nullable StorageProvider own;
    private boolean closed;

    /**
     * @param name of the location, for the log
     * @param server below everything that holds back, so that a probe tells of the server alone
     * @param free operations a second that people leave; empty for no limit. Asked every half minute while something is read
     */
    public Pace(String name, StorageProvider server, Terms terms, Supplier<OptionalDouble> free) {
        this(name, server, terms, free, Pauses.real());
    }

    public Pace(String name, StorageProvider server, Terms terms, Supplier<OptionalDouble> free, Pauses pauses) {
        this.name = name;
        this.server = server;
        this.terms = terms;
        this.free = free;
        this.pauses = pauses;
        this.throttle = new Throttle(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, pauses);
        this.lastProbe = pauses.nanos();
        this.nextProbe = lastProbe;
        this.nextFree = lastProbe;
    }

    /** Until now. */
    public Seen seen() {
        return seen;
    }

    /** Returns when {@code count} pieces of an open file may be read. */
    void take(StoragePath path, long count, long size) throws StorageException {
        pieces.add(count);
        long now = pauses.nanos();
        if ((now - nextProbe >= 0 || now - nextFree >= 0) && probing.compareAndSet(false, true)) {
            try {
                adjust(path, size);
            } finally {
                probing.set(false);
            }
        }
        throttle.take("read " + path, count, 0);
    }

    private void adjust(StoragePath path, long size) {
        if (pauses.nanos() - nextFree >= 0) {
            byPeople = free.get().orElse(Double.POSITIVE_INFINITY);
            nextFree = pauses.nanos() + FREE_EVERY;
        }
        if (terms.timesUsual() > 0 && size >= PROBED && pauses.nanos() - nextProbe >= 0) {
            long took = probe(path, size);
            if (took >= 0) {
                judge(took);
            }
            lastProbe = pauses.nanos();
            piecesBefore = pieces.sum();
            nextProbe = lastProbe + terms.every().toNanos();
        }
        throttle.limit(Math.min(byPeople, backOff.allowed()), Double.POSITIVE_INFINITY);
    }

    /** @return nanoseconds; -1 if it tells nothing of how fast the server is */
    private synchronized long probe(StoragePath path, long size) {
        if (closed) {
            return -1;
        }
        StorageProvider connection = own;
        if (connection == null) {
            connection = server.onOwnConnection();
            own = connection;
        }
        long begun = pauses.nanos();
        try (OpenFile file = connection.openForReading(path, Sharing.ALL)) {
            long pages = size / PROBED;
            // anywhere, or the server would answer out of its memory each time
            long page = Math.floorMod(begun * 0x9E3779B97F4A7C15L, pages);
            begun = pauses.nanos();
            file.readFully(page * PROBED, ByteBuffer.allocate(PROBED));
            return pauses.nanos() - begun;
        } catch (StorageException.Unreachable e) {
            return pauses.nanos() - begun;
        } catch (IOException e) {
            return -1; // moved or taken meanwhile
        }
    }

    private void judge(long took) {
        long usual = times.usual();
        boolean slow = usual > 0 && took > Math.max(NEVER_SLOW, terms.timesUsual() * usual);
        boolean before = backOff.slowed();
        if (slow) {
            double seconds = Math.max(1e-3, (pauses.nanos() - lastProbe) / 1e9);
            backOff.slow((pieces.sum() - piecesBefore) / seconds);
        } else if (before) {
            backOff.well();
        }
        times.add(took, slow);
        seen = new Seen(
                backOff.slowed(),
                Duration.ofNanos(times.usual()),
                Duration.ofNanos(took),
                seen.slowdowns() + (!before && slow ? 1 : 0));
        if (before != backOff.slowed()) {
            LOG.info(
                    "location={} slowed={} probe={}us usual={}us allowed={}/s",
                    name,
                    backOff.slowed(),
                    TimeUnit.NANOSECONDS.toMicros(took),
                    TimeUnit.NANOSECONDS.toMicros(usual),
                    Math.round(backOff.allowed()));
        }
    }

    /** Ends the connection of the probes; nothing is probed any more. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        if (own != null) {
            own.close();
        }
    }
}

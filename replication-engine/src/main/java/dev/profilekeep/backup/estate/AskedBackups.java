package dev.profilekeep.backup.estate;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditRecord;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.backup.estate.AskedBackup.At;
import dev.profilekeep.backup.estate.AskedBackup.State;
import dev.profilekeep.catalog.sql.Database;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Single containers that people have backed up now, beside a night that runs: each once at a time, over all processes that share a catalog, a few at once in this one. Begun is in the audit before
 * anything is read, how it ended after, and there everybody reads it later. What somebody may do by role is for the caller to check before. Safe for several threads.
 */
public final class AskedBackups implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(AskedBackups.class);
    private static final int AT_ONCE = 2;
    private static final int AT_MOST = 50;
    private static final long END_SECONDS = 10;

    private final BackupService backups;
    private final AuditTrail audit;
    private final Clock clock;
    private final AskedTurns turns;
    private final Function<Long, List<At>> sessions;
    private final Map<Long, AskedBackup> here = new ConcurrentHashMap<>();
    private final List<Consumer<AskedBackup>> listeners = new CopyOnWriteArrayList<>();
    private final Semaphore places = new Semaphore(AT_MOST);
    private final ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE, task -> thread(task, "backup-now"));
    private final ScheduledExecutorService heart;
    private volatile boolean closing;

    /** @param sessions where the person of a container is signed in now, as far as somebody told */
    public AskedBackups(
            BackupService backups,
            Database database,
            AuditTrail audit,
            Function<Long, List<At>> sessions,
            Clock clock,
            String node) {
        this.backups = backups;
        this.audit = audit;
        this.sessions = sessions;
        this.clock = clock;
        this.turns = new AskedTurns(database, audit, clock, node);
        this.heart = Executors.newSingleThreadScheduledExecutor(task -> thread(task, "backup-now-beat"));
        long every = AskedTurns.BEAT.toMillis();
        heart.scheduleWithFixedDelay(this::beat, every, every, TimeUnit.MILLISECONDS);
    }

    private static Thread thread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Has a container backed up, elsewhere than in this thread.
     *
     * @return as it stands, under way
     * @throws BackupUnderWayException if it is being backed up because somebody asked, here or elsewhere
     * @throws RejectedExecutionException if too many are asked for at once
     * @throws IllegalStateException if it cannot be: see {@link BackupService#mayBackUp}
     */
    public AskedBackup ask(long containerId, Actor actor) throws BackupUnderWayException {
        MayBackUp may = backups.mayBackUp(containerId);
        if (may != MayBackUp.YES) {
            throw new IllegalStateException("container " + containerId + " cannot be backed up: " + may);
        }
        if (closing || !places.tryAcquire()) {
            throw new RejectedExecutionException("too many containers are to be backed up at once");
        }
        boolean going = false;
        try {
            AskedBackup asked = AskedBackup.begun(containerId, actor.name(), clock.instant());
            long turn = turns.take(asked, actor);
            here.put(containerId, asked);
            going = true;
            begin(asked, actor, turn);
            return asked;
        } finally {
            if (!going) {
                places.release();
            }
        }
    }

    private void begin(AskedBackup asked, Actor actor, long turn) {
        try {
            workers.execute(() -> {
                AskedBackup ended = asked.failed(asked.asked(), "something went wrong on our side; the log says what");
                try {
                    ended = run(asked);
                } finally {
                    end(ended, actor, turn);
                }
            });
        } catch (RejectedExecutionException e) {
            end(asked.failed(clock.instant(), "ProfileKeep is being shut down"), actor, turn);
            throw e;
        }
    }

    private AskedBackup run(AskedBackup asked) {
        try {
            List<SingleBackup> done = backups.backUpNow(
                    Set.of(asked.containerId()), asked.by(), () -> closing, (bytes, of) -> progress(asked, bytes, of));
            if (!done.isEmpty()) {
                return ended(now(asked), done.get(0));
            }
            return asked.failed(
                    clock.instant(),
                    closing
                            ? "ProfileKeep was shut down before it was read"
                            : "it is not where the people of its set work any more");
        } catch (IOException | IllegalStateException e) {
            return asked.failed(clock.instant(), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("container={} could not be backed up", asked.containerId(), e);
            return asked.failed(clock.instant(), "something went wrong on our side; the log says what");
        }
    }

    private AskedBackup ended(AskedBackup asked, SingleBackup single) {
        Instant at = clock.instant();
        return switch (single.outcome()) {
            case STORED -> asked.stored(at, State.STORED, single.snapshot());
            case SAME -> asked.stored(at, State.SAME, single.snapshot());
            case UNREADABLE -> asked.failed(at, single.reason());
            case IN_USE ->
                asked.inUse(
                        at,
                        single.reason(),
                        backups.inUseSince(asked.containerId()).orElse(at),
                        sessions.apply(asked.containerId()));
        };
    }

    private AskedBackup now(AskedBackup asked) {
        return here.getOrDefault(asked.containerId(), asked);
    }

    private boolean progress(AskedBackup asked, long bytes, long of) {
        AskedBackup before = now(asked);
        long percent = of <= 0 ? 0 : bytes * 100 / of;
        long told = before.total() <= 0 ? -1 : before.done() * 100 / before.total();
        if (percent != told) {
            AskedBackup at = asked.at(bytes, of);
            here.put(asked.containerId(), at);
            tell(at);
        }
        return !closing;
    }

    /** The turn goes last: whoever asks until then is told that it is under way, and whoever asks then reads how it ended. */
    private void end(AskedBackup ended, Actor actor, long turn) {
        try {
            audit.append(actor, AskedEntry.ended(ended));
        } catch (RuntimeException e) {
            LOG.error("container={} how its backup ended is not in the audit", ended.containerId(), e);
        } finally {
            here.remove(ended.containerId());
            places.release();
            turns.release(ended.containerId(), turn);
        }
        tell(ended);
    }

    private void tell(AskedBackup asked) {
        for (Consumer<AskedBackup> listener : listeners) {
            try {
                listener.accept(asked);
            } catch (RuntimeException e) {
                LOG.warn("who follows a backup failed: {}", e.getMessage());
            }
        }
    }

    /** Hears of each backup of this process that goes on or ends; by the working thread. Closing the answer ends it. */
    public AutoCloseable listen(Consumer<AskedBackup> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** How the one stands that was asked for last; empty if none was. One whose process is dead is told as failed. */
    public Optional<AskedBackup> last(long containerId) {
        AskedBackup going = here.get(containerId);
        if (going != null) {
            return Optional.of(going);
        }
        boolean elsewhere = turns.isTaken(containerId); // looked at first: who ends writes before it lets go
        return audit.find(new AuditTrail.Query("", AskedEntry.ACT, AskedEntry.subject(containerId)), 0, 1).stream()
                .findFirst()
                .map(record -> read(containerId, record, elsewhere));
    }

    private AskedBackup read(long containerId, AuditRecord record, boolean elsewhere) {
        AskedBackup asked = AskedEntry.read(containerId, record);
        return asked.state() == State.UNDER_WAY && !elsewhere && !turns.isTaken(containerId)
                ? asked.failed(record.at(), "the process that read it has ended")
                : asked;
    }

    /** For the one process that may open the catalog: what nodes that are none of the living had under way is under way no more. */
    public void endThoseOfOthersThan(Set<String> livingNodes) {
        turns.endThoseOfOthersThan(livingNodes);
    }

    private void beat() {
        here.keySet().forEach(container -> {
            try {
                turns.sign(container);
            } catch (RuntimeException e) {
                LOG.warn("container={} its backup's beat failed: {}", container, e.getMessage());
            }
        });
    }

    /** Ends what is under way between two pieces; what is in a snapshot by then stays. */
    @Override
    public void close() {
        closing = true;
        workers.shutdown();
        try {
            if (!workers.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            workers.shutdownNow();
            Thread.currentThread().interrupt();
        }
        heart.shutdownNow();
    }
}

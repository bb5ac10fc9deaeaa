package dev.profilekeep.backup.estate;

import dev.profilekeep.backup.estate.BackupNight.Phase;
import dev.profilekeep.backup.points.Repositories;
import dev.profilekeep.backup.points.RestorePoints;
import dev.profilekeep.backup.run.BackupResult;
import dev.profilekeep.backup.run.ContainerOutcome;
import dev.profilekeep.backup.snapshot.SnapshotHead;
import dev.profilekeep.backup.turn.Turn;
import dev.profilekeep.backup.turn.TurnLostException;
import dev.profilekeep.catalog.Heart;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.config.BackupPolicy;
import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.layer.SlicedFile;
import java.io.Closeable;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Backs the estate up. One run at a time, over all processes that share a catalog: it goes {@link #begin}, {@link #plan}, {@link #run} for each shard in any order and from any process, {@link #again}
 * and {@link #run} for what was in use, then {@link #finish}, or {@link #abort}. A run that failed or was stopped goes on after {@link #resume}: what is in a snapshot is not done again. Nothing is
 * written at locations. Safe for several threads.
 */
public final class BackupService implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(BackupService.class);

    private final ProfileKeepConfig config;
    private final Database database;
    private final Turn lease;
    private final Nights nights;
    private final BackupTimes times;
    private final DueContainers containers;
    private final Reading reading;
    private final Consumer<Collection<Long>> judge;
    private final Runnable watch;
    private final ChangeWatch changes;
    private final Clock clock;
    private final Heart heart;

    /**
     * @param storages gives a location's storage, guarded; shared and not to be closed
     * @param judge is told of containers of which something else is known now
     * @param watch is told when something else may be known of repositories
     * @param changes looks at what was read
     * @param slices how long a container is held while it is read
     */
    public BackupService(
            ProfileKeepConfig config,
            Database database,
            Repositories repositories,
            RestorePoints points,
            BiFunction<String, Initiator, StorageProvider> storages,
            Consumer<Collection<Long>> judge,
            Runnable watch,
            ChangeWatch changes,
            SlicedFile.Slices slices,
            Clock clock,
            String node) {
        this.config = config;
        this.database = database;
        this.lease = new Turn("backup", clock, node);
        this.nights = new Nights(clock);
        this.times = new BackupTimes(config);
        this.containers = new DueContainers(config);
        this.reading = new Reading(config, database, repositories, points, storages, slices, clock);
        this.judge = judge;
        this.watch = watch;
        this.changes = changes;
        this.clock = clock;
        this.heart = new Heart("backup", Turn.BEAT, () -> database.<RuntimeException>run(lease::sign));
    }

    /**
     * Begins a run.
     *
     * @param startedBy a person's name, or "schedule"
     * @param byPerson a person asks, who need not keep quiet hours and whose run has no end of the night
     * @throws BackupRunningException if one is under way, here or elsewhere. One whose node has been silent for two minutes is taken for dead and ended
     * @throws IllegalStateException if the configuration names no repository, in a sentence
     */
    public BackupNight begin(String startedBy, boolean byPerson) throws BackupRunningException {
        requireRepository();
        return database.<BackupNight, BackupRunningException>call(session -> {
            takeLease(session);
            session.update("DELETE FROM backup_item");
            session.update("DELETE FROM backup_shard");
            long id = nights.insert(session, startedBy, byPerson, times.end(clock.instant(), byPerson));
            lease.take(session, id);
            return found(session, id);
        });
    }

    private void requireRepository() {
        BackupPolicy policy = config.backups();
        if (config.sets().stream().allMatch(set -> policy.repositoryOf(set.id()).isEmpty())) {
            throw new IllegalStateException(
                    "nothing says where backups go: make a repository (backup init), and name it in"
                            + " policies.backups.repository of "
                            + config.file());
        }
    }

    /**
     * Goes on with a run that failed, was stopped, or lost its node.
     *
     * @throws BackupRunningException if one is under way
     * @throws IllegalStateException if there is nothing to go on with: the run is done, or a newer one has begun since
     */
    public BackupNight resume(long runId, String startedBy, boolean byPerson) throws BackupRunningException {
        requireRepository();
        return database.<BackupNight, BackupRunningException>call(session -> {
            takeLease(session);
            BackupNight run = nights.find(session, runId)
                    .orElseThrow(() -> new IllegalStateException("there is no backup run " + runId));
            if (run.phase() == Phase.DONE) {
                throw new IllegalStateException("backup run " + runId + " is done");
            }
            if (session.number("SELECT COUNT(*) FROM backup_run WHERE id > ?", runId) > 0) {
                throw new IllegalStateException("a newer backup has begun since run " + runId + "; start a new one");
            }
            Phase phase = !nights.is(session, runId, "planned")
                    ? Phase.PLANNING
                    : nights.is(session, runId, "again") ? Phase.AGAIN : Phase.READING;
            nights.goOn(session, runId, phase, startedBy, byPerson, times.end(clock.instant(), byPerson));
            lease.take(session, runId);
            return found(session, runId);
        });
    }

    /**
     * Finds out which containers are due, and cuts them into shards; those that waited longest are in the first. Called again, gives the same.
     *
     * @throws TurnLostException if the run is not under way any more
     */
    public List<NightShard> plan(long runId) throws TurnLostException {
        return database.<List<NightShard>, TurnLostException>call(session -> {
            lease.beat(session, runId);
            if (!nights.is(session, runId, "planned")) {
                List<DueContainers.Found> due = containers.find(session, Set.of(), clock.instant());
                NightPlan.write(session, runId, due, config.backups().shardSize());
                nights.phase(session, runId, Phase.READING);
            }
            return NightPlan.shards(session, runId, false);
        });
    }

    /**
     * Makes shards of those that were in use, to be tried once more. Called again, gives the same.
     *
     * @throws TurnLostException if the run is not under way any more
     */
    public List<NightShard> again(long runId) throws TurnLostException {
        return database.<List<NightShard>, TurnLostException>call(session -> {
            lease.beat(session, runId);
            if (!nights.is(session, runId, "again")) {
                NightPlan.writeAgain(session, runId, config.backups().shardSize());
                nights.phase(session, runId, Phase.AGAIN);
            }
            return NightPlan.shards(session, runId, true);
        });
    }

    /**
     * Backs the containers of a shard up that were not yet backed up in this run, into one snapshot. One that is in use or cannot be read is recorded and stops nothing. Begins no further one when a
     * stop is asked for, the night is over or the location's quiet hours begin; what was done until then is in a snapshot. One that is still read half an hour later is
     * broken off: it is first the next time if it was begun late, and unreadable if it had hours.
     *
     * @throws TurnLostException if the run is not under way any more
     * @throws IOException a sentence, if the location's server is gone or the repository cannot be used; what was done before the server went is in a snapshot
     */
    public void run(NightShard shard, RunControl control) throws IOException {
        BackupNight run = database.<BackupNight, IOException>call(session -> {
            lease.beat(session, shard.runId());
            return found(session, shard.runId());
        });
        LocationConfig location = config.location(shard.locationId()).orElse(null);
        if (location == null) {
            throw new IOException("location '" + shard.locationId() + "' is not configured any more");
        }
        if (control.stopAsked() || times.isOver(run, location, clock.instant())) {
            return;
        }
        List<Due> due = database.<List<Due>, RuntimeException>call(
                session -> session.list(Due.OPEN_OF_SHARD, Due::read, shard.runId(), shard.number()));
        if (due.isEmpty()) {
            return;
        }
        ShardBackup backup = new ShardBackup(
                shard,
                due,
                database,
                lease,
                nights,
                clock,
                control,
                () -> times.isOver(run, location, clock.instant()),
                () -> times.isLongOver(run, location, clock.instant()));
        BackupResult result = reading.run(
                new DueContainers.Route(shard.repositoryId(), shard.setId(), shard.locationId()),
                shard.name(),
                due,
                run.byPerson() ? Initiator.PERSON : Initiator.JOB,
                shard.again(),
                backup);
        backup.published(result);
        looked(shard.repositoryId(), result);
        StorageException.Unreachable broken = result.broken();
        if (broken != null) {
            throw broken;
        }
    }

    private void looked(String repositoryId, BackupResult result) {
        SnapshotHead head = result.snapshot();
        List<String> read = result.outcomes().stream()
                .filter(ContainerOutcome.Stored.class::isInstance)
                .map(outcome -> outcome.source().identity().key())
                .toList();
        if (head != null && !read.isEmpty()) {
            changes.look(repositoryId, read, head.id());
        }
    }

    /**
     * Ends a run: takes over what the repositories have, has the containers judged anew, lets go of the lease. What was not begun is first the next time.
     *
     * @throws TurnLostException if the run is not under way any more
     */
    public BackupNight finish(long runId) throws TurnLostException {
        List<String> used = database.<List<String>, TurnLostException>call(session -> {
            lease.beat(session, runId);
            NightPlan.giveBackUntried(session, runId);
            nights.phase(session, runId, Phase.CONCLUDING);
            return session.list(
                    "SELECT DISTINCT repository_id FROM backup_shard WHERE run_id = ? ORDER BY repository_id",
                    row -> row.text("repository_id"),
                    runId);
        });
        used.forEach(changes::protect);
        used.forEach(reading::refresh);
        judge.accept(tried(runId));
        watch.run();
        return database.<BackupNight, TurnLostException>call(session -> {
            nights.end(session, runId, Phase.DONE, "");
            lease.beat(session, runId); // last: whoever was taken over meanwhile records nothing of all this
            lease.release(session, runId);
            return found(session, runId);
        });
    }

    private List<Long> tried(long runId) {
        return database.<List<Long>, RuntimeException>call(session -> session.list(
                "SELECT container_id FROM backup_item WHERE run_id = ? AND outcome <> ''",
                row -> row.number("container_id"),
                runId));
    }

    /**
     * Ends a run early. What is in a snapshot is kept. It can be resumed until another one begins.
     *
     * @param phase {@link Phase#FAILED} or {@link Phase#STOPPED}
     */
    public void abort(long runId, Phase phase, String reason) {
        if (phase != Phase.FAILED && phase != Phase.STOPPED) {
            throw new IllegalArgumentException("a run is aborted as FAILED or STOPPED, not " + phase);
        }
        boolean ended = database.<Boolean, RuntimeException>call(session -> {
            boolean holds =
                    lease.lock(session).filter(held -> held.runId() == runId).isPresent();
            if (holds) {
                nights.end(session, runId, phase, reason);
                lease.release(session, runId);
            }
            return holds;
        });
        if (ended) {
            judge.accept(tried(runId));
            watch.run();
        }
    }

    /**
     * Backs single containers up, now, for a person: beside a night that runs, at any hour, of whatever kind.
     *
     * @param containerIds of the catalog; one that is not there, or whose set is not backed up, is not in the answer
     * @return what became of each, by its id
     * @throws IllegalStateException if the configuration names no repository, in a sentence
     * @throws IOException a sentence, if a server is gone or a repository cannot be used; what was done by then is kept
     */
    public List<SingleBackup> backUpNow(Collection<Long> containerIds, String who, RunControl control)
            throws IOException {
        return backUpNow(containerIds, who, control, Progress.NONE);
    }

    /** As {@link #backUpNow(Collection, String, RunControl)}; @param progress follows each container by itself, and may end it */
    List<SingleBackup> backUpNow(Collection<Long> containerIds, String who, RunControl control, Progress progress)
            throws IOException {
        requireRepository();
        if (containerIds.isEmpty()) {
            return List.of();
        }
        return new SingleBackups(database, containers, reading, judge, this::looked, clock)
                .run(containerIds, who, control, progress);
    }

    /** Whether {@link #backUpNow} would back a container up, as the catalog knows it. */
    public MayBackUp mayBackUp(long containerId) {
        return database.<MayBackUp, RuntimeException>call(session -> {
            if (!containers.find(session, Set.of(containerId), clock.instant()).isEmpty()) {
                return MayBackUp.YES;
            }
            Optional<String> set =
                    session.first("SELECT set_id FROM container WHERE id = ?", row -> row.text("set_id"), containerId);
            return set.flatMap(config.backups()::repositoryOf).isPresent()
                    ? MayBackUp.NOT_THERE
                    : MayBackUp.NO_REPOSITORY;
        });
    }

    /** Since when somebody wrote to a container at every try; empty if nobody did at the last. */
    Optional<Instant> inUseSince(long containerId) {
        return database.<Optional<Instant>, RuntimeException>call(session -> session.first(
                        "SELECT b.in_use_since FROM container_backup b JOIN container c ON c.identity_key ="
                                + " b.container_key WHERE c.id = ?",
                        row -> Optional.ofNullable(row.time("in_use_since")),
                        containerId)
                .flatMap(since -> since));
    }

    /** The run under way, if there is one and its node lives. */
    public Optional<BackupNight> running() {
        return database.<Optional<BackupNight>, RuntimeException>call(session -> {
            Optional<Turn.Held> held = lease.look(session).filter(Turn.Held::alive);
            return held.isPresent() ? nights.find(session, held.get().runId()) : Optional.empty();
        });
    }

    /** A run as it stands. One whose node is dead is shown as failed. */
    public Optional<BackupNight> find(long id) {
        return database.<Optional<BackupNight>, RuntimeException>call(session -> {
            Optional<Turn.Held> held = lease.look(session);
            return nights.find(session, id).map(run -> Nights.asItStands(run, held));
        });
    }

    /** The newest runs, newest first. */
    public List<BackupNight> recent(int limit) {
        return database.<List<BackupNight>, RuntimeException>call(session -> {
            Optional<Turn.Held> held = lease.look(session);
            return nights.recent(session, limit).stream()
                    .map(run -> Nights.asItStands(run, held))
                    .toList();
        });
    }

    /** What is not in a snapshot of a run, of which there are details until another begins: in use or unreadable, at most so many. */
    public List<LeftOut> leftOut(long runId, int limit) {
        return database.<List<LeftOut>, RuntimeException>call(session -> session.list(
                "SELECT i.path, i.reason, i.outcome, s.location_id, b.in_use_since FROM backup_item i"
                        + " JOIN backup_shard s ON s.run_id = i.run_id AND s.number = i.shard"
                        + " LEFT JOIN container_backup b ON b.container_key = i.container_key"
                        + " WHERE i.run_id = ? AND i.outcome IN ('IN_USE', 'UNREADABLE')"
                        + " ORDER BY CASE WHEN i.outcome = 'UNREADABLE' THEN 0 ELSE 1 END, i.shard, i.place LIMIT "
                        + Math.max(0, limit),
                row -> new LeftOut(
                        row.text("location_id"),
                        row.text("path"),
                        row.choice("outcome", Outcome.class),
                        row.text("reason"),
                        Optional.ofNullable(row.time("in_use_since"))),
                runId));
    }

    /**
     * A container that is in no snapshot of a run.
     *
     * @param inUseSince since when somebody wrote to it at every try
     */
    public record LeftOut(
            String locationId, String path, Outcome outcome, String reason, Optional<Instant> inUseSince) {}

    /** What is known of each container's backups. */
    public ContainerBackups containerBackups() {
        return new ContainerBackups(database);
    }

    /** A whole run in this process, one shard after another, for callers without a job system. */
    public BackupNight runAll(String startedBy, boolean byPerson, RunControl control) throws BackupRunningException {
        BackupNight run = begin(startedBy, byPerson);
        try {
            for (NightShard shard : plan(run.id())) {
                run(shard, control);
            }
            for (NightShard shard : again(run.id())) {
                run(shard, control);
            }
            if (!control.stopAsked()) {
                return finish(run.id());
            }
            abort(run.id(), Phase.STOPPED, "a stop was asked for");
        } catch (IOException | RuntimeException e) {
            abort(run.id(), Phase.FAILED, String.valueOf(e.getMessage()));
        }
        return find(run.id()).orElseThrow();
    }

    /** For the one process that may open the catalog: ends a run whose node is none of the living. */
    public void endRunsOfOthersThan(Set<String> livingNodes) {
        database.<RuntimeException>run(session -> {
            Optional<Turn.Held> dead = lease.heldByOtherThan(session, livingNodes);
            if (dead.isPresent()) {
                nights.end(
                        session,
                        dead.get().runId(),
                        Phase.FAILED,
                        "its process (" + dead.get().node() + ") ended");
                lease.release(session, dead.get().runId());
            }
        });
    }

    @Override
    public void close() {
        heart.close();
        reading.close();
    }

    private void takeLease(Session session) throws SQLException, BackupRunningException {
        Optional<Turn.Held> held = lease.lock(session);
        if (held.isPresent()) {
            if (held.get().alive()) {
                throw new BackupRunningException(held.get().runId(), held.get().node());
            }
            LOG.warn(
                    "run={} node={} is silent and taken for dead",
                    held.get().runId(),
                    held.get().node());
            nights.end(
                    session,
                    held.get().runId(),
                    Phase.FAILED,
                    "its node " + held.get().node() + " was silent for " + Turn.DEAD_AFTER.toSeconds() + " s");
        }
    }

    private BackupNight found(Session session, long id) throws SQLException {
        return nights.find(session, id).orElseThrow(() -> new IllegalArgumentException("there is no backup run " + id));
    }
}

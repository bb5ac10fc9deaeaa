package dev.profilekeep.replicate.estate;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.backup.turn.Turn;
import dev.profilekeep.backup.turn.TurnLostException;
import dev.profilekeep.catalog.Heart;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.ReplicationPolicy;
import dev.profilekeep.config.SetConfig;
import dev.profilekeep.config.SiteConfig;
import dev.profilekeep.disk.content.ContentReader;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.replicate.ContainerReplicator;
import dev.profilekeep.replicate.Counts;
import dev.profilekeep.replicate.Pair;
import dev.profilekeep.replicate.Reason;
import dev.profilekeep.replicate.ReplicationOutcome;
import dev.profilekeep.replicate.ReplicationOutcome.Word;
import dev.profilekeep.replicate.ReplicationPlan;
import dev.profilekeep.replicate.estate.CarriedPairs.Open;
import dev.profilekeep.replicate.estate.ReplicationRun.Phase;
import dev.profilekeep.site.ActiveSites;
import dev.profilekeep.storage.Initiator;
import java.io.Closeable;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings copies at further sites up to date, of every set that ProfileKeep carries. One run at a time, over all processes that share a catalog: it goes {@link #begin}, {@link #plan}, {@link #run} for each part in
 * any order and from any process, then {@link #finish}, or {@link #abort}. A run that failed or was stopped goes on after {@link #resume}: what came to its end is not tried again. Safe for several threads.
 */
public final class ReplicationService implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(ReplicationService.class);
    private static final int MOST_THREADS = 8;
    /** So many copies in a row of a location that does not answer are tried; of the rest nothing is to be expected. */
    private static final int SILENT_AFTER = 3;

    /** Gives what the service cannot make before it is needed: the key of this installation is read then. */
    public interface Parts {
        ActiveSites sites() throws IOException;

        /**
         * @param initiator who asks for it
         * @param offline nobody signs in meanwhile: files are held for as long as it takes
         */
        ContainerReplicator replicator(Actor actor, Initiator initiator, ContentReader reader, boolean offline)
                throws IOException;

        /** Removes the maps of agreements that hold no more; while no copy is carried. */
        void sweepMaps() throws IOException;
    }

    private final ProfileKeepConfig config;
    private final Database database;
    private final Parts parts;
    private final Clock clock;
    private final Turn turn;
    private final ReplicationRows runs;
    private final CarriedPairs pairs;
    private final ExecutorService readers;
    private final ContentReader reader;
    private final Heart heart;
    private volatile boolean offline;
    private final ReplicationPolicy policy;

    public ReplicationService(ProfileKeepConfig config, Database database, Parts parts, Clock clock, String node) {
        this.config = config;
        this.database = database;
        this.parts = parts;
        this.clock = clock;
        this.turn = new Turn("replication", clock, node);
        this.runs = new ReplicationRows(clock);
        this.pairs = new CarriedPairs(config);
        int count = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        this.readers = Executors.newFixedThreadPool(count, task -> daemon(task, "replication-reader"));
        this.reader = new ContentReader(readers, count);
        this.heart = new Heart("replication", Turn.BEAT, () -> database.<RuntimeException>run(turn::sign));
        this.policy = config.secondSite().replication();
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Begins a run.
     *
     * @param byPerson a person asks, who need not keep quiet hours
     * @param onlySet id of a set; empty for all
     * @throws ReplicationRunningException if one is under way, here or elsewhere. One whose node has been silent for two minutes is taken for dead and ended
     */
    public ReplicationRun begin(String startedBy, boolean byPerson, String onlySet) throws ReplicationRunningException {
        return database.<ReplicationRun, ReplicationRunningException>call(session -> {
            take(session);
            long id = runs.insert(session, startedBy, byPerson, onlySet, end(byPerson));
            turn.take(session, id);
            return found(session, id);
        });
    }

    /**
     * Goes on with a run that failed, was stopped, or lost its node.
     *
     * @throws IllegalStateException if there is nothing to go on with
     */
    public ReplicationRun resume(long runId, String startedBy, boolean byPerson) throws ReplicationRunningException {
        return database.<ReplicationRun, ReplicationRunningException>call(session -> {
            take(session);
            ReplicationRun run = found(session, runId);
            if (run.phase() == Phase.DONE) {
                throw new IllegalStateException("replication run " + runId + " is done");
            }
            if (runs.newest(session).filter(newest -> newest > runId).isPresent()) {
                throw new IllegalStateException("a newer replication has begun since run " + runId);
            }
            runs.goOn(session, runId, startedBy, byPerson, end(byPerson));
            turn.take(session, runId);
            return found(session, runId);
        });
    }

    private @Nullable Instant end(boolean byPerson) {
        return byPerson ? null : policy.night().end(clock.instant());
    }

    /** Whether a run of the schedule that begins now may begin any copy. */
    public boolean hasTime(Instant start) {
        return policy.night().hasTime(start);
    }

    private void take(Session session) throws SQLException, ReplicationRunningException {
        Optional<Turn.Held> held = turn.lock(session);
        if (held.isPresent()) {
            if (held.get().alive()) {
                throw new ReplicationRunningException(
                        held.get().runId(), held.get().node());
            }
            runs.end(
                    session,
                    held.get().runId(),
                    Phase.FAILED,
                    "its node " + held.get().node() + " was silent");
        }
    }

    /**
     * Finds out which copies are to be carried; those that agreed longest ago are first. Of a set from which nothing was carried yet, the active site is recorded. Called again, gives the same.
     *
     * @throws TurnLostException if the run is not under way any more
     * @throws IOException a sentence, if the key of this installation cannot be read
     */
    public List<ReplicationPart> plan(long runId) throws IOException {
        ReplicationRun run = database.<ReplicationRun, RuntimeException>call(session -> found(session, runId));
        String only = database.<String, RuntimeException>call(session -> runs.onlySet(session, runId));
        record(only, actor(run));
        return database.<List<ReplicationPart>, TurnLostException>call(session -> {
            turn.beat(session, runId);
            if (!runs.isPlanned(session, runId)) {
                runs.items(session, runId, pairs.find(session, only));
                runs.planned(session, runId);
            }
            return session.list(
                    "SELECT part, to_location, COUNT(*) AS copies FROM replication_item WHERE run_id = ? GROUP BY part,"
                            + " to_location ORDER BY part",
                    row -> new ReplicationPart(
                            runId, row.integer("part"), row.text("to_location"), row.integer("copies")),
                    runId);
        });
    }

    private static Actor actor(ReplicationRun run) {
        return run.byPerson() ? new Actor(run.startedBy(), run.startedBy(), List.of(), "") : Actor.SCHEDULE;
    }

    private void record(String onlySet, Actor actor) throws IOException {
        ActiveSites sites = parts.sites();
        for (SetConfig set : pairs.sets(onlySet)) {
            sites.begin(set, actor);
        }
    }

    /**
     * Carries the copies of a part that were not tried in this run yet. Begins no further one when a stop is asked for, or quiet hours of one of both locations begin.
     *
     * @throws TurnLostException if the run is not under way any more
     * @throws IOException a sentence, if the key of this installation cannot be read. A location that does not answer is told of its copies
     */
    public void run(ReplicationPart part, RunControl control) throws IOException {
        ReplicationRun run = database.<ReplicationRun, TurnLostException>call(session -> {
            turn.beat(session, part.runId());
            return found(session, part.runId());
        });
        List<Open> open = database.<List<Open>, RuntimeException>call(session -> CarriedPairs.openOf(session, part));
        ContainerReplicator replicator =
                parts.replicator(actor(run), run.byPerson() ? Initiator.PERSON : Initiator.JOB, reader, offline);
        int silent = 0;
        for (Open one : open) {
            if (control.stopAsked() || isOver(run, one)) {
                return;
            }
            database.<TurnLostException>run(session -> {
                runs.doing(session, run.id(), one.name());
                turn.beat(session, run.id());
            });
            ReplicationOutcome outcome = silent >= SILENT_AFTER
                    ? left(Reason.UNREACHABLE, "it did not answer for others, one after another")
                    : carry(replicator, one, control);
            if (outcome.reason() == Reason.STOPPED) {
                return;
            }
            silent = outcome.reason() == Reason.UNREACHABLE ? silent + 1 : 0;
            database.<TurnLostException>run(session -> {
                ReplicationRows.came(session, run.id(), one.containerId(), part.locationId(), outcome);
                turn.beat(session, run.id());
            });
        }
    }

    private static ReplicationOutcome carry(ContainerReplicator replicator, Open one, RunControl control) {
        Pair pair = one.pair();
        return pair == null
                ? left(one.why(), one.sentence())
                : replicator.run(replicator.plan(pair), control::stopAsked);
    }

    private static ReplicationOutcome left(Reason reason, String sentence) {
        return new ReplicationOutcome(Word.LEFT, reason, sentence, Counts.NONE);
    }

    private boolean isOver(ReplicationRun run, Open one) {
        Pair pair = one.pair();
        Instant now = clock.instant();
        Instant until = run.until();
        return until != null && !now.isBefore(until)
                || !run.byPerson() && pair != null && (isQuiet(pair.from(), now) || isQuiet(pair.to(), now));
    }

    private boolean isQuiet(String id, Instant now) {
        LocationConfig location = config.location(id).orElse(null);
        if (location == null) {
            return true; // nothing is asked for at what is not configured any more
        }
        ZoneId zone = config.site(location.siteId()).map(SiteConfig::zone).orElse(ZoneId.of("UTC"));
        return location.quietHours().stream().anyMatch(hours -> hours.contain(now, zone));
    }

    /**
     * Ends a run. What was not begun is first the next time.
     *
     * @throws TurnLostException if the run is not under way any more
     */
    public ReplicationRun finish(long runId) throws TurnLostException {
        database.<TurnLostException>run(session -> turn.beat(session, runId));
        try {
            parts.sweepMaps();
        } catch (IOException e) { // they take room until the next time, and that is all
            LOG.warn("old maps of agreements could not be removed: {}", e.getMessage());
        }
        return database.<ReplicationRun, TurnLostException>call(session -> {
            runs.end(session, runId, Phase.DONE, "");
            turn.beat(session, runId);
            turn.release(session, runId);
            return found(session, runId);
        });
    }

    /**
     * Ends a run early. What was carried stays, and it can be resumed until another one begins.
     *
     * @param phase {@link Phase#FAILED} or {@link Phase#STOPPED}
     */
    public void abort(long runId, Phase phase, String reason) {
        if (phase != Phase.FAILED && phase != Phase.STOPPED) {
            throw new IllegalArgumentException("a run is aborted as FAILED or STOPPED, not " + phase);
        }
        database.<RuntimeException>run(session -> {
            if (turn.lock(session).filter(held -> held.runId() == runId).isPresent()) {
                runs.end(session, runId, phase, reason);
                turn.release(session, runId);
            }
        });
    }

    /** From now on files are held for as long as it takes: for a process of its own, at a time when nobody signs in. */
    public void holdWithoutPauses() {
        offline = true;
    }

    /** A whole run in this process, one part after another, for callers without a job system. */
    public ReplicationRun runAll(String startedBy, boolean byPerson, String onlySet, RunControl control)
            throws ReplicationRunningException {
        return rest(begin(startedBy, byPerson, onlySet), control);
    }

    /** As {@link #runAll}, of one that was begun or resumed. */
    public ReplicationRun rest(ReplicationRun run, RunControl control) {
        try {
            for (ReplicationPart part : plan(run.id())) {
                run(part, control);
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

    /**
     * What a run would do now, copy by copy; begins none.
     *
     * @param each is given the name of whom it is, and the plan
     * @throws IOException a sentence, if the key of this installation cannot be read
     */
    public void plans(String onlySet, Actor actor, RunControl control, Consumer<Planned> each) throws IOException {
        record(onlySet, actor);
        ContainerReplicator replicator = parts.replicator(actor, Initiator.PERSON, reader, offline);
        List<Open> all = database.<List<Open>, RuntimeException>call(session -> {
            List<Open> open = new ArrayList<>();
            for (CarriedPairs.Found one : pairs.find(session, onlySet)) {
                open.add(CarriedPairs.open(session, one));
            }
            return open;
        });
        for (Open one : all) {
            if (control.stopAsked()) {
                return;
            }
            Pair pair = one.pair();
            if (pair == null) {
                each.accept(new Planned(one.containerId(), one.name(), one.to(), one.why(), List.of(one.sentence())));
            } else {
                ReplicationPlan plan = replicator.plan(pair);
                each.accept(new Planned(one.containerId(), one.name(), one.to(), plan.reason(), plan.sentences()));
            }
        }
    }

    /**
     * What would be done for one copy.
     *
     * @param reason why nothing would be; else {@link Reason#NONE}
     * @param sentences each step, or why there is none
     */
    public record Planned(long containerId, String name, String locationId, Reason reason, List<String> sentences) {
        public Planned {
            sentences = List.copyOf(sentences);
        }
    }

    /** A run as it stands. One whose node is dead is shown as failed. */
    public Optional<ReplicationRun> find(long id) {
        return database.<Optional<ReplicationRun>, RuntimeException>call(session -> {
            Optional<Turn.Held> held = turn.look(session);
            return runs.find(session, id).map(run -> ReplicationRows.asItStands(run, held));
        });
    }

    /** Runs, newest first. */
    public List<ReplicationRun> recent(int limit) {
        return database.<List<ReplicationRun>, RuntimeException>call(session -> {
            Optional<Turn.Held> held = turn.look(session);
            return runs.recent(session, limit).stream()
                    .map(run -> ReplicationRows.asItStands(run, held))
                    .toList();
        });
    }

    /** Copies that a run tried and did not bring up to date. */
    public List<LeftCopy> left(long runId, int limit) {
        return database.<List<LeftCopy>, RuntimeException>call(session -> runs.left(session, runId, limit));
    }

    /** The same by location and reason, how many; the most first. */
    public List<LeftGroup> leftByReason(long runId) {
        return database.<List<LeftGroup>, RuntimeException>call(
                session -> ReplicationRows.leftByReason(session, runId));
    }

    /** Whether there is a set that ProfileKeep carries, with locations at two sites. */
    public boolean hasCopiesToCarry() {
        return pairs.areThereAny();
    }

    /** For the one process that may open the catalog: ends a run whose node is none of the living. */
    public void endRunsOfOthersThan(Set<String> livingNodes) {
        database.<RuntimeException>run(session -> {
            Optional<Turn.Held> dead = turn.heldByOtherThan(session, livingNodes);
            if (dead.isPresent()) {
                runs.end(
                        session,
                        dead.get().runId(),
                        Phase.FAILED,
                        "its process (" + dead.get().node() + ") ended");
                turn.release(session, dead.get().runId());
            }
        });
    }

    @Override
    public void close() {
        heart.close();
        readers.shutdownNow();
    }

    private ReplicationRun found(Session session, long id) throws SQLException {
        return runs.find(session, id)
                .orElseThrow(() -> new IllegalArgumentException("there is no replication run " + id));
    }
}

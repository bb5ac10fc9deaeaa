package dev.profilekeep.readiness;

import dev.profilekeep.backup.turn.Turn;
import dev.profilekeep.backup.turn.TurnLostException;
import dev.profilekeep.catalog.Heart;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.SetConfig;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.readiness.People.Member;
import dev.profilekeep.readiness.ReadinessRun.Phase;
import dev.profilekeep.replica.CopyStandings;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.layer.SlicedFile;
import dev.profilekeep.workers.LocationWorkers;
import java.io.Closeable;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Whether people's sign-ins would work at the sites of their sets. A run goes {@link #begin}, {@link #plan}, {@link #look} for each location in any order and from any process, then {@link #finish}, or {@link
 * #abort}; one that failed or was stopped goes on after {@link #resume}. One at a time, over all processes that share a catalog. Copies are read only, by their metadata. Safe for several threads.
 */
public final class ReadinessService implements Closeable {
    /** So many are given at once. */
    public static final int MOST = 1_000;

    private final ProfileKeepConfig config;
    private final Database database;
    private final Clock clock;
    private final ReadinessRuns runs;
    private final SiteCopies copies;
    private final Judging judging;
    private final Looks looks;
    private final LocationWorkers workers = new LocationWorkers("readiness-");
    private final Heart heart;

    /**
     * @param storages gives a location's storage, guarded; shared and not to be closed
     * @param standings how far copies are behind
     */
    public ReadinessService(
            ProfileKeepConfig config,
            Database database,
            BiFunction<String, Initiator, StorageProvider> storages,
            CopyStandings standings,
            SiteCapacity capacity,
            SlicedFile.Slices slices,
            Clock clock,
            String node) {
        this.config = config;
        this.database = database;
        this.clock = clock;
        this.runs = new ReadinessRuns(database, clock, node);
        this.copies = new SiteCopies(config);
        this.judging = new Judging(config, database, copies, standings, capacity, clock);
        this.looks = new Looks(config, database, runs, storages, workers, slices, clock);
        this.heart = new Heart("readiness", Turn.BEAT, runs::sign);
    }

    /**
     * Begins a run.
     *
     * @param person somebody asked for it
     * @throws ReadinessRunningException if one is under way. One whose node has been silent for two minutes is taken for dead and ended
     */
    public ReadinessRun begin(String startedBy, boolean person) throws ReadinessRunningException {
        return runs.begin(startedBy, person);
    }

    /**
     * Goes on with a run that failed, was stopped, or lost its node.
     *
     * @throws ReadinessRunningException if one is under way
     * @throws IllegalStateException if there is nothing to go on with
     */
    public ReadinessRun resume(long runId, String startedBy) throws ReadinessRunningException {
        return runs.resume(runId, startedBy);
    }

    /**
     * Counts the copies to look into. Called again, gives the same.
     *
     * @return ids of their locations
     * @throws TurnLostException if the run is not under way any more
     */
    public List<String> plan(long runId) throws TurnLostException {
        return runs.plan(
                runId,
                config.sets().stream()
                        .flatMap(set -> copies.places(set.id()).stream())
                        .map(LocationConfig::id)
                        .distinct()
                        .toList());
    }

    /**
     * Looks into the copies of one location that are left. Those of which a server gives no answer count as looked at and out of reach. Returns early when a stop is asked for, and in the quiet hours of the location if nobody asked for the run.
     *
     * @throws TurnLostException if the run is not under way any more
     * @throws IOException if the location is not configured any more
     */
    public void look(long runId, String locationId, RunControl control) throws IOException {
        ReadinessRun run = runs.find(runId).orElseThrow(() -> new IllegalArgumentException("there is no run " + runId));
        looks.location(run, locationId, control);
    }

    /**
     * Judges everybody and ends the run, which then tells the locations that were {@link ReadinessRun#silent()}; what nobody could look into becomes unknown with time.
     *
     * @throws TurnLostException if the run is not under way any more
     */
    public ReadinessRun finish(long runId) throws TurnLostException {
        runs.beat(runId);
        judging.everybody(() -> runs.beat(runId));
        return runs.finish(runId);
    }

    /** Ends a run early. What was seen is kept. */
    public void abort(long runId, Phase phase, String reason) {
        runs.abort(runId, phase, reason);
    }

    /**
     * Looks into the copies of the person of a container at once, and judges them anew. A server that does not answer is told in the verdict.
     *
     * @return the verdicts, that at the active site first; empty if it is no profile
     */
    public List<ReadyPerson> lookAt(long containerId) {
        List<Member> members =
                database.<List<Member>, RuntimeException>call(session -> People.of(session, containerId));
        looks.of(members);
        judging.judge(members);
        return of(containerId);
    }

    /** The last verdicts on the person of a container, that at the active site first; empty if there are none. */
    public List<ReadyPerson> of(long containerId) {
        return today(session -> VerdictQuery.ofContainer(session, containerId));
    }

    /** A page of verdicts. */
    public List<ReadyPerson> people(ReadyFilter filter, ReadySort sort, long offset, int limit) {
        if (offset < 0 || limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("offset " + offset + ", limit " + limit + ": at most " + MOST);
        }
        return today(session -> new VerdictQuery(filter).list(session, sort, offset, limit));
    }

    public long count(ReadyFilter filter) {
        return today(session -> new VerdictQuery(filter).count(session));
    }

    /** For every site where people work, how they stand there and at each other site. */
    public List<SiteReadiness> sites(Reach reach) {
        return today(session -> VerdictQuery.sites(session, reach));
    }

    private interface Question<T> {
        T ask(Session session) throws SQLException;
    }

    /** The answer as of now: what nobody judged for too long is unknown, and does not wait for a run to become so. */
    private <T> T today(Question<T> question) {
        Instant limit = clock.instant().minus(config.secondSite().readiness().maxAge());
        return database.<T, RuntimeException>call(session -> {
            VerdictTable.age(session, limit);
            return question.ask(session);
        });
    }

    /** The numbers of the last days, the oldest first. */
    public List<ReadinessDay> days(int days) {
        LocalDate since = LocalDate.ofInstant(
                        clock.instant(), config.secondSite().readiness().zone())
                .minusDays(days - 1L);
        return database.<List<ReadinessDay>, RuntimeException>call(session -> VerdictQuery.days(session, since));
    }

    /** Whether a set has its profiles at more than one site. */
    public boolean hasSecondSite() {
        return config.sets().stream()
                .map(SetConfig::id)
                .anyMatch(set -> copies.places(set).stream()
                                .map(LocationConfig::siteId)
                                .distinct()
                                .count()
                        > 1);
    }

    /** A run as it stands. One whose node is dead is shown as failed. */
    public Optional<ReadinessRun> find(long runId) {
        return runs.find(runId);
    }

    /** The run that was begun last, whatever became of it; empty if there was none. */
    public Optional<ReadinessRun> latest() {
        return runs.latest();
    }

    /** For the one process that may open the catalog: ends runs whose node is none of the living. */
    public void endRunsOfOthersThan(Set<String> livingNodes) {
        runs.endRunsOfOthersThan(livingNodes);
    }

    @Override
    public void close() {
        heart.close();
        workers.close();
    }
}

package dev.profilekeep.backup.care;

import dev.profilekeep.audit.AuditSink;
import dev.profilekeep.backup.care.CareRun.Phase;
import dev.profilekeep.backup.check.Problem;
import dev.profilekeep.backup.points.Repositories;
import dev.profilekeep.backup.points.RestorePoints;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.turn.Turn;
import dev.profilekeep.backup.turn.TurnLostException;
import dev.profilekeep.catalog.Heart;
import dev.profilekeep.catalog.OwnFolder;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.config.BackupPolicy;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.RepositoryConfig;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.local.LocalStorage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Does for every repository of the configuration what is to be done beside backups. Of each kind one run at a time, over all processes that share a catalog. A run that failed or was stopped goes on with
 * the repositories that are left. Safe for several threads.
 */
public final class CareService implements Closeable {
    private static final int MOST_THREADS = 4;

    private final Database database;
    private final Repositories repositories;
    private final RestorePoints points;
    private final Consumer<Collection<Long>> judge;
    private final Runnable watch;
    private final CareRuns runs;
    private final CareResults results;
    private final Map<CareKind, Care> cares = new EnumMap<>(CareKind.class);
    private final ExecutorService workers;
    private final Heart heart;

    /**
     * @param trialConnector gives the storage of the folder for restore tests; must not touch the network yet
     * @param judge is told of containers of which something else is known now
     * @param watch is told when something else may be known of repositories
     * @param audit is told which history goes by the rules, before it is decided
     */
    public CareService(
            ProfileKeepConfig config,
            Database database,
            Repositories repositories,
            RestorePoints points,
            Function<BackupPolicy.TrialPlace, StorageProvider> trialConnector,
            Consumer<Collection<Long>> judge,
            Runnable watch,
            AuditSink audit,
            Clock clock,
            String node) {
        this.database = database;
        this.repositories = repositories;
        this.points = points;
        this.judge = judge;
        this.watch = watch;
        this.runs = new CareRuns(config, database, clock, node);
        this.results = new CareResults(database, clock);
        int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        this.workers = Executors.newFixedThreadPool(threads, task -> daemon(task, "restore-test"));
        cares.put(CareKind.MAINTENANCE, new Maintenance(config.backups(), audit));
        cares.put(CareKind.CHECK, new StoredCheck(database, config.backups().readAllWithinDays(), clock));
        cares.put(
                CareKind.RESTORE_TEST,
                new RestoreTest(database, () -> trialFolder(config, trialConnector), workers, threads, clock));
        cares.put(CareKind.COPY, new Copying(config, repositories, points, workers, threads, runs));
        this.heart = new Heart("care", Turn.BEAT, runs::sign);
    }

    private static TrialFolder trialFolder(
            ProfileKeepConfig config, Function<BackupPolicy.TrialPlace, StorageProvider> connector) throws IOException {
        BackupPolicy.TrialPlace place = config.backups().restoreTestTo();
        if (place != null) {
            return new TrialFolder(connector.apply(place), "the folder for restore tests (restoreTestTo)");
        }
        Path folder = config.dataDirectory().resolve("restore-test");
        OwnFolder.make(folder);
        return new TrialFolder(new LocalStorage(folder), "the data directory");
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Begins a run.
     *
     * @throws CareRunningException if one of that kind is under way. One whose node has been silent for two minutes is taken for dead and ended
     * @throws IllegalStateException if the configuration names no repository, or none for copies, in a sentence
     */
    public CareRun begin(CareKind kind, String startedBy) throws CareRunningException {
        return runs.begin(kind, startedBy);
    }

    /**
     * Goes on with a run that failed, was stopped, or lost its node.
     *
     * @throws CareRunningException if one of that kind is under way
     * @throws IllegalStateException if there is nothing to go on with
     */
    public CareRun resume(long runId, String startedBy) throws CareRunningException {
        return runs.resume(runId, startedBy);
    }

    /**
     * Does it for each repository that is left. One that cannot be used keeps no other from its turn.
     *
     * @throws TurnLostException if the run is not under way any more
     * @throws IOException sentences about those that could not be done, after the others were
     */
    public void run(long runId, RunControl control) throws IOException {
        CareRun run = runs.found(runId);
        Set<String> done = results.done(runId);
        List<String> failed = new ArrayList<>();
        for (RepositoryConfig repository : runs.repositories(run.kind())) {
            if (control.stopAsked()) {
                return;
            }
            if (!done.contains(repository.id())) {
                try {
                    care(run, repository, control);
                } catch (TurnLostException e) {
                    throw e;
                } catch (CancellationException e) {
                    return;
                } catch (IOException e) {
                    failed.add("repository '" + repository.id() + "': " + e.getMessage());
                    if (run.kind() != CareKind.COPY || !answers(repository.id())) {
                        points.unreadable(repository.id(), String.valueOf(e.getMessage()));
                    }
                }
            }
        }
        watch.run();
        if (!failed.isEmpty()) {
            throw new IOException(String.join("; ", failed));
        }
    }

    /** Two repositories take part in a copy, and either may have failed it. */
    private boolean answers(String repositoryId) {
        try {
            repositories.open(repositoryId).snapshots().list();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void care(CareRun run, RepositoryConfig config, RunControl control) throws IOException {
        Care care = cares.get(run.kind());
        if (care == null) {
            throw new IllegalStateException("nobody does " + run.kind());
        }
        runs.doing(run, config.name());
        Repository repository = repositories.open(config.id());
        if (run.kind() != CareKind.CHECK) {
            points.refresh(config.id(), repository);
        }
        Set<Long> concerned = new HashSet<>(results.losers());
        Care.Done done = care.run(run.id(), config.id(), repository, (at, total) -> !control.stopAsked());
        if (run.kind() != CareKind.RESTORE_TEST) {
            points.refresh(config.id(), repository);
        } else {
            points.measures().take(config.id(), repository);
        }
        points.readable(config.id());
        database.<TurnLostException>run(session -> {
            results.add(session, run, config.id(), done);
            runs.beat(session, run); // last, as it locks the row that others look at
        });
        concerned.addAll(results.losers());
        judge.accept(concerned);
    }

    /** Ends a run whose repositories are done. */
    public CareRun finish(long runId) throws TurnLostException {
        return runs.finish(runId);
    }

    /** Ends a run early. What was done for repositories is kept. */
    public void abort(long runId, Phase phase, String reason) {
        runs.abort(runId, phase, reason);
    }

    /** A run as it stands. One whose node is dead is shown as failed. */
    public Optional<CareRun> find(long runId) {
        return runs.find(runId);
    }

    /** What came of a run for each repository, in the order in which they were done. */
    public List<CareResult> results(long runId) {
        return results.results(runId);
    }

    /** What came of it for a repository the last time; empty if it was never done. */
    public Optional<CareResult> last(String repositoryId, CareKind kind) {
        return results.last(repositoryId, kind);
    }

    /**
     * How many parts of its data were read since then.
     *
     * @param parts of how many; checks that cut it into another number do not count
     */
    public int partsRead(String repositoryId, int parts, Instant since) {
        return results.partsRead(repositoryId, parts, since);
    }

    /**
     * Something that the last check of a repository found wrong.
     *
     * @param what a sentence; names files of the repository
     * @param next what to do, a sentence
     * @param containers whose backups it concerns
     */
    public record FoundWrong(Problem.Severity severity, String what, String next, Instant found, long containers) {}

    /** What the last check of a repository found wrong, the worst first; at most so many. */
    public List<FoundWrong> problems(String repositoryId, int limit) {
        return results.problems(repositoryId, limit);
    }

    /** What was seen at the last restore tests of a repository, the newest first. */
    public List<RestoreEvidence> evidence(String repositoryId, int limit) {
        return results.evidence(repositoryId, limit);
    }

    /** What was seen at the last restore tests, the newest first. */
    public List<RestoreEvidence> evidence(int limit) {
        return results.evidence(limit);
    }

    /** For the one process that may open the catalog: ends runs whose node is none of the living. */
    public void endRunsOfOthersThan(Set<String> livingNodes) {
        runs.endRunsOfOthersThan(livingNodes);
    }

    @Override
    public void close() {
        heart.close();
        workers.shutdownNow();
    }
}

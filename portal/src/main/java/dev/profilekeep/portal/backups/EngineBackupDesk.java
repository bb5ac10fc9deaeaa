package dev.profilekeep.portal.backups;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.backup.care.CareKind;
import dev.profilekeep.backup.care.CareService;
import dev.profilekeep.backup.estate.AskedBackup;
import dev.profilekeep.backup.estate.BackupState;
import dev.profilekeep.backup.estate.BackupUnderWayException;
import dev.profilekeep.backup.estate.MayBackUp;
import dev.profilekeep.backup.points.BackupList;
import dev.profilekeep.backup.points.ContainerBackup;
import dev.profilekeep.backup.points.Decided;
import dev.profilekeep.backup.points.Holds;
import dev.profilekeep.backup.points.KeptBackups;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.backup.points.RepositoryMeasure;
import dev.profilekeep.backup.points.RepositoryMeasures;
import dev.profilekeep.backup.points.StoragePoint;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.config.BackupPolicy;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.engine.Engine;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** Backups by the engine. */
@Component
class EngineBackupDesk implements BackupDesk {
    private static final int NIGHTS = 30;

    /** More problems than anybody reads through. */
    private static final int MOST = 50;

    /** The last three quarters. */
    private static final int TESTS = 9;

    private final Engine engine;
    private final Clock clock;

    /** Few, and with a bounded queue: a file server is asked for one moment after the other. */
    private final ExecutorService workers =
            new ThreadPoolExecutor(2, 2, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(100), task -> {
                Thread thread = new Thread(task, "backup-desk");
                thread.setDaemon(true);
                return thread;
            });

    EngineBackupDesk(Engine engine, Clock clock) {
        this.engine = engine;
        this.clock = clock;
    }

    private static ContainerIdentity identity(ContainerRow container) {
        return new ContainerIdentity(container.setId(), container.kind(), container.sid(), container.baseName());
    }

    private static String key(ContainerRow container) {
        return identity(container).key();
    }

    @Override
    public CompletableFuture<Holds> holds(ContainerRow container) {
        return later(() -> engine.keptBackups().holds(identity(container)));
    }

    @Override
    public CompletableFuture<Decided> keep(ContainerRow container, KeptBackups.Act act, Actor actor, String reason) {
        return later(() -> engine.keptBackups().decide(container.id(), identity(container), act, actor, reason));
    }

    @Override
    public List<KnownPoint> points(ContainerRow container) {
        return engine.restorePoints().of(key(container));
    }

    @Override
    public boolean keeps(ContainerRow container) {
        return !points(container).isEmpty()
                || !engine.config().backups().destinations(identity(container)).isEmpty();
    }

    @Override
    public Optional<String> serverLocation(ContainerDetail container) {
        return engine.config().backups().repositoryOf(container.row().setId()).isEmpty()
                ? Optional.empty()
                : engine.previousVersions().location(container);
    }

    @Override
    public MayBackUp mayBackUp(ContainerRow container) {
        return engine.backups().mayBackUp(container.id());
    }

    @Override
    public AskedBackup backUpNow(ContainerRow container, Actor actor) throws BackupUnderWayException {
        return engine.askedBackups().ask(container.id(), actor);
    }

    @Override
    public Optional<AskedBackup> lastAsked(ContainerRow container) {
        return engine.askedBackups().last(container.id());
    }

    @Override
    public AutoCloseable follow(ContainerRow container, Consumer<AskedBackup> listener) {
        return engine.askedBackups().listen(asked -> {
            if (asked.containerId() == container.id()) {
                listener.accept(asked);
            }
        });
    }

    @Override
    public Optional<BackupGap> gap(ContainerRow container) {
        return engine.backups().containerBackups().of(key(container)).flatMap(EngineBackupDesk::gap);
    }

    private static Optional<BackupGap> gap(BackupState state) {
        return switch (state.outcome()) {
            case STORED, SAME -> Optional.empty();
            case IN_USE -> Optional.of(new BackupGap(state.inUseSince().orElse(state.tried()), BackupGap.Why.IN_USE));
            case UNREADABLE -> Optional.of(new BackupGap(state.success().orElse(state.tried()), BackupGap.Why.FAILED));
        };
    }

    @Override
    public CompletableFuture<List<StoragePoint>> previousVersions(ContainerDetail container) {
        return later(() -> engine.previousVersions().of(container));
    }

    private interface Work<T> {
        T get() throws IOException;
    }

    private <T> CompletableFuture<T> later(Work<T> work) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            workers.execute(() -> {
                try {
                    answer.complete(work.get());
                } catch (IOException | RuntimeException e) {
                    answer.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(new IOException("too many people ask at once: try again in a moment", e));
        }
        return answer;
    }

    @PreDestroy
    void close() {
        workers.shutdownNow();
    }

    @Override
    public List<RepositorySeen> repositories() {
        BackupPolicy policy = engine.config().backups();
        return engine.repositories().configured().stream()
                .map(one -> new RepositorySeen(
                        one.id(),
                        one.name(),
                        one.siteId(),
                        one.id().equals(policy.repositoryId())
                                || policy.repositoryOfSet().containsValue(one.id()),
                        policy.copyTo().contains(one.id()),
                        engine.backupList().known(one.id())))
                .toList();
    }

    @Override
    public List<RepositoryMeasure> nights(String id) {
        return engine.restorePoints().measures().history(id, RepositoryMeasures.KEPT_DAYS);
    }

    @Override
    public Optional<RepositoryFacts> facts(String id) {
        BackupPolicy policy = engine.config().backups();
        CareService care = engine.care();
        int days = policy.readAllWithinDays();
        return repositories().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .map(seen -> new RepositoryFacts(
                        seen,
                        engine.restorePoints().measures().history(id, NIGHTS),
                        engine.restorePoints().measures().keys(id),
                        care.last(id, CareKind.CHECK).orElse(null),
                        care.partsRead(id, days, clock.instant().minus(Duration.ofDays(days))),
                        days,
                        care.problems(id, MOST),
                        care.evidence(id, TESTS),
                        policy.keep(),
                        policy.kinds().stream().sorted().toList()));
    }

    @Override
    public List<ContainerBackup> list(BackupList.Filter filter, BackupList.Sort sort, long offset, int limit) {
        return engine.backupList().list(filter, sort, offset, limit);
    }

    @Override
    public long count(BackupList.Filter filter) {
        return engine.backupList().count(filter);
    }

    @Override
    public BackupList.Totals totals(BackupList.Filter filter) {
        return engine.backupList().totals(filter);
    }

    @Override
    public Set<ContainerKind> kinds() {
        return engine.config().backups().kinds();
    }

    @Override
    public Duration mostAge() {
        return Duration.ofDays(engine.config().backups().warnAfterDays());
    }
}

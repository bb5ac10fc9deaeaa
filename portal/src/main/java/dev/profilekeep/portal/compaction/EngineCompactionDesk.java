package dev.profilekeep.portal.compaction;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.compact.estate.BlocksBefore;
import dev.profilekeep.compact.estate.CompactionDay;
import dev.profilekeep.compact.estate.CompactionItem;
import dev.profilekeep.compact.estate.CompactionRun;
import dev.profilekeep.compact.estate.DamagedCanary;
import dev.profilekeep.compact.estate.ItemFilter;
import dev.profilekeep.compact.estate.KeptSpace;
import dev.profilekeep.compact.estate.SkippedGroup;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.restore.RestoreOutcome;
import dev.profilekeep.restore.RestoreRequest;
import dev.profilekeep.restore.UndoPlan;
import dev.profilekeep.space.estate.NeverCompacted;
import dev.profilekeep.space.estate.NeverCompactedTotals;
import dev.profilekeep.storage.Initiator;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Compaction by the engine. */
@Component
class EngineCompactionDesk implements CompactionDesk {
    private static final String TICKET = "putting a larger disk back";

    private final Engine engine;

    /** Few, and with a bounded queue: going back writes whole disks. */
    private final ExecutorService workers =
            new ThreadPoolExecutor(2, 2, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(20), task -> {
                Thread thread = new Thread(task, "compaction-desk");
                thread.setDaemon(true);
                return thread;
            });

    EngineCompactionDesk(Engine engine) {
        this.engine = engine;
    }

    @Override
    public boolean configured() {
        ProfileKeepConfig config = engine.config();
        return config.sets().stream().anyMatch(set -> config.compaction().isEnabled(set.id()));
    }

    @Override
    public Optional<CompactionRun> latest() {
        return engine.compactions().latest();
    }

    @Override
    public CompactionRun within(CompactionRun run, Reach reach) {
        return engine.compactions().within(run, reach);
    }

    private static ItemFilter filter(SpaceQuery query, Reach reach) {
        return new ItemFilter(query.text(), query.outcomes(), query.why(), reach);
    }

    @Override
    public List<CompactionItem> items(long run, SpaceQuery query, Reach reach, long offset, int limit) {
        return engine.compactions().items(run, filter(query, reach), offset, limit);
    }

    @Override
    public long count(long run, SpaceQuery query, Reach reach) {
        return engine.compactions().count(run, filter(query, reach));
    }

    @Override
    public List<CompactionItem> ofContainer(long container, int limit) {
        return engine.compactions().ofContainer(container, limit);
    }

    @Override
    public Optional<BlocksBefore> blocksBefore(CompactionItem item) {
        return engine.compactions().blocksBefore(item.runId(), item.containerId(), item.locationId());
    }

    @Override
    public List<SkippedGroup> skipped(long run, Reach reach) {
        return engine.compactions().skipped(run, reach);
    }

    @Override
    public List<CompactionDay> trend(int days) {
        return engine.compactions().trend(days);
    }

    @Override
    public List<NeverCompacted> neverCompacted(Reach reach, long offset, int limit) {
        return engine.space().neverCompacted(reach, offset, limit);
    }

    @Override
    public NeverCompactedTotals neverCompactedTotals(Reach reach) {
        return engine.space().neverCompactedTotals(reach);
    }

    @Override
    public List<DamagedCanary> damagedCanaries() {
        return engine.compactions().damagedCanaries().list();
    }

    @Override
    public boolean goOnAfterCanary(Actor actor, String setId, String agentVersion, String reason) {
        return !engine.compactions()
                .damagedCanaries()
                .goOn(actor, setId, agentVersion, reason)
                .isEmpty();
    }

    @Override
    public KeptSpace kept() {
        return engine.compactions().kept();
    }

    @Override
    public CompletableFuture<Optional<UndoPlan>> planBack(long container, String purpose, Reach reach) {
        return later(() -> engine.restores().kept(container, reach).stream()
                .filter(kept -> !purpose.isEmpty() && kept.purpose().equals(purpose))
                .findFirst()
                .map(kept -> engine.restores().planUndo(kept, Initiator.PERSON, reach)));
    }

    @Override
    public CompletableFuture<RestoreOutcome> putBack(
            UndoPlan plan, String setId, Actor actor, String reason, Reach reach) {
        return later(() -> {
            Optional<String> id =
                    plan.writtenSince() ? engine.config().backups().repositoryOf(setId) : Optional.empty();
            Repository repository = id.isPresent() ? engine.repositories().open(id.get()) : null;
            return engine.restores()
                    .undo(
                            plan,
                            repository,
                            new RestoreRequest(actor, reason, TICKET, reach, Initiator.PERSON),
                            (phase, done, total) -> true);
        });
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
}

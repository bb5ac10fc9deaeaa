package dev.profilekeep.batch.inventory;

import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.inventory.InventoryRun;
import dev.profilekeep.inventory.InventoryRunningException;
import dev.profilekeep.inventory.InventoryService;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.inventory.Shard;
import dev.profilekeep.lock.JudgeProgress;
import dev.profilekeep.restore.SweptEstate;
import dev.profilekeep.storage.Initiator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine's own. */
final class EngineInventory implements InventoryWork {
    private static final JudgeProgress NOTHING_YET = new JudgeProgress(0, 0, 0, 0, 0, 0, 0);
    /** What is left alone on purpose, or is no disk, is no failure. */
    private static final Set<String> NO_FAILURES = Set.of("NAME", "QUIET");

    private static final Logger LOG = LoggerFactory.getLogger(EngineInventory.class);

    private final Engine engine;
    private final InventoryService inventory;
    private volatile @Nullable Judging judging;

    private record Judging(long run, LocksJudged judged) {}

    EngineInventory(Engine engine) {
        this.engine = engine;
        this.inventory = engine.inventory();
    }

    @Override
    public long begin(String startedBy) throws InventoryRunningException {
        return inventory.begin(startedBy, Set.of()).id();
    }

    @Override
    public void resume(long run, String startedBy) throws InventoryRunningException {
        inventory.resume(run, startedBy);
    }

    @Override
    public List<Shard> list(long run, RunControl control) throws IOException {
        return inventory.list(run, control);
    }

    @Override
    public void read(Shard shard, RunControl control) throws IOException {
        inventory.read(shard, control);
    }

    @Override
    public InventoryRun finish(long run) throws IOException {
        return inventory.finish(run);
    }

    @Override
    public void judgeLocks(long run, RunControl control) {
        judging = new Judging(run, new LocksJudged(NOTHING_YET, false));
        try {
            JudgeProgress end = engine.locks()
                    .judgeAll(
                            Initiator.JOB,
                            control::stopAsked,
                            progress -> judging = new Judging(run, new LocksJudged(progress, false)));
            judging = new Judging(run, new LocksJudged(end, false));
        } finally { // what was judged before it failed stays told
            JudgeProgress known = judged(run).map(LocksJudged::progress).orElse(NOTHING_YET);
            judging = new Judging(run, new LocksJudged(known, true));
        }
    }

    @Override
    public void sweepKept(RunControl control) {
        SweptEstate swept = engine.restores().sweepKept(control::stopAsked);
        swept.left().forEach(why -> LOG.warn("kept files are not swept this time: {}", why));
        if (!swept.swept().isEmpty()) {
            LOG.info("kept files={} removed={}", swept.swept().size(), swept.removed());
        }
    }

    @Override
    public Optional<LocksJudged> judged(long run) {
        Judging last = judging;
        return last == null || last.run() != run ? Optional.empty() : Optional.of(last.judged());
    }

    @Override
    public long slowed() {
        return engine.locations().slowed();
    }

    @Override
    public void abort(long run, InventoryRun.Phase how, String reason) {
        inventory.abort(run, how, reason);
    }

    @Override
    public Optional<InventoryRun> find(long run) {
        return Optional.of(inventory.run(run));
    }

    @Override
    public List<LeftOut> leftOut(long run) {
        return engine.containers().unread().stream()
                .filter(unread -> unread.wholeLocation() || !NO_FAILURES.contains(unread.kind()))
                .map(unread -> new LeftOut(
                        name(unread.locationId()), unread.wholeLocation() ? "" : unread.path(), unread.reason()))
                .toList();
    }

    private String name(String location) {
        return engine.config().location(location).map(LocationConfig::name).orElse(location);
    }
}

package dev.profilekeep.batch.inventory;

import dev.profilekeep.inventory.InventoryRun;
import dev.profilekeep.inventory.InventoryRun.Phase;
import dev.profilekeep.inventory.InventoryRunningException;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.inventory.Shard;
import dev.profilekeep.lock.JudgeProgress;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** An engine's inventory by hand: shards that fail or wait when told so, and a memory of what was asked. */
public final class FakeInventory implements InventoryWork {
    /** Containers in each shard. */
    public static final int CONTAINERS = 10;

    private static final int LOCKS = -2;

    /** As in a database, no two inventories have the same number. */
    private static final AtomicLong NUMBERS = new AtomicLong(100);

    private final Map<Long, State> works = new TreeMap<>();
    private final List<Integer> read = new ArrayList<>();
    private final List<Long> listed = new ArrayList<>();
    private final Map<Integer, String> failing = new ConcurrentHashMap<>();
    private final Map<Integer, Gate> gates = new ConcurrentHashMap<>();
    private volatile int shards;
    private final AtomicLong sweeps = new AtomicLong();
    private volatile long judgedOf;
    private volatile @Nullable LocksJudged judged;
    private volatile @Nullable String listingFails;
    private volatile @Nullable String beginFails;
    private volatile @Nullable String locksFail;
    private volatile boolean runningElsewhere;
    private volatile int unreadable;
    private volatile List<LeftOut> leftOut = List.of();
    private volatile long slowed;

    public FakeInventory(int shards) {
        this.shards = shards;
    }

    private static final class State {
        String startedBy;
        Phase phase = Phase.LISTING;
        final List<Integer> done = new ArrayList<>();
        String reason = "";

        State(String startedBy) {
            this.startedBy = startedBy;
        }
    }

    /** A place where a worker waits. */
    public static final class Gate {
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);

        public void awaitReached() {
            try {
                if (!reached.await(30, TimeUnit.SECONDS)) {
                    throw new AssertionError("nobody came to the gate");
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        public void open() {
            open.countDown();
        }

        boolean isOpen() {
            return open.getCount() == 0;
        }
    }

    public Gate gateAt(int shard) {
        return gates.compute(shard, (any, old) -> old == null || old.isOpen() ? new Gate() : old);
    }

    /** Lets everybody go on who waits. */
    public void openAll() {
        gates.values().forEach(Gate::open);
        gates.clear();
    }

    /** Nobody waits any more who comes from now on; who waits goes on waiting. */
    public void openAllFromNowOn() {
        gates.clear();
    }

    public void fail(int shard, String reason) {
        failing.put(shard, reason);
    }

    public void failListing(String reason) {
        listingFails = reason;
    }

    public void failBegin(String reason) {
        beginFails = reason;
    }

    public void failLocks(String reason) {
        locksFail = reason;
    }

    public void slow(long locations) {
        slowed = locations;
    }

    @Override
    public long slowed() {
        return slowed;
    }

    public void heal() {
        locksFail = null;
        failing.clear();
        listingFails = null;
        beginFails = null;
    }

    public void runElsewhere(boolean running) {
        runningElsewhere = running;
    }

    public void unreadable(int containers, LeftOut... locations) {
        unreadable = containers;
        leftOut = List.of(locations);
    }

    public void unreadableDisk(String location, String path, String reason) {
        unreadable(1, new LeftOut(location, path, reason));
    }

    /** Shards read to their end, in the order of their end, over all runs. */
    public synchronized List<Integer> read() {
        return List.copyOf(read);
    }

    public synchronized int listings() {
        return listed.size();
    }

    public synchronized int works() {
        return works.size();
    }

    public synchronized Phase phaseOfLast() {
        return works.values().stream().reduce((a, b) -> b).orElseThrow().phase;
    }

    public synchronized String startedByOfLast() {
        return works.values().stream().reduce((a, b) -> b).orElseThrow().startedBy;
    }

    @Override
    public synchronized long begin(String startedBy) throws InventoryRunningException {
        if (beginFails != null) {
            throw new IllegalStateException(beginFails);
        }
        refuseASecond();
        long id = NUMBERS.incrementAndGet();
        works.put(id, new State(startedBy));
        return id;
    }

    @Override
    public synchronized void resume(long run, String startedBy) throws InventoryRunningException {
        refuseASecond();
        State state = works.get(run);
        if (state.phase == Phase.DONE) {
            throw new IllegalStateException("inventory run " + run + " is done");
        }
        state.startedBy = startedBy;
        state.phase = Phase.READING;
    }

    private void refuseASecond() throws InventoryRunningException {
        boolean open =
                works.values().stream().anyMatch(state -> state.phase == Phase.LISTING || state.phase == Phase.READING);
        if (open || runningElsewhere) {
            throw new InventoryRunningException(7, "elsewhere");
        }
    }

    @Override
    public List<Shard> list(long run, RunControl control) throws IOException {
        synchronized (this) {
            if (works.get(run).phase == Phase.LISTING) {
                listed.add(run);
            }
        }
        Gate gate = gates.get(-1);
        if (gate != null) {
            pass(gate, control);
        }
        if (listingFails != null) {
            throw new IOException(listingFails);
        }
        List<Shard> found = new ArrayList<>();
        for (int i = 0; i < shards; i++) {
            found.add(new Shard(run, i, i % 2 == 0 ? "fra" : "lon", CONTAINERS));
        }
        synchronized (this) {
            works.get(run).phase = Phase.READING;
        }
        return found;
    }

    @Override
    public void read(Shard shard, RunControl control) throws IOException {
        Gate gate = gates.get(shard.number());
        if (gate != null) {
            pass(gate, control);
        }
        if (control.stopAsked()) {
            return;
        }
        String reason = failing.get(shard.number());
        if (reason != null) {
            throw new IOException(reason);
        }
        synchronized (this) {
            works.get(shard.runId()).done.add(shard.number());
            read.add(shard.number());
        }
    }

    private static void pass(Gate gate, RunControl control) {
        gate.reached.countDown();
        try {
            while (!control.stopAsked() && !gate.open.await(10, TimeUnit.MILLISECONDS)) {
                // as the engine does between two containers
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized InventoryRun finish(long run) {
        works.get(run).phase = Phase.DONE;
        return find(run).orElseThrow();
    }

    /** A worker waits in the middle of judging locks. */
    public Gate gateAtLocks() {
        return gateAt(LOCKS);
    }

    /** The run of which locks were judged last; 0 if of none. */
    public long judgedOf() {
        return judgedOf;
    }

    @Override
    public void sweepKept(RunControl control) {
        sweeps.incrementAndGet();
    }

    /** How often kept files were swept. */
    long sweeps() {
        return sweeps.get();
    }

    @Override
    public void judgeLocks(long run, RunControl control) {
        synchronized (this) {
            if (works.get(run).phase != Phase.DONE) {
                throw new IllegalStateException(
                        "locks are judged after the conclusion, not in " + works.get(run).phase);
            }
        }
        judgedOf = run;
        judged = new LocksJudged(new JudgeProgress(4, 2, 1, 1, 0, 0, 0), false);
        Gate gate = gates.get(LOCKS);
        if (gate != null) {
            pass(gate, control);
        }
        String reason = locksFail;
        if (reason != null) {
            throw new IllegalStateException(reason);
        }
        judged = control.stopAsked()
                ? new LocksJudged(judged.progress(), true)
                : new LocksJudged(new JudgeProgress(4, 4, 1, 2, 1, 0, 0), true);
    }

    @Override
    public Optional<LocksJudged> judged(long run) {
        return judgedOf == run ? Optional.ofNullable(judged) : Optional.empty();
    }

    @Override
    public synchronized void abort(long run, Phase how, String reason) {
        if (works.get(run).phase == Phase.DONE) {
            return;
        }
        works.get(run).phase = how;
        works.get(run).reason = reason;
    }

    @Override
    public synchronized Optional<InventoryRun> find(long run) {
        State state = works.get(run);
        long done = (long) state.done.size() * CONTAINERS;
        long total = state.phase == Phase.LISTING ? 0 : (long) shards * CONTAINERS;
        return Optional.of(new InventoryRun(
                run,
                state.startedBy,
                Instant.EPOCH,
                null,
                state.phase,
                List.of("fra", "lon"),
                total,
                done,
                done,
                0,
                0,
                0,
                unreadable,
                0,
                done * 4096,
                "somebody"));
    }

    @Override
    public List<LeftOut> leftOut(long run) {
        return leftOut;
    }
}

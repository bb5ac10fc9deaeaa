package dev.profilekeep.batch.inventory;

import dev.profilekeep.inventory.InventoryRun;
import dev.profilekeep.inventory.InventoryRunningException;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.inventory.Shard;
import dev.profilekeep.lock.JudgeProgress;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What the job needs of the engine's inventory, in its words; see InventoryService. */
interface InventoryWork {
    long begin(String startedBy) throws InventoryRunningException;

    /** @throws IllegalStateException if there is nothing to go on with */
    void resume(long run, String startedBy) throws InventoryRunningException;

    /** The shards of a run; listed anew only if that was not done to its end before. */
    List<Shard> list(long run, RunControl control) throws IOException;

    void read(Shard shard, RunControl control) throws IOException;

    InventoryRun finish(long run) throws IOException;

    /** Looks at every lock that is known after the run, as a job does: quiet hours are kept. Doing so twice does no harm. */
    void judgeLocks(long run, RunControl control);

    /** Removes what swaps put aside and nobody needs any more. Doing so twice does no harm; what cannot be looked at stays for the next time. */
    void sweepKept(RunControl control);

    /** How far the locks are judged after a run; empty before. Only the process that does it knows. */
    Optional<LocksJudged> judged(long run);

    /** @param over nothing more comes, because all were looked at or a stop was asked for */
    record LocksJudged(JudgeProgress progress, boolean over) {}

    /** At how many locations less is read just now, as the server answers slowly. Only the process that reads knows. */
    long slowed();

    void abort(long run, InventoryRun.Phase how, String reason);

    Optional<InventoryRun> find(long run);

    /** What the run could not read: locations as a whole first, then single disks. */
    List<LeftOut> leftOut(long run);

    /**
     * @param location its name
     * @param path inside the location; empty if nothing of the location is known this time
     */
    record LeftOut(String location, String path, String reason) {}
}

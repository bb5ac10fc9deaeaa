package dev.profilekeep.portal.compaction;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.compact.estate.BlocksBefore;
import dev.profilekeep.compact.estate.CompactionDay;
import dev.profilekeep.compact.estate.CompactionItem;
import dev.profilekeep.compact.estate.CompactionRun;
import dev.profilekeep.compact.estate.DamagedCanary;
import dev.profilekeep.compact.estate.KeptSpace;
import dev.profilekeep.compact.estate.SkippedGroup;
import dev.profilekeep.restore.RestoreOutcome;
import dev.profilekeep.restore.UndoPlan;
import dev.profilekeep.space.estate.NeverCompacted;
import dev.profilekeep.space.estate.NeverCompactedTotals;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Compaction as the catalog knows it. It knows no roles: only the services of the features may hold it. Safe for several threads. */
public interface CompactionDesk {
    /** Whether disks of any set are made smaller, by the configuration. */
    boolean configured();

    /** The run that was begun last, whatever became of it; empty if there was none. */
    Optional<CompactionRun> latest();

    /** The same run, with the numbers of the containers within reach. */
    CompactionRun within(CompactionRun run, Reach reach);

    /** The copies that a run looked at, in the run's own order. */
    List<CompactionItem> items(long run, SpaceQuery query, Reach reach, long offset, int limit);

    long count(long run, SpaceQuery query, Reach reach);

    /** What became of a container, the newest first. */
    List<CompactionItem> ofContainer(long container, int limit);

    /** The blocks of a copy as they were before it became smaller; empty if nobody knows. */
    Optional<BlocksBefore> blocksBefore(CompactionItem item);

    /** What a run left as it is, by reason. */
    List<SkippedGroup> skipped(long run, Reach reach);

    /** The last days on which there was a run, of all the estate. */
    List<CompactionDay> trend(int days);

    /** Whose disk FSLogix itself never makes smaller, as of the last inventory: the largest gain first. */
    List<NeverCompacted> neverCompacted(Reach reach, long offset, int limit);

    /** How many these are in all, and by reason. */
    NeverCompactedTotals neverCompactedTotals(Reach reach);

    /** Disks that went first, were found damaged, and keep others of their kind from it. */
    List<DamagedCanary> damagedCanaries();

    /**
     * Has others of a set and version of FSLogix follow all the same; audited.
     *
     * @return whether there was something damaged in the way
     */
    boolean goOnAfterCanary(Actor actor, String setId, String agentVersion, String reason);

    /** Room that old files take, of all the estate; asks no server. */
    KeptSpace kept();

    /**
     * What putting back the larger disk would do that an act replaced. Asked elsewhere than in this thread, as the servers are asked; empty if it is not kept any more; fails with an
     * {@link java.io.IOException} if a location does not answer.
     *
     * @param purpose of the act, as its {@link CompactionItem} has it
     */
    CompletableFuture<Optional<UndoPlan>> planBack(long container, String purpose, Reach reach);

    /** Does what such a plan says, elsewhere than in this thread, if everything still is as it was then; audited. */
    CompletableFuture<RestoreOutcome> putBack(UndoPlan plan, String setId, Actor actor, String reason, Reach reach);
}

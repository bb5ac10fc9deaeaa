package dev.profilekeep.portal.support;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.compact.estate.BlocksBefore;
import dev.profilekeep.compact.estate.CompactionDay;
import dev.profilekeep.compact.estate.CompactionItem;
import dev.profilekeep.compact.estate.CompactionItem.Outcome;
import dev.profilekeep.compact.estate.CompactionRun;
import dev.profilekeep.compact.estate.CompactionRun.Phase;
import dev.profilekeep.compact.estate.DamagedCanary;
import dev.profilekeep.compact.estate.KeptSpace;
import dev.profilekeep.compact.estate.SkippedGroup;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.disk.info.BlockUse;
import dev.profilekeep.disk.info.DiskInfo;
import dev.profilekeep.disk.info.LogState;
import dev.profilekeep.portal.compaction.CompactionDesk;
import dev.profilekeep.portal.compaction.SpaceQuery;
import dev.profilekeep.portal.compaction.Whys;
import dev.profilekeep.restore.RestoreOutcome;
import dev.profilekeep.restore.UndoPlan;
import dev.profilekeep.restore.Undoable;
import dev.profilekeep.space.estate.NeverCompacted;
import dev.profilekeep.space.estate.NeverCompacted.Reason;
import dev.profilekeep.space.estate.NeverCompactedTotals;
import dev.profilekeep.storage.Initiator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compactions in memory, of the containers of an estate in memory: there is one run at most. */
public final class FakeCompactionDesk implements CompactionDesk {
    public static final String PURPOSE = "compaction 2026-03-02 (12ab34cd)";

    public final List<CompactionItem> items = new ArrayList<>();
    public final List<CompactionDay> days = new ArrayList<>();
    public boolean configured = true;
    public @Nullable CompactionRun run;
    public KeptSpace kept = new KeptSpace(0, 0, null, null);

    /** What can be put back, by container; it does not go away by being put back. */
    public final Map<Long, UndoPlan> plans = new LinkedHashMap<>();

    /** What was put back, each a line. */
    public final List<String> putBack = new ArrayList<>();

    /** How it ends. */
    public RestoreOutcome outcome = new RestoreOutcome.Restored("act", List.of(), List.of());

    /** As they were before, by container. */
    public final Map<Long, BlocksBefore> blocks = new LinkedHashMap<>();

    public final List<NeverCompacted> never = new ArrayList<>();

    /** How often somebody asked for the run that was begun last. */
    public int looks;

    public final List<DamagedCanary> damaged = new ArrayList<>();

    /** What went on after damaged ones, by whom and why. */
    public final List<String> wentOn = new ArrayList<>();

    private final FakeEstate estate;

    public FakeCompactionDesk(FakeEstate estate) {
        this.estate = estate;
    }

    /** A night that made Anna's disk (1) smaller, from 5 to 3 GB, and left Ben's (2), which was in use and could give 1 GB. */
    public static FakeCompactionDesk standard(FakeEstate estate) {
        FakeCompactionDesk desk = new FakeCompactionDesk(estate);
        desk.run = run(Phase.DONE, false);
        desk.items.add(item(1, "anna", Outcome.COMPACTED, "", "", 3 * Samples.GB));
        desk.items.add(item(2, "ben", Outcome.SKIPPED, "in-use", "somebody works with it", -1));
        return desk;
    }

    public static CompactionRun run(Phase phase, boolean planOnly) {
        boolean ended = phase == Phase.DONE || phase == Phase.FAILED || phase == Phase.STOPPED;
        return new CompactionRun(
                7,
                Samples.NOW.minusSeconds(3600),
                ended ? Samples.NOW : null,
                "schedule",
                false,
                planOnly,
                phase,
                ended ? "" : "anna",
                4,
                ended ? 4 : 1,
                planOnly ? 0 : 1,
                1,
                0,
                planOnly ? 0 : 2 * Samples.GB,
                Samples.GB,
                null,
                "");
    }

    public static CompactionItem item(
            long container, String account, Outcome outcome, String why, String sentence, long bytesAfter) {
        return new CompactionItem(
                7,
                container,
                "office",
                "fra-profiles",
                account,
                "S-1-5-21-1-2-3-1104_" + account + "/Profile_" + account + ".VHDX",
                "",
                false,
                outcome,
                why,
                sentence,
                5 * Samples.GB,
                4 * Samples.GB,
                bytesAfter,
                32 << 20,
                bytesAfter < 0 ? 0 : 32 << 20,
                Samples.NOW.minusSeconds(90),
                Samples.NOW,
                outcome == Outcome.COMPACTED ? PURPOSE : "");
    }

    /** The blocks of a disk as large as that of {@link Samples#disk}, of which twice as many are stored as there. */
    public static BlocksBefore full() {
        DiskInfo like = Samples.disk(false, LogState.EMPTY);
        byte[] states = like.blocks().toBytes();
        Arrays.fill(states, 0, 200, (byte) (BlockUse.STORED + 40));
        return new BlocksBefore(new BlockUse(like.blocks().blockBytes(), states), like.virtualSizeBytes());
    }

    /** The same, at another time. */
    public static CompactionItem at(CompactionItem item, Instant at) {
        return new CompactionItem(
                item.runId(),
                item.containerId(),
                item.setId(),
                item.locationId(),
                item.account(),
                item.path(),
                item.agentVersion(),
                item.canary(),
                item.outcome(),
                item.why(),
                item.sentence(),
                item.bytesBefore(),
                item.bytesPlanned(),
                item.bytesAfter(),
                item.blockSizeBefore(),
                item.blockSizeAfter(),
                at,
                at,
                item.purpose());
    }

    /** The night after {@link #standard}: it began, and looked at as many disks of Ben's as you like. */
    public void anotherNight(int copies) {
        CompactionRun last = run(Phase.LOOKING, false);
        run = new CompactionRun(
                last.id() + 1,
                Samples.NOW,
                null,
                last.startedBy(),
                false,
                false,
                Phase.LOOKING,
                "",
                copies,
                copies,
                0,
                0,
                0,
                0,
                0,
                null,
                "");
        for (int i = 0; i < copies; i++) {
            CompactionItem of = item(2, "ben", Outcome.PLANNED, "", "", -1);
            items.add(new CompactionItem(
                    of.runId() + 1,
                    of.containerId(),
                    of.setId(),
                    of.locationId(),
                    of.account(),
                    of.path(),
                    of.agentVersion(),
                    of.canary(),
                    of.outcome(),
                    of.why(),
                    of.sentence(),
                    of.bytesBefore(),
                    of.bytesPlanned(),
                    of.bytesAfter(),
                    of.blockSizeBefore(),
                    of.blockSizeAfter(),
                    of.beganAt(),
                    null,
                    of.purpose()));
        }
    }

    /** A disk of 5 GB that FSLogix leaves; of it 2 GB could be given back. */
    public static NeverCompacted never(long container, String account, Reason... reasons) {
        return new NeverCompacted(
                container,
                "office",
                ContainerKind.PROFILE,
                "S-1-5-21-1-2-3-1104",
                account,
                "Profile_" + account,
                "fra",
                "fra-profiles",
                5 * Samples.GB,
                2 * Samples.GB,
                Set.of(reasons),
                3,
                Samples.NOW);
    }

    /** What is kept of a container can be put back. */
    public void keeps(long container, boolean used) {
        plans.put(
                container,
                new UndoPlan(
                        new Undoable(container, PURPOSE, Samples.NOW, List.of()),
                        Initiator.PERSON,
                        List.of(),
                        List.of(),
                        List.of(),
                        5 * Samples.GB,
                        used,
                        Samples.NOW,
                        used ? List.of("Documents/secret plan.docx") : List.of(),
                        used ? 2 : 0,
                        List.of("make a copy of the kept file"),
                        "basis",
                        null));
    }

    @Override
    public boolean configured() {
        return configured;
    }

    @Override
    public Optional<CompactionRun> latest() {
        looks++;
        return Optional.ofNullable(run);
    }

    @Override
    public CompactionRun within(CompactionRun whole, Reach reach) {
        List<CompactionItem> found = rows(SpaceQuery.ALL, reach)
                .filter(item -> item.runId() == whole.id())
                .toList();
        return new CompactionRun(
                whole.id(),
                whole.startedAt(),
                whole.endedAt(),
                whole.startedBy(),
                whole.byPerson(),
                whole.planOnly(),
                whole.phase(),
                whole.doing(),
                found.size(),
                found.stream().filter(item -> item.endedAt() != null).count(),
                of(found, Outcome.COMPACTED),
                of(found, Outcome.SKIPPED),
                of(found, Outcome.FAILED),
                found.stream()
                        .filter(item -> item.outcome() == Outcome.COMPACTED)
                        .mapToLong(CompactionItem::gain)
                        .sum(),
                found.stream()
                        .filter(item -> item.outcome() != Outcome.COMPACTED && !Whys.isSmallEnough(item.why()))
                        .mapToLong(CompactionItem::gain)
                        .sum(),
                whole.endsAt(),
                whole.stoppedBy());
    }

    private static long of(List<CompactionItem> items, Outcome outcome) {
        return items.stream().filter(item -> item.outcome() == outcome).count();
    }

    private Stream<CompactionItem> rows(SpaceQuery query, Reach reach) {
        return items.stream()
                .filter(item -> estate.containers.stream()
                        .map(ContainerDetail::row)
                        .anyMatch(row -> row.id() == item.containerId() && reach.includes(row)))
                .filter(item -> item.account().contains(query.text()))
                .filter(item -> query.outcomes().isEmpty() || query.outcomes().contains(item.outcome()))
                .filter(item -> query.why().isEmpty() || query.why().equals(item.why()));
    }

    @Override
    public List<CompactionItem> items(long of, SpaceQuery query, Reach reach, long offset, int limit) {
        return rows(query, reach)
                .filter(item -> item.runId() == of)
                .skip(offset)
                .limit(limit)
                .toList();
    }

    @Override
    public long count(long of, SpaceQuery query, Reach reach) {
        return rows(query, reach).filter(item -> item.runId() == of).count();
    }

    @Override
    public List<CompactionItem> ofContainer(long container, int limit) {
        return items.stream()
                .filter(item -> item.containerId() == container)
                .limit(limit)
                .toList();
    }

    @Override
    public Optional<BlocksBefore> blocksBefore(CompactionItem item) {
        return Optional.ofNullable(blocks.get(item.containerId()));
    }

    private List<NeverCompacted> never(Reach reach) {
        return never.stream()
                .filter(one -> estate.containers.stream()
                        .map(ContainerDetail::row)
                        .anyMatch(row -> row.id() == one.containerId() && reach.includes(row)))
                .toList();
    }

    @Override
    public List<NeverCompacted> neverCompacted(Reach reach, long offset, int limit) {
        return never(reach).stream().skip(offset).limit(limit).toList();
    }

    @Override
    public NeverCompactedTotals neverCompactedTotals(Reach reach) {
        Map<Reason, NeverCompactedTotals.Sum> byReason = new EnumMap<>(Reason.class);
        for (Reason reason : Reason.values()) {
            byReason.put(
                    reason,
                    sum(never(reach).stream()
                            .filter(one -> one.reasons().contains(reason))
                            .toList()));
        }
        return new NeverCompactedTotals(sum(never(reach)), byReason);
    }

    private static NeverCompactedTotals.Sum sum(List<NeverCompacted> of) {
        return new NeverCompactedTotals.Sum(
                of.size(), of.stream().mapToLong(NeverCompacted::reclaimable).sum());
    }

    @Override
    public List<SkippedGroup> skipped(long of, Reach reach) {
        Map<String, SkippedGroup> groups = new LinkedHashMap<>();
        rows(SpaceQuery.ALL, reach)
                .filter(item -> item.runId() == of && item.outcome() == Outcome.SKIPPED)
                .forEach(item -> groups.merge(
                        item.why(),
                        new SkippedGroup(item.why(), 1, item.gain()),
                        (one, other) -> new SkippedGroup(
                                one.why(), one.containers() + 1, one.possibleBytes() + other.possibleBytes())));
        return List.copyOf(groups.values());
    }

    @Override
    public List<CompactionDay> trend(int most) {
        return List.copyOf(days);
    }

    @Override
    public List<DamagedCanary> damagedCanaries() {
        return List.copyOf(damaged);
    }

    @Override
    public boolean goOnAfterCanary(Actor actor, String setId, String agentVersion, String reason) {
        boolean any = damaged.removeIf(
                one -> one.setId().equals(setId) && one.agentVersion().equals(agentVersion));
        if (any) {
            wentOn.add(setId + " " + agentVersion + " " + actor.name() + ": " + reason);
        }
        return any;
    }

    /** A disk of the set "office" that went first and was found damaged. */
    public static DamagedCanary damaged(String agentVersion) {
        return new DamagedCanary(
                "office", agentVersion, 1, "fra-profiles", "a/Profile_anna.VHDX", Samples.NOW, "a record is cut short");
    }

    @Override
    public KeptSpace kept() {
        return kept;
    }

    @Override
    public CompletableFuture<Optional<UndoPlan>> planBack(long container, String purpose, Reach reach) {
        return CompletableFuture.completedFuture(Optional.ofNullable(plans.get(container))
                .filter(plan -> plan.undoable().purpose().equals(purpose)));
    }

    @Override
    public CompletableFuture<RestoreOutcome> putBack(
            UndoPlan plan, String setId, Actor actor, String reason, Reach reach) {
        putBack.add(plan.undoable().containerId() + " " + setId + " " + actor.name() + ": " + reason);
        return CompletableFuture.completedFuture(outcome);
    }
}

package dev.profilekeep.portal.compaction;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;
import static dev.profilekeep.portal.access.Allowed.USER;

import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.catalog.CopyDetail;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.compact.estate.CompactionItem;
import dev.profilekeep.compact.estate.CompactionItem.Outcome;
import dev.profilekeep.compact.estate.CompactionRun;
import dev.profilekeep.compact.estate.SkippedGroup;
import dev.profilekeep.disk.info.DiskInfo;
import dev.profilekeep.portal.access.Actors;
import dev.profilekeep.portal.access.Allowed;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.access.Placeless;
import dev.profilekeep.portal.access.SaidReason;
import dev.profilekeep.portal.estate.Estate;
import dev.profilekeep.restore.RestoreOutcome;
import dev.profilekeep.restore.UndoPlan;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import dev.profilekeep.space.BlockChange;
import dev.profilekeep.space.estate.NeverCompacted;
import dev.profilekeep.space.estate.NeverCompactedTotals;
import jakarta.annotation.security.RolesAllowed;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Service;

/**
 * What making disks smaller brought: of one's own containers, and of those within one's scope. A run is begun as any job; those who administer a container put its larger disk back.
 */
@Service
@KeepsToScope
public class CompactionsService {
    /** A month. */
    private static final int DAYS = 30;

    /** A disk becomes smaller some times a year; what is older than these, the audit trail has. */
    private static final int PAST = 10;

    private final CompactionDesk desk;
    private final Estate estate;
    private final CurrentUser currentUser;

    public CompactionsService(CompactionDesk desk, Estate estate, CurrentUser currentUser) {
        this.desk = desk;
        this.estate = estate;
        this.currentUser = currentUser;
    }

    /** Whether disks of any set are made smaller here. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean configured() {
        return desk.configured();
    }

    /** The run that was begun last; empty if there was none. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public Optional<SpaceSeen> latest() {
        Person person = currentUser.require();
        Reach reach = Allowed.reach(person);
        return desk.latest()
                .map(run -> reach.isEverywhere()
                        ? new SpaceSeen(saying(run, run.doing(), Placeless.of(person, run.stoppedBy())), true)
                        : new SpaceSeen(saying(desk.within(run, reach), "", ""), false));
    }

    private static CompactionRun saying(CompactionRun run, String doing, String stoppedBy) {
        return new CompactionRun(
                run.id(),
                run.startedAt(),
                run.endedAt(),
                run.startedBy(),
                run.byPerson(),
                run.planOnly(),
                run.phase(),
                doing,
                run.total(),
                run.done(),
                run.compacted(),
                run.skipped(),
                run.failed(),
                run.freedBytes(),
                run.possibleBytes(),
                run.endsAt(),
                stoppedBy);
    }

    /** The number of the run that was begun last, by which its copies are listed to the end even if another begins meanwhile; 0 if there was none. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public long lastRun() {
        return desk.latest().map(CompactionRun::id).orElse(0L);
    }

    /** A page of the copies that a run looked at; none if there is no such run. Reasons name no place to who may not see addresses. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public List<CompactionItem> items(long run, SpaceQuery query, long offset, int limit) {
        Person person = currentUser.require();
        return desk.items(run, query, Allowed.reach(person), offset, limit).stream()
                .map(item -> placeless(item, person))
                .toList();
    }

    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public long count(long run, SpaceQuery query) {
        return desk.count(run, query, Allowed.reach(currentUser.require()));
    }

    private static CompactionItem placeless(CompactionItem item, Person person) {
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
                Placeless.of(person, item.sentence()),
                item.bytesBefore(),
                item.bytesPlanned(),
                item.bytesAfter(),
                item.blockSizeBefore(),
                item.blockSizeAfter(),
                item.beganAt(),
                item.endedAt(),
                item.purpose());
    }

    /** What a run left as it is, by reason: those first that could give most; none if there is no such run. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public List<SkippedGroup> skipped(long run) {
        return desk.skipped(run, Allowed.reach(currentUser.require())).stream()
                .sorted(Comparator.comparingLong(SkippedGroup::possibleBytes)
                        .thenComparingLong(SkippedGroup::containers)
                        .reversed()
                        .thenComparing(SkippedGroup::why))
                .toList();
    }

    /** The trend, and the room that old files take; empty for who is held to a part of the estate. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public Optional<SpaceTold> ofAll() {
        return Allowed.reach(currentUser.require()).isEverywhere()
                ? Optional.of(new SpaceTold(
                        desk.trend(DAYS).stream()
                                .sorted(Comparator.comparing(one -> one.day()))
                                .toList(),
                        desk.kept()))
                : Optional.empty();
    }

    /** What each location is called, by id. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public Map<String, String> locationNames() {
        return estate.locationNames();
    }

    /** Where the file of an item lies: with the address of its location for who may see addresses. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public FullNames fullNames() {
        return Allowed.addresses(currentUser.require())
                ? FullNames.of(estate.locations())
                : FullNames.inTheirLocations();
    }

    /**
     * When a container became smaller, the newest first.
     *
     * @throws NotFoundException if there is no such container, or it is not the person's to see
     */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public List<CompactionItem> madeSmaller(long container) {
        Person person = currentUser.require();
        ContainerRow row = estate.detail(container)
                .map(ContainerDetail::row)
                .orElseThrow(() -> new NotFoundException("container " + container));
        return desk.ofContainer(row.id(), PAST).stream()
                .filter(item -> item.outcome() == Outcome.COMPACTED)
                .map(item -> placeless(item, person))
                .toList();
    }

    /**
     * The blocks of a copy before it became smaller, and as they were seen last; empty if nobody looked since, or if nobody knows how they were before.
     *
     * @throws NotFoundException if there is no such container, or it is not the person's to see
     */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public Optional<BlockChange> blocks(CompactionItem item) {
        ContainerDetail container = estate.detail(item.containerId())
                .orElseThrow(() -> new NotFoundException("container " + item.containerId()));
        Instant began = item.beganAt();
        DiskInfo now = container.copies().stream()
                .filter(copy -> copy.locationId().equals(item.locationId()))
                .filter(copy ->
                        began != null && copy.infoAt() != null && copy.infoAt().isAfter(began))
                .map(CopyDetail::info)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        if (now == null) {
            return Optional.empty();
        }
        return desk.blocksBefore(item)
                .filter(before -> before.virtualBytes() == now.virtualSizeBytes()
                        && BlockChange.covers(before.blocks(), before.virtualBytes())
                        && BlockChange.covers(now.blocks(), before.virtualBytes()))
                .map(before -> new BlockChange(before.blocks(), now.blocks(), before.virtualBytes()));
    }

    /** A page of the containers that FSLogix itself never makes smaller, as of the last inventory: the largest gain first. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public List<NeverCompacted> neverCompacted(long offset, int limit) {
        return desk.neverCompacted(Allowed.reach(currentUser.require()), offset, limit);
    }

    /** How many these are in all, and by reason. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public NeverCompactedTotals neverCompactedTotals() {
        return desk.neverCompactedTotals(Allowed.reach(currentUser.require()));
    }

    /** Whether the person begins runs, which are of the estate as a whole: an administrator who is held to nothing. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean mayStart() {
        return desk.configured() && Allowed.everywhere(currentUser.require(), List.of(ADMINISTRATOR));
    }

    /** Whether the person sees jobs, and how their runs stand there. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean maySeeJobs() {
        return Allowed.everywhere(currentUser.require(), List.of(ADMINISTRATOR, AUDITOR));
    }

    /** Whether the person puts the larger disk of a container back: an administrator with it in scope, who signed in. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean mayPutBack(ContainerRow container) {
        Person person = currentUser.require();
        return Actors.of(person).isPerson() && Allowed.administers(person).includes(container);
    }

    /**
     * What putting the larger disk back would do; the servers are asked elsewhere than in this thread. Empty if it is not kept any more.
     *
     * @param purpose as the item has it
     * @throws NotFoundException if there is no such container where the person is an administrator
     */
    @RolesAllowed(ADMINISTRATOR)
    public CompletableFuture<Optional<UndoPlan>> planBack(long container, String purpose) {
        ContainerRow row = administered(container);
        return desk.planBack(row.id(), purpose, Allowed.administers(currentUser.require()));
    }

    /**
     * Puts it back, as that plan says; audited.
     *
     * @param reason must not be blank
     * @throws NotFoundException as {@link #planBack}
     */
    @RolesAllowed(ADMINISTRATOR)
    public CompletableFuture<RestoreOutcome> putBack(UndoPlan plan, String reason) {
        ContainerRow row = administered(plan.undoable().containerId());
        Person person = currentUser.require();
        return desk.putBack(
                plan, row.setId(), Actors.of(person), SaidReason.required(reason), Allowed.administers(person));
    }

    private ContainerRow administered(long container) {
        return estate.detail(container)
                .map(ContainerDetail::row)
                .filter(this::mayPutBack)
                .orElseThrow(() -> new NotFoundException("container " + container));
    }
}

package dev.profilekeep.lock;

import dev.profilekeep.approval.Approval;
import dev.profilekeep.approval.ApprovalRefusedException;
import dev.profilekeep.approval.Approvals;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.Containers;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.config.CredentialsConfig;
import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.SiteConfig;
import dev.profilekeep.hostlog.HostLogs;
import dev.profilekeep.lease.LeasePlaces;
import dev.profilekeep.lease.Leases;
import dev.profilekeep.session.Host;
import dev.profilekeep.session.SessionDirectory;
import dev.profilekeep.site.ActiveNow;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.workers.LocationWorkers;
import java.io.Closeable;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Locks: what they are, whose they are, whether they are stale, and clearing those that are. What somebody may do by role is for
 * the caller to check before; held here, whoever calls: a lock in use is never cleared, one that is not proved stale only with
 * the agreement of two people. Safe for several threads.
 */
public final class LockService implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(LockService.class);
    /** So long a look waits for what follows from it. */
    private static final long FOLLOWED_WITHIN = 1_000;

    private final ProfileKeepConfig config;
    private final Containers containers;
    private final SessionDirectory directory;
    private final Clock clock;
    private final VerdictTable verdicts;
    private final SiteFences fences;
    private final GoneHosts gone;
    private final Approvals approvals;
    private final LocationWorkers workers = new LocationWorkers("lock-");
    private final SharedLooks shared = new SharedLooks();
    private final ExecutorService following = LocationWorkers.pool("lock-findings", 1);
    private final Consumer<Collection<Long>> judged;
    private final EvidenceGatherer gatherer;
    private final Planning planning;
    private final ClearAudit told;
    private final Clearing clearing;
    private final HandleClosing closing;

    /**
     * @param places gives storage guarded by mode, and the modes
     * @param logs closed by the caller
     * @param judged given containers whose verdict may be another than before
     */
    public LockService(
            ProfileKeepConfig config,
            Database database,
            Containers containers,
            SessionDirectory directory,
            LeasePlaces places,
            Leases leases,
            Approvals approvals,
            AuditTrail audit,
            HostLogs logs,
            Consumer<Collection<Long>> judged,
            Clock clock) {
        this.config = config;
        this.containers = containers;
        this.directory = directory;
        this.judged = judged;
        this.clock = clock;
        this.verdicts = new VerdictTable(database);
        this.fences = new SiteFences(database, audit, approvals, config, clock);
        ServerView servers = new ServerView(clock, this::ourAccount);
        this.gone = new GoneHosts(database, audit, config, servers, clock);
        this.approvals = approvals;
        LookTable looks = new LookTable(database);
        leases.dead().whenEnded(looks::letGo);
        Supplier<ActiveNow> active = () -> ActiveNow.of(database, config);
        this.gatherer = new EvidenceGatherer(
                config, places::storage, clock, looks, fences, gone, servers, directory, leases, workers, logs, active);
        this.planning = new Planning(config, places, leases::heldByUs, active);
        this.told = new ClearAudit(audit, this::placeName);
        this.clearing = new Clearing(gatherer, planning, leases, places, approvals, told);
        this.closing = new HandleClosing(gatherer, planning, places, approvals, told);
    }

    /** Sites that are cut off. */
    public SiteFences fences() {
        return fences;
    }

    /** Machines that were declared gone. */
    public GoneHosts goneHosts() {
        return gone;
    }

    /** The machines that anybody told of, and those that were declared gone. */
    public List<HostDocument> hosts() {
        return HostDocument.all(directory.hosts(), gone.inForce());
    }

    /** What looks have cost since the start. */
    public LockCounts counts() {
        return gatherer.counts();
    }

    /** Verdicts in words of a language, with the names of this estate's sites. */
    public LockWords words(Locale locale, ZoneId zone) {
        return new LockWords(locale, zone, this::placeName);
    }

    /** Without its domain; empty where none is used. */
    private String ourAccount(String locationId) {
        return config.location(locationId)
                .map(LocationConfig::credentialsId)
                .flatMap(config::credentials)
                .map(CredentialsConfig::username)
                .map(name -> name.substring(name.lastIndexOf('\\') + 1))
                .orElse("");
    }

    private String placeName(String locationId) {
        return config.location(locationId)
                .flatMap(location -> config.site(location.siteId()))
                .map(SiteConfig::name)
                .orElse(locationId);
    }

    /**
     * Looks at one container now, for somebody who waits; who comes while such a look is under way gets that one.
     *
     * @throws IllegalArgumentException if there is no such container
     */
    public Look look(long containerId) {
        return look(containerId, place -> {});
    }

    /** As {@link #look(long)}; {@code each} is given what a location answers as it comes, by the calling thread. */
    public Look look(long containerId, Consumer<PlaceSeen> each) {
        return look(containerId, Reach.EVERYWHERE, each);
    }

    /**
     * As {@link #look(long, Consumer)}, for somebody who is held to {@code reach}.
     *
     * @throws IllegalArgumentException if there is no such container within reach
     */
    public Look look(long containerId, Reach reach, Consumer<PlaceSeen> each) {
        ContainerDetail container = within(reach, containerId).orElseThrow(() -> noSuch(containerId));
        Look look = shared.join(containerId, told -> look(container, told), each);
        return look.nothingNew() ? verdicts.instead(look).map(look::as).orElse(look) : look;
    }

    private Look look(ContainerDetail container, Consumer<PlaceSeen> each) {
        Look look = gatherer.look(container, LookTerms.PERSON, each);
        if (!verdicts.keep(List.of(look)).isEmpty()) {
            followSoon(container.row().id());
        }
        return look;
    }

    /** As {@link #looks}, of one that a person waits for. */
    private void lookAlone(
            ContainerDetail container, BiConsumer<ContainerDetail, Look> each, BiConsumer<Long, @Nullable Look> told) {
        long id = container.row().id();
        Look look = null;
        try {
            look = shared.join(id, places -> look(container, places), place -> {});
        } catch (RuntimeException e) {
            LOG.warn("container={} its lock could not be looked at: {}", id, e.toString());
        }
        if (look != null) {
            each.accept(container, look);
        }
        told.accept(id, look);
    }

    /** Looks at several; those that are not known are told without a look. */
    private void looks(
            List<Long> ids,
            LookTerms terms,
            BiConsumer<ContainerDetail, Look> each,
            BiConsumer<Long, @Nullable Look> told) {
        Map<Long, ContainerDetail> known = containers.whereabouts(ids);
        List<ContainerDetail> those =
                ids.stream().map(known::get).filter(Objects::nonNull).toList();
        if (terms.equals(LookTerms.PERSON)) {
            those.forEach(container -> lookAlone(container, each, told));
            return;
        }
        List<Look> met = new ArrayList<>();
        try {
            gatherer.looks(those, terms, (container, look) -> {
                if (look != null) {
                    met.add(look);
                    each.accept(container, look);
                }
                told.accept(container.row().id(), look);
            });
        } finally {
            verdicts.keep(met);
        }
    }

    private Optional<ContainerDetail> within(Reach reach, long containerId) {
        return containers.detail(containerId).filter(found -> reach.includes(found.row()));
    }

    private static IllegalArgumentException noSuch(long containerId) {
        return new IllegalArgumentException("there is no container " + containerId);
    }

    /** A page of the locks, with the verdicts of the last look. */
    public List<LockRow> list(LockFilter filter, LockSort sort, long offset, int limit) {
        return verdicts.list(filter, sort, offset, limit);
    }

    public long count(LockFilter filter) {
        return verdicts.count(filter);
    }

    /** The lock of one container as it was judged last; empty if nothing was found to lock it. */
    public Optional<LockRow> find(long containerId) {
        return verdicts.find(containerId);
    }

    /** The judged locks by the machine that holds them, the most first. */
    public List<LockGroup> groups() {
        return groups(Reach.EVERYWHERE);
    }

    /** As {@link #groups()}, of those within {@code reach}; the numbers too are of those alone. */
    public List<LockGroup> groups(Reach reach) {
        List<LockGroup> groups = new ArrayList<>();
        for (VerdictTable.Grouped one : verdicts.groups(reach)) {
            Instant boot = one.host().isEmpty()
                    ? null
                    : directory.host(one.host()).map(Host::lastBoot).orElse(null);
            groups.add(new LockGroup(
                    one.host(), boot, one.first(), one.locked(), one.live(), one.stale(), one.unproved()));
        }
        return groups;
    }

    /**
     * Looks at everything that is, or was last, locked. As many at a time as a location may take; few are held in memory.
     *
     * @param by a job keeps the quiet hours
     * @param stopAsked asked between two containers
     * @param progress told now and then, by several threads one after another, and at the end
     */
    public JudgeProgress judgeAll(Initiator by, BooleanSupplier stopAsked, Consumer<JudgeProgress> progress) {
        return judgeAll(by, Reach.EVERYWHERE, stopAsked, progress);
    }

    /** As {@link #judgeAll(Initiator, BooleanSupplier, Consumer)}, of those within {@code reach}. */
    public JudgeProgress judgeAll(
            Initiator by, Reach reach, BooleanSupplier stopAsked, Consumer<JudgeProgress> progress) {
        LookTerms terms = by == Initiator.PERSON ? LookTerms.PERSON_MANY : LookTerms.JOB;
        List<Long> ids = verdicts.locked(reach);
        try {
            return new JudgeRun(ids, stopAsked, progress)
                    .run(atOnce(), (some, told) -> looks(some, terms, (container, look) -> {}, told));
        } finally {
            follow(ids);
        }
    }

    /** As {@link #follow}, yet whoever waits for a look is not made to wait for whoever judges all containers at this moment. */
    private void followSoon(long id) {
        try {
            following.submit(() -> follow(List.of(id))).get(FOLLOWED_WITHIN, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.debug("container={} its finding follows later", id);
        } catch (ExecutionException e) {
            throw new IllegalStateException("container " + id + ": its finding does not follow", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lists of what is wrong say what is so now; what was looked at counts, whatever becomes of them. */
    private void follow(Collection<Long> ids) {
        try {
            judged.accept(ids);
        } catch (RuntimeException e) {
            LOG.warn("findings of {} containers do not show the verdicts of now", ids.size(), e);
        }
    }

    private int atOnce() {
        return config.locations().stream()
                .mapToInt(location -> location.limits().parallel())
                .max()
                .orElse(1);
    }

    /** What clearing these would do, after a look at each. Nothing is changed. */
    public ClearPlan plan(Collection<Long> containerIds) {
        return plan(containerIds, Reach.EVERYWHERE);
    }

    /** As {@link #plan(Collection)}; what is beyond {@code reach} is not looked at, and is as if it did not exist. */
    public ClearPlan plan(Collection<Long> containerIds, Reach reach) {
        Instant begun = clock.instant();
        List<Long> ids = List.copyOf(new LinkedHashSet<>(containerIds));
        List<Long> allowed = allowed(ids, reach);
        LookTerms terms = ids.size() == 1 ? LookTerms.PERSON : LookTerms.PERSON_MANY;
        Map<Long, ClearPlan.Row> rows = new ConcurrentHashMap<>();
        new JudgeRun(allowed, () -> false, progress -> {})
                .run(
                        atOnce(),
                        (some, told) -> looks(
                                some,
                                terms,
                                (container, look) -> rows.put(container.row().id(), planning.row(container, look)),
                                told));
        return new ClearPlan(
                begun,
                ids.stream()
                        .map(id -> rows.getOrDefault(
                                id, Planning.unknown(id, "container " + id + " cannot be looked at, or there is none")))
                        .toList());
    }

    private List<Long> allowed(List<Long> ids, Reach reach) {
        if (reach.isEverywhere() || ids.isEmpty()) {
            return ids;
        }
        Map<Long, ContainerDetail> known = containers.whereabouts(ids);
        return ids.stream()
                .filter(id -> {
                    ContainerDetail found = known.get(id);
                    return found != null && reach.includes(found.row());
                })
                .toList();
    }

    /**
     * Clears what a plan says, row after row, each proved anew.
     *
     * @param each told of each row as it ends
     * @return one outcome for each row, in the plan's order
     */
    public List<ClearOutcome> clear(ClearPlan plan, ClearRequest request, Consumer<ClearOutcome> each) {
        plan.rows().forEach(row -> told.refusedInPlan(row, request));
        List<Long> unknown = new ArrayList<>();
        try {
            return GroupClear.run(
                    plan,
                    clock.instant(),
                    config.locks().maxPerAct(),
                    row -> clearOne(row, request),
                    (row, outcome) -> told.notTried(row, request, outcome),
                    outcome -> {
                        Refusal refusal = outcome.refusal();
                        if (refusal != null && refusal.why() == Refusal.Why.UNKNOWN) {
                            unknown.add(outcome.containerId());
                        }
                        each.accept(outcome);
                    });
        } finally {
            told.unknown(unknown, request);
        }
    }

    private ClearOutcome clearOne(ClearPlan.Row row, ClearRequest request) {
        Optional<ContainerDetail> container = within(request.reach(), row.containerId());
        if (container.isEmpty()) {
            return ClearOutcome.refused(
                    Planning.unknown(row.containerId(), ""),
                    new Refusal(
                            Refusal.Why.UNKNOWN,
                            "container " + row.containerId() + " is gone, or it is not yours to free"));
        }
        ClearOutcome outcome = row.closings().isEmpty()
                ? clearing.clear(container.get(), row, request)
                : closing.close(container.get(), row, request);
        Refusal refusal = outcome.refusal();
        if (row.needsApproval() && refusal != null && refusal.why() == Refusal.Why.NEEDS_APPROVAL) {
            return outcome; // nothing was opened, and nothing is for a wish that cannot be
        }
        try {
            if (refusal != null && refusal.why() == Refusal.Why.LIVE) {
                gatherer.metOpen(container.get());
            }
            ContainerDetail cleared = container.get();
            shared.anew(row.containerId(), places -> look(cleared, places)); // lists show what is so now
        } catch (RuntimeException e) {
            LOG.warn("container={} could not be looked at after its lock was cleared", row.containerId(), e);
        }
        return outcome;
    }

    /** As {@link #askApproval(ClearPlan.Row, Actor, String, Reach)}, by somebody who is held to nothing. */
    public Approval askApproval(ClearPlan.Row row, Actor asker, String reason) throws ApprovalRefusedException {
        return askApproval(row, asker, reason, Reach.EVERYWHERE);
    }

    /**
     * Asks for a second administrator, for exactly what a row of a plan says.
     *
     * @param reach to which containers the asker is held
     * @throws IllegalArgumentException if the row needs none, or would be refused anyway, or there is no such container within reach
     */
    public Approval askApproval(ClearPlan.Row row, Actor asker, String reason, Reach reach)
            throws ApprovalRefusedException {
        if (within(reach, row.containerId()).isEmpty()) {
            throw noSuch(row.containerId());
        }
        Refusal refusal = row.refusal();
        if (!row.needsApproval() || refusal != null) {
            throw new IllegalArgumentException(
                    refusal == null ? "a proved stale lock needs no second person" : refusal.sentence());
        }
        boolean closes = !row.closings().isEmpty();
        String whose = row.account().isEmpty() ? "container " + row.containerId() : row.account();
        return approvals.ask(
                closes ? HandleClosing.ACT : Clearing.UNPROVED_ACT,
                "container:" + row.containerId(),
                closes
                        ? "Close a dead machine's handles on the disk of " + whose
                        : "Clear the lock of " + whose + ", which is not proved stale",
                row.basis(),
                asker,
                reason);
    }

    /** What people agree on, as far as somebody is held to {@code reach}. */
    public LockApprovals approvals(Reach reach) {
        return new LockApprovals(approvals, containers, reach);
    }

    @Override
    public void close() {
        shared.close();
        following.shutdownNow();
        workers.close();
    }
}

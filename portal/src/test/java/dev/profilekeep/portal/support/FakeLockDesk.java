package dev.profilekeep.portal.support;

import dev.profilekeep.approval.Approval;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditEntry;
import dev.profilekeep.audit.AuditRecord;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.lock.ClearOutcome;
import dev.profilekeep.lock.ClearPlan;
import dev.profilekeep.lock.ClearRequest;
import dev.profilekeep.lock.Fact;
import dev.profilekeep.lock.FenceRefusedException;
import dev.profilekeep.lock.GoneHosts.GoneHost;
import dev.profilekeep.lock.GoneRefusedException;
import dev.profilekeep.lock.Holder;
import dev.profilekeep.lock.HostDocument;
import dev.profilekeep.lock.JudgeProgress;
import dev.profilekeep.lock.LockEvidence;
import dev.profilekeep.lock.LockFilter;
import dev.profilekeep.lock.LockGroup;
import dev.profilekeep.lock.LockRow;
import dev.profilekeep.lock.LockRule;
import dev.profilekeep.lock.LockSort;
import dev.profilekeep.lock.LockVerdict;
import dev.profilekeep.lock.LockWords;
import dev.profilekeep.lock.Look;
import dev.profilekeep.lock.Observation;
import dev.profilekeep.lock.PlaceSeen;
import dev.profilekeep.lock.Refusal;
import dev.profilekeep.lock.SiteDocument;
import dev.profilekeep.lock.Weight;
import dev.profilekeep.portal.locks.AboutContainer;
import dev.profilekeep.portal.locks.LockDesk;
import dev.profilekeep.session.HostSession;
import dev.profilekeep.site.WorkingSet;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StoredFile;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Locks in memory: judged as one says, cleared by forgetting them. Keeps what was asked of it. */
public final class FakeLockDesk implements LockDesk {
    public static final Instant SINCE = Samples.NOW.minusSeconds(3_600);

    /** By container. */
    public final Map<Long, LockRow> locks = new LinkedHashMap<>();

    public final List<Approval> approvals = new ArrayList<>();
    public final List<ClearRequest> requests = new ArrayList<>();
    public final List<AuditRecord> told = new ArrayList<>();
    public final List<String> hosts = new ArrayList<>();
    public final List<GoneHost> gone = new ArrayList<>();
    /** So is refused to declare a machine gone; null if it is not. */
    public @Nullable GoneRefusedException goneRefused;
    /** Declarations in force, by site. */
    public final Map<String, SiteDocument.CutOff> cutOff = new LinkedHashMap<>();

    public final Map<String, List<WorkingSet>> working = new LinkedHashMap<>();
    /** What is refused when it comes to it, by container, though the plan had nothing against it. */
    public final Map<Long, Refusal> refusedThen = new HashMap<>();
    /** So ends what is cleared. */
    public ClearOutcome.Result result = ClearOutcome.Result.CLEARED;
    /** After so many a run over all locks ends; it fails if that is negative. */
    public long judged = Long.MAX_VALUE;

    public static LockVerdict stale(String host) {
        return new LockVerdict.Stale(
                LockRule.FREE_EVERYWHERE,
                new Holder(host, "", SINCE),
                Samples.NOW,
                List.of(seen("fra-profiles", Weight.STALE, new Fact.DiskFree(SINCE))),
                LockVerdict.Remedy.REMOVE_LOCK_FILES);
    }

    public static LockVerdict live(String host) {
        return new LockVerdict.Live(
                LockRule.HELD,
                new Holder(host, "", SINCE),
                Samples.NOW,
                List.of(seen("fra-profiles", Weight.LIVE, new Fact.DiskHeld())));
    }

    public static LockVerdict unproved() {
        return new LockVerdict.Unproved(
                LockRule.NOT_ASKED,
                new Holder("", "", SINCE),
                Samples.NOW,
                List.of(seen("lon-profiles", Weight.DOUBT, new Fact.Unreachable("timed out"))));
    }

    private static Observation seen(String location, Weight weight, Fact fact) {
        return new Observation(Observation.Source.PROBE, location, Samples.NOW, weight, fact);
    }

    public FakeLockDesk lock(long container, String sid, String account, LockVerdict verdict) {
        return lock(container, sid, account, List.of("fra", "lon"), verdict);
    }

    public FakeLockDesk lock(long container, String sid, String account, List<String> sites, LockVerdict verdict) {
        locks.put(
                container,
                new LockRow(
                        container,
                        "office",
                        ContainerKind.PROFILE,
                        sid,
                        account,
                        "Profile_" + account,
                        sites,
                        verdict));
        return this;
    }

    /** The same of the person's Office cache. */
    public FakeLockDesk officeLock(long container, String sid, String account, LockVerdict verdict) {
        locks.put(
                container,
                new LockRow(
                        container,
                        "office",
                        ContainerKind.ODFC,
                        sid,
                        account,
                        "ODFC_" + account,
                        List.of("fra", "lon"),
                        verdict));
        return this;
    }

    @Override
    public List<LockRow> list(LockFilter filter, LockSort sort, long offset, int limit) {
        return matching(filter).skip(offset).limit(limit).toList();
    }

    @Override
    public long count(LockFilter filter) {
        return matching(filter).count();
    }

    private Stream<LockRow> matching(LockFilter filter) {
        return within(filter.reach())
                .filter(row -> filter.verdicts().isEmpty() || filter.verdicts().contains(word(row)))
                .filter(row -> filter.host().isEmpty()
                        || (filter.host().equals(LockFilter.NO_HOST) ? "" : filter.host()).equals(host(row)))
                .filter(row -> filter.sids() == null || filter.sids().contains(row.sid()))
                .filter(row -> row.account().contains(filter.text()));
    }

    private Stream<LockRow> within(Reach reach) {
        return locks.values().stream().filter(row -> reach.includes(row.setId(), row.sites(), row.sid()));
    }

    private boolean within(Reach reach, long container) {
        return within(reach).anyMatch(row -> row.containerId() == container);
    }

    private boolean within(Reach reach, Approval approval) {
        return reach.isEverywhere() || within(reach, AboutContainer.of(approval));
    }

    private static String word(LockRow row) {
        LockVerdict verdict = row.verdict();
        return verdict == null ? LockFilter.NOT_JUDGED : verdict.word();
    }

    private static String host(LockRow row) {
        LockVerdict verdict = row.verdict();
        return verdict == null ? "" : verdict.holder().host();
    }

    @Override
    public Optional<LockRow> find(long containerId) {
        return Optional.ofNullable(locks.get(containerId));
    }

    @Override
    public List<LockGroup> groups(Reach reach) {
        return within(reach)
                .map(FakeLockDesk::host)
                .distinct()
                .map(host -> new LockGroup(
                        host,
                        host.isEmpty() ? null : SINCE.plusSeconds(60),
                        SINCE,
                        in(reach, host, ""),
                        in(reach, host, "LIVE"),
                        in(reach, host, "STALE"),
                        in(reach, host, "UNPROVED")))
                .toList();
    }

    private long in(Reach reach, String host, String word) {
        return within(reach)
                .filter(row ->
                        host(row).equals(host) && (word.isEmpty() || word(row).equals(word)))
                .count();
    }

    @Override
    public Look look(long containerId, Reach reach, Consumer<PlaceSeen> each) {
        LockRow row = locks.get(containerId);
        return new Look(
                containerId,
                Samples.NOW,
                row == null ? Optional.empty() : Optional.ofNullable(row.verdict()),
                new LockEvidence(
                        false, Samples.NOW, List.of(), List.of(), List.of(), List.of(), null, false, false, null),
                List.of());
    }

    @Override
    public JudgeProgress judgeAll(Reach reach, BooleanSupplier stopAsked, Consumer<JudgeProgress> progress) {
        long all = within(reach).count();
        if (judged < 0) {
            throw new IllegalStateException("the catalog is gone");
        }
        JudgeProgress done = new JudgeProgress(all, Math.min(all, judged), 0, 0, 0, 0, 0);
        progress.accept(done);
        return done;
    }

    @Override
    public ClearPlan plan(Collection<Long> containerIds, Reach reach) {
        return new ClearPlan(
                Samples.NOW, containerIds.stream().map(this::planned).toList());
    }

    private ClearPlan.Row planned(long id) {
        LockRow row = locks.get(id);
        LockVerdict verdict = row == null ? null : row.verdict();
        Refusal refusal = verdict == null
                ? new Refusal(Refusal.Why.NOT_LOCKED, "nothing locks it")
                : verdict instanceof LockVerdict.Live
                        ? new Refusal(Refusal.Why.LIVE, "somebody works with it; a lock in use is never cleared")
                        : null;
        return new ClearPlan.Row(
                id,
                row == null ? "" : row.sid(),
                row == null ? "" : row.account(),
                verdict,
                List.of(new ClearPlan.Removal(
                        "fra-profiles",
                        StoragePath.of("a/Profile_" + id + ".VHDX.lock"),
                        3_072,
                        StoredFile.fromInstant(SINCE),
                        7)),
                List.of(),
                List.of(),
                "basis-" + id,
                verdict instanceof LockVerdict.Unproved,
                refusal);
    }

    @Override
    public List<ClearOutcome> clear(ClearPlan plan, ClearRequest request, Consumer<ClearOutcome> each) {
        requests.add(request);
        List<ClearOutcome> outcomes = new ArrayList<>();
        for (ClearPlan.Row row : plan.rows()) {
            Refusal refusal = row.refusal();
            boolean needed =
                    row.needsApproval() && approvals.stream().noneMatch(one -> one.state() == Approval.State.APPROVED);
            if (refusal == null && needed) {
                refusal = new Refusal(Refusal.Why.NEEDS_APPROVAL, "two administrators have to agree");
            }
            refusal = refusal == null ? refusedThen.get(row.containerId()) : refusal;
            ClearOutcome outcome = new ClearOutcome(
                    row.containerId(),
                    row.account(),
                    refusal == null ? result : ClearOutcome.Result.REFUSED,
                    List.of(),
                    List.of(),
                    List.of(),
                    refusal,
                    refusal == null ? "the lock is gone" : refusal.sentence());
            if (outcome.result() == ClearOutcome.Result.CLEARED) {
                locks.remove(row.containerId());
            }
            outcomes.add(outcome);
            each.accept(outcome);
        }
        return outcomes;
    }

    @Override
    public LockWords words(Locale locale, ZoneId zone) {
        return new LockWords(locale, zone, location -> location.startsWith("fra") ? "Frankfurt" : "London");
    }

    @Override
    public Approval ask(ClearPlan.Row row, Actor asker, String reason, Reach reach) {
        if (!row.needsApproval()) {
            throw new IllegalArgumentException("a proved stale lock needs no second person");
        }
        Approval approval = approval(
                approvals.size() + 1L,
                "lock.clear.unproved",
                "container:" + row.containerId(),
                row.basis(),
                asker,
                reason,
                Approval.State.ASKED);
        approvals.add(approval);
        return approval;
    }

    private static Approval approval(
            long id, String act, String subject, String basis, Actor asker, String reason, Approval.State state) {
        return new Approval(
                id,
                act,
                subject,
                "Clear the lock",
                basis,
                reason,
                state,
                asker.id(),
                asker.name(),
                Samples.NOW,
                Samples.NOW.plusSeconds(3_600),
                "",
                "",
                "",
                null);
    }

    @Override
    public Approval approve(long id, Actor decider, String reason, Reach reach) {
        Approval agreed = decided(id, Approval.State.APPROVED);
        Approval by = new Approval(
                agreed.id(),
                agreed.act(),
                agreed.subject(),
                agreed.title(),
                agreed.basis(),
                agreed.reason(),
                agreed.state(),
                agreed.askerId(),
                agreed.askerName(),
                agreed.askedAt(),
                agreed.expiresAt(),
                decider.id(),
                decider.name(),
                reason,
                Samples.NOW);
        approvals.replaceAll(one -> one.id() == id ? by : one);
        return by;
    }

    @Override
    public Approval refuse(long id, Actor decider, String reason, Reach reach) {
        return decided(id, Approval.State.REFUSED);
    }

    @Override
    public Approval withdraw(long id, Actor asker, Reach reach) {
        return decided(id, Approval.State.WITHDRAWN);
    }

    private Approval decided(long id, Approval.State state) {
        Approval old = approval(id, Reach.EVERYWHERE).orElseThrow();
        Approval decided = approval(
                id,
                old.act(),
                old.subject(),
                old.basis(),
                new Actor(old.askerId(), old.askerName(), List.of(), ""),
                old.reason(),
                state);
        approvals.replaceAll(one -> one.id() == id ? decided : one);
        return decided;
    }

    @Override
    public Optional<Approval> approval(long id, Reach reach) {
        return approvals.stream()
                .filter(one -> one.id() == id && within(reach, one))
                .findFirst();
    }

    @Override
    public List<Approval> open(Reach reach) {
        return approvals.stream()
                .filter(one -> within(reach, one))
                .filter(one -> one.state() == Approval.State.ASKED)
                .toList();
    }

    @Override
    public List<Approval> approvalsOf(String subject, int limit, Reach reach) {
        return approvals.stream()
                .filter(one -> one.subject().equals(subject) && within(reach, one))
                .toList();
    }

    @Override
    public List<AuditRecord> told(String subject, int limit) {
        return told.stream()
                .filter(one -> one.entry().subject().equals(subject))
                .sorted(Comparator.comparingLong(AuditRecord::seq).reversed())
                .limit(limit)
                .toList();
    }

    /** As if it stood in the audit trail. */
    public void tell(String name, String act, long container, String reason, String outcome) {
        tell(name, act, container, reason, outcome, "");
    }

    /** @param joined what joins the entries of one act; empty for nothing */
    public void tell(String name, String act, long container, String reason, String outcome, String joined) {
        tell(name, act, container, reason, outcome, joined.isEmpty() ? Map.of() : Map.of("act", joined));
    }

    /** As if the engine had refused it. */
    public void refused(String name, String act, long container, Refusal.Why why) {
        tell(name, act, container, "", "refused: in English", Map.of("why", why.name()));
    }

    public void tell(
            String name, String act, long container, String reason, String outcome, Map<String, String> evidence) {
        told(name, new AuditEntry(act, "container:" + container, reason, evidence, outcome));
    }

    /** As if it stood in the audit trail, of another subject than a container. */
    public void tellOf(String subject, String name, String act, String reason) {
        told(name, new AuditEntry(act, subject, reason, Map.of(), "done"));
    }

    /** As if somebody of this id had done it. */
    public void tellAs(String id, String name, String act, long container, String reason) {
        AuditEntry entry = new AuditEntry(act, "container:" + container, reason, Map.of(), "done");
        told(new Actor(id, name, List.of(), ""), entry);
    }

    private void told(String name, AuditEntry entry) {
        told(new Actor(name, name, List.of(), ""), entry);
    }

    private void told(Actor actor, AuditEntry entry) {
        told.add(new AuditRecord(told.size() + 1L, Samples.NOW, actor, entry, "", ""));
    }

    @Override
    public List<HostDocument> machines() {
        return gone.stream().map(HostDocument::of).toList();
    }

    @Override
    public List<GoneHost> gone() {
        return List.copyOf(gone);
    }

    @Override
    public GoneHost declareGone(String host, Instant wentAt, Actor actor, String reason, String ticket)
            throws GoneRefusedException {
        if (goneRefused != null) {
            throw goneRefused;
        }
        GoneHost one = new GoneHost(host, wentAt, Samples.NOW, actor.id(), actor.name(), reason, ticket, 1);
        gone.add(one);
        return one;
    }

    @Override
    public void takeBackGone(String host, Actor actor, String reason) throws GoneRefusedException {
        if (!gone.removeIf(one -> one.is(host))) {
            throw new GoneRefusedException(GoneRefusedException.Why.NOT_GONE, null, host + " is not declared gone");
        }
    }

    @Override
    public List<SiteDocument> sites() {
        return Samples.SITES.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(site -> new SiteDocument(
                        site.getKey(),
                        site.getValue(),
                        cutOff.get(site.getKey()),
                        working.getOrDefault(site.getKey(), List.of())))
                .toList();
    }

    @Override
    public Optional<Approval> pendingFence(String site) {
        return approvals.stream()
                .filter(one -> one.subject().equals("site:" + site))
                .filter(one -> one.state() == Approval.State.ASKED || one.state() == Approval.State.APPROVED)
                .findFirst();
    }

    @Override
    public Approval askFence(String site, Actor asker, String reason) throws FenceRefusedException {
        requireReason(reason);
        if (cutOff.containsKey(site)) {
            throw new FenceRefusedException(FenceRefusedException.Why.ALREADY, site + " is cut off already");
        }
        Approval asked = approval(
                approvals.size() + 1L, "site.fence", "site:" + site, site + ":1", asker, reason, Approval.State.ASKED);
        approvals.add(asked);
        return asked;
    }

    @Override
    public void fence(String site, Actor actor, String reason) throws FenceRefusedException {
        requireReason(reason);
        if (pendingFence(site)
                .filter(one -> one.state() == Approval.State.APPROVED)
                .isEmpty()) {
            throw new FenceRefusedException(
                    FenceRefusedException.Why.NEEDS_APPROVAL, "cutting off a site takes two administrators");
        }
        cutOff.put(site, new SiteDocument.CutOff(Samples.NOW, actor.name(), reason, 1));
        approvals.replaceAll(one ->
                one.subject().equals("site:" + site) && one.state() == Approval.State.APPROVED ? used(one) : one);
    }

    private static Approval used(Approval one) {
        return new Approval(
                one.id(),
                one.act(),
                one.subject(),
                one.title(),
                one.basis(),
                one.reason(),
                Approval.State.USED,
                one.askerId(),
                one.askerName(),
                one.askedAt(),
                one.expiresAt(),
                one.deciderId(),
                one.deciderName(),
                one.deciderReason(),
                one.decidedAt());
    }

    @Override
    public void lift(String site, Actor actor, String reason) throws FenceRefusedException {
        requireReason(reason);
        if (cutOff.remove(site) == null) {
            throw new FenceRefusedException(FenceRefusedException.Why.NOT_CUT_OFF, site + " is not cut off");
        }
    }

    private static void requireReason(String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("cutting off a site needs a reason");
        }
    }

    @Override
    public List<String> hosts(String part, int limit) {
        return hosts.stream()
                .filter(host -> host.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT)))
                .limit(limit)
                .toList();
    }

    @Override
    public List<HostSession> sessionsAt(String host) {
        return List.of();
    }
}

package dev.profilekeep.portal.locks;

import dev.profilekeep.approval.Approval;
import dev.profilekeep.approval.ApprovalRefusedException;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditRecord;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.lock.ClearOutcome;
import dev.profilekeep.lock.ClearPlan;
import dev.profilekeep.lock.ClearRequest;
import dev.profilekeep.lock.FenceRefusedException;
import dev.profilekeep.lock.GoneHosts.GoneHost;
import dev.profilekeep.lock.GoneRefusedException;
import dev.profilekeep.lock.HostDocument;
import dev.profilekeep.lock.JudgeProgress;
import dev.profilekeep.lock.LockFilter;
import dev.profilekeep.lock.LockGroup;
import dev.profilekeep.lock.LockRow;
import dev.profilekeep.lock.LockSort;
import dev.profilekeep.lock.LockWords;
import dev.profilekeep.lock.Look;
import dev.profilekeep.lock.PlaceSeen;
import dev.profilekeep.lock.SiteDocument;
import dev.profilekeep.session.Host;
import dev.profilekeep.session.HostSession;
import dev.profilekeep.storage.Initiator;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** Locks by the engine. */
@Component
class EngineLockDesk implements LockDesk {
    private final Engine engine;

    EngineLockDesk(Engine engine) {
        this.engine = engine;
    }

    @Override
    public List<LockRow> list(LockFilter filter, LockSort sort, long offset, int limit) {
        return engine.locks().list(filter, sort, offset, limit);
    }

    @Override
    public long count(LockFilter filter) {
        return engine.locks().count(filter);
    }

    @Override
    public Optional<LockRow> find(long containerId) {
        return engine.locks().find(containerId);
    }

    @Override
    public List<LockGroup> groups(Reach reach) {
        return engine.locks().groups(reach);
    }

    @Override
    public Look look(long containerId, Reach reach, Consumer<PlaceSeen> each) {
        return engine.locks().look(containerId, reach, each);
    }

    @Override
    public JudgeProgress judgeAll(Reach reach, BooleanSupplier stopAsked, Consumer<JudgeProgress> progress) {
        return engine.locks().judgeAll(Initiator.PERSON, reach, stopAsked, progress);
    }

    @Override
    public ClearPlan plan(Collection<Long> containerIds, Reach reach) {
        return engine.locks().plan(containerIds, reach);
    }

    @Override
    public List<ClearOutcome> clear(ClearPlan plan, ClearRequest request, Consumer<ClearOutcome> each) {
        return engine.locks().clear(plan, request, each);
    }

    @Override
    public LockWords words(Locale locale, ZoneId zone) {
        return engine.locks().words(locale, zone);
    }

    @Override
    public Approval ask(ClearPlan.Row row, Actor asker, String reason, Reach reach) throws ApprovalRefusedException {
        return engine.locks().askApproval(row, asker, reason, reach);
    }

    @Override
    public Approval approve(long id, Actor decider, String reason, Reach reach) throws ApprovalRefusedException {
        return engine.locks().approvals(reach).approve(id, decider, reason);
    }

    @Override
    public Approval refuse(long id, Actor decider, String reason, Reach reach) throws ApprovalRefusedException {
        return engine.locks().approvals(reach).refuse(id, decider, reason);
    }

    @Override
    public Approval withdraw(long id, Actor asker, Reach reach) throws ApprovalRefusedException {
        return engine.locks().approvals(reach).withdraw(id, asker);
    }

    @Override
    public Optional<Approval> approval(long id, Reach reach) {
        return engine.locks().approvals(reach).find(id);
    }

    @Override
    public List<Approval> open(Reach reach) {
        return engine.locks().approvals(reach).open();
    }

    @Override
    public List<Approval> approvalsOf(String subject, int limit, Reach reach) {
        return engine.locks().approvals(reach).of(subject, limit);
    }

    @Override
    public List<AuditRecord> told(String subject, int limit) {
        return engine.audit().find(new AuditTrail.Query("", "", subject), 0, limit);
    }

    @Override
    public List<HostDocument> machines() {
        return engine.locks().hosts();
    }

    @Override
    public List<GoneHost> gone() {
        return engine.locks().goneHosts().list();
    }

    @Override
    public GoneHost declareGone(String host, Instant wentAt, Actor actor, String reason, String ticket)
            throws GoneRefusedException {
        return engine.locks().goneHosts().declare(host, wentAt, actor, reason, ticket);
    }

    @Override
    public void takeBackGone(String host, Actor actor, String reason) throws GoneRefusedException {
        engine.locks().goneHosts().takeBack(host, actor, reason);
    }

    @Override
    public List<SiteDocument> sites() {
        return engine.locks().fences().sites();
    }

    @Override
    public Optional<Approval> pendingFence(String site) {
        return engine.locks().fences().pending(site);
    }

    @Override
    public Approval askFence(String site, Actor asker, String reason)
            throws FenceRefusedException, ApprovalRefusedException {
        return engine.locks().fences().ask(site, asker, reason);
    }

    @Override
    public void fence(String site, Actor actor, String reason) throws FenceRefusedException {
        engine.locks().fences().fence(site, actor, reason);
    }

    @Override
    public void lift(String site, Actor actor, String reason) throws FenceRefusedException {
        engine.locks().fences().lift(site, actor, reason);
    }

    @Override
    public List<String> hosts(String part, int limit) {
        String wanted = part.toLowerCase(Locale.ROOT);
        return engine.sessions().hosts().stream()
                .map(Host::name)
                .filter(name -> name.toLowerCase(Locale.ROOT).contains(wanted))
                .limit(limit)
                .toList();
    }

    @Override
    public List<HostSession> sessionsAt(String host) {
        return engine.sessions().sessionsAt(host);
    }
}

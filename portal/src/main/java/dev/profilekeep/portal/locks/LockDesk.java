package dev.profilekeep.portal.locks;

import dev.profilekeep.approval.Approval;
import dev.profilekeep.approval.ApprovalRefusedException;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditRecord;
import dev.profilekeep.catalog.Reach;
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
import dev.profilekeep.session.HostSession;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Locks and approvals as the engine knows them, and the acts upon them. Whoever asks says how far they reach, for the engine keeps
 * them to it, on whichever thread; it knows no roles: only the services of the features may hold it. Safe for several threads.
 */
public interface LockDesk {
    List<LockRow> list(LockFilter filter, LockSort sort, long offset, int limit);

    long count(LockFilter filter);

    /** As it was judged last; empty if nothing was found to lock it. */
    Optional<LockRow> find(long containerId);

    List<LockGroup> groups(Reach reach);

    /** Looks now; {@code each} is given what a location answers as it comes, by the calling thread. */
    Look look(long containerId, Reach reach, Consumer<PlaceSeen> each);

    /** Looks at everything that is locked within reach, for a person. */
    JudgeProgress judgeAll(Reach reach, BooleanSupplier stopAsked, Consumer<JudgeProgress> progress);

    ClearPlan plan(Collection<Long> containerIds, Reach reach);

    List<ClearOutcome> clear(ClearPlan plan, ClearRequest request, Consumer<ClearOutcome> each);

    LockWords words(Locale locale, ZoneId zone);

    /** Asks for a second administrator, for exactly what the row says. */
    Approval ask(ClearPlan.Row row, Actor asker, String reason, Reach reach) throws ApprovalRefusedException;

    Approval approve(long id, Actor decider, String reason, Reach reach) throws ApprovalRefusedException;

    Approval refuse(long id, Actor decider, String reason, Reach reach) throws ApprovalRefusedException;

    Approval withdraw(long id, Actor asker, Reach reach) throws ApprovalRefusedException;

    Optional<Approval> approval(long id, Reach reach);

    /** What waits for a second person, oldest first. */
    List<Approval> open(Reach reach);

    /** All on one subject, newest first. */
    List<Approval> approvalsOf(String subject, int limit, Reach reach);

    /** What the audit trail says of a subject, newest first. */
    List<AuditRecord> told(String subject, int limit);

    /** The machines that anybody told of, and those that were declared gone. */
    List<HostDocument> machines();

    /** Those that were declared gone. */
    List<GoneHost> gone();

    GoneHost declareGone(String host, Instant wentAt, Actor actor, String reason, String ticket)
            throws GoneRefusedException;

    void takeBackGone(String host, Actor actor, String reason) throws GoneRefusedException;

    /** All sites, and which of them are declared failed over and cut off. */
    List<SiteDocument> sites();

    /** The question that would do for cutting the site off now, asked or agreed on; empty if none stands. */
    Optional<Approval> pendingFence(String site);

    /** Asks a second administrator for cutting the site off. */
    Approval askFence(String site, Actor asker, String reason) throws FenceRefusedException, ApprovalRefusedException;

    void fence(String site, Actor actor, String reason) throws FenceRefusedException;

    void lift(String site, Actor actor, String reason) throws FenceRefusedException;

    /** Names of session hosts that contain the text. */
    List<String> hosts(String part, int limit);

    /** Who works there, as far as anybody told. */
    List<HostSession> sessionsAt(String host);
}

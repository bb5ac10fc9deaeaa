package dev.profilekeep.lock;

import dev.profilekeep.approval.Approval;
import dev.profilekeep.approval.ApprovalRefusedException;
import dev.profilekeep.approval.Approvals;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditEntry;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.audit.GivenReason;
import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.SiteConfig;
import dev.profilekeep.lock.FenceRefusedException.Why;
import dev.profilekeep.lock.PlaceSeen.Fence;
import dev.profilekeep.site.ActiveNow;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sites that administrators declared failed over and cut off: nobody can reach their storage any more, so what stands there
 * locks nobody out. It takes two of them: one asks, another agrees, and one of the two declares it; one alone lifts it. Failing over
 * itself is done elsewhere. That the actor is an administrator is for the caller to check. Safe for several threads and processes.
 */
public final class SiteFences {
    /** What two administrators agree on. */
    public static final String ACT = "site.fence";

    private static final String LIFT = "site.unfence";
    /** Before a site's id. */
    public static final String SUBJECT = "site:";

    private static final Logger LOG = LoggerFactory.getLogger(SiteFences.class);
    private static final int LATEST = 20;

    private final Database database;
    private final AuditTrail audit;
    private final Approvals approvals;
    private final ProfileKeepConfig config;
    private final Clock clock;

    SiteFences(Database database, AuditTrail audit, Approvals approvals, ProfileKeepConfig config, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.approvals = approvals;
        this.config = config;
        this.clock = clock;
    }

    /**
     * A declaration.
     *
     * @param byId of the two administrators the one who declared it
     * @param epoch counts those of the site, from 1
     */
    public record SiteFence(String siteId, Instant since, String byId, String byName, String reason, long epoch) {}

    /** Those in force. */
    public List<SiteFence> list() {
        return database.<List<SiteFence>, RuntimeException>call(session ->
                session.list("SELECT * FROM site_fence WHERE since IS NOT NULL ORDER BY site_id", SiteFences::read));
    }

    /** All sites, which of them are cut off, and of which sets people work there. */
    public List<SiteDocument> sites() {
        return SiteDocument.all(config.sites(), list(), ActiveNow.sets(database, config));
    }

    Map<String, Fence> inForce() {
        Map<String, Fence> fences = new HashMap<>();
        list().forEach(fence -> fences.put(fence.siteId(), new Fence(fence.since(), fence.byName())));
        return fences;
    }

    /** The question that would do for cutting the site off now, asked or agreed on, the newest; empty if none stands. */
    public Optional<Approval> pending(String siteId) {
        String basis = basis(siteId, nextEpoch(siteId));
        return approvals.of(SUBJECT + siteId, LATEST).stream()
                .filter(one -> one.act().equals(ACT) && one.basis().equals(basis))
                .filter(one -> one.state() == Approval.State.ASKED || one.state() == Approval.State.APPROVED)
                .findFirst();
    }

    /**
     * Asks for a second administrator.
     *
     * @param reason must not be blank
     * @throws IllegalArgumentException if there is no such site, or no reason
     * @throws FenceRefusedException if it is cut off already, or has nothing to fail over to
     * @throws ApprovalRefusedException if the actor is no person who signed in
     */
    public Approval ask(String siteId, Actor asker, String reason)
            throws FenceRefusedException, ApprovalRefusedException {
        try {
            requireFenceable(siteId, reason);
        } catch (FenceRefusedException e) {
            throw refused("approval.ask", siteId, asker, reason, e); // one that is let through, Approvals tells
        }
        return approvals.ask(
                ACT,
                SUBJECT + siteId,
                "declare the site " + name(siteId) + " failed over and cut off",
                basis(siteId, nextEpoch(siteId)),
                asker,
                reason);
    }

    /**
     * Declares a site failed over and cut off, which two administrators agreed on. The entry in the audit and the word stand or fall
     * together; what they agreed on is used up.
     *
     * @param actor one of the two
     * @param reason must not be blank
     * @throws IllegalArgumentException if there is no such site, or no reason
     * @throws FenceRefusedException if two did not agree, it is cut off already, or has nothing to fail over to
     */
    public SiteFence fence(String siteId, Actor actor, String reason) throws FenceRefusedException {
        try {
            return agreed(siteId, actor, reason);
        } catch (FenceRefusedException e) {
            throw refused(ACT, siteId, actor, reason, e);
        }
    }

    private SiteFence agreed(String siteId, Actor actor, String reason) throws FenceRefusedException {
        requireFenceable(siteId, reason);
        long epoch = nextEpoch(siteId);
        Approval agreed = approvals
                .usable(ACT, SUBJECT + siteId, basis(siteId, epoch), actor)
                .orElseThrow(() -> new FenceRefusedException(
                        Why.NEEDS_APPROVAL,
                        "cutting off a site takes two administrators: ask for it, let another agree,"
                                + " and then one of the two of you does it within the hour"));
        try {
            approvals.use(agreed, actor);
        } catch (ApprovalRefusedException e) {
            throw new FenceRefusedException(Why.NEEDS_APPROVAL, String.valueOf(e.getMessage()));
        }
        try {
            return declare(siteId, epoch, agreed, actor, reason);
        } catch (FenceRefusedException | RuntimeException e) {
            giveBack(agreed, actor);
            throw e;
        }
    }

    private SiteFence declare(String siteId, long epoch, Approval agreed, Actor actor, String reason)
            throws FenceRefusedException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return database.<SiteFence, FenceRefusedException>call(session -> {
            audit.append(
                    session,
                    actor,
                    entry(
                            ACT,
                            siteId,
                            reason,
                            Map.of(
                                    "epoch", Long.toString(epoch),
                                    "approval", Long.toString(agreed.id()),
                                    "askedBy", agreed.askerId(),
                                    "approvedBy", agreed.deciderId())));
            // The audit's own order keeps two that declare at once apart; the epoch tells the second of them.
            if (session.number("SELECT COALESCE(MAX(epoch), 0) FROM site_fence WHERE site_id = ?", siteId) + 1
                    != epoch) {
                throw already(siteId);
            }
            requireAnother(
                    siteId,
                    session.list("SELECT site_id FROM site_fence WHERE since IS NOT NULL", row -> row.text("site_id")));
            session.update("DELETE FROM site_fence WHERE site_id = ?", siteId);
            session.update(
                    "INSERT INTO site_fence (site_id, since, by_id, by_name, reason, epoch) VALUES (?, ?, ?, ?, ?, ?)",
                    siteId,
                    now,
                    actor.id(),
                    actor.name(),
                    reason,
                    epoch);
            approvals.supersede(session, ACT, SUBJECT + siteId, basis(siteId, epoch), actor);
            return new SiteFence(siteId, now, actor.id(), actor.name(), reason, epoch);
        });
    }

    private void giveBack(Approval agreed, Actor actor) {
        try {
            approvals.giveBack(agreed, actor, "nothing was changed: the site was not cut off");
        } catch (ApprovalRefusedException | RuntimeException e) {
            LOG.warn("approval={} stays used although nothing was changed", agreed.id(), e);
        }
    }

    /**
     * Takes the word back: the site has a say again. One administrator does.
     *
     * @throws IllegalArgumentException if there is no such site, or no reason
     * @throws FenceRefusedException if it is not cut off
     */
    public void lift(String siteId, Actor actor, String reason) throws FenceRefusedException {
        require(siteId, reason, "lifting that a site is cut off needs a reason");
        try {
            lifted(siteId, actor, reason);
        } catch (FenceRefusedException e) {
            throw refused(LIFT, siteId, actor, reason, e);
        }
    }

    private void lifted(String siteId, Actor actor, String reason) throws FenceRefusedException {
        database.<FenceRefusedException>run(session -> {
            long epoch = session.number(
                    "SELECT COALESCE(MAX(epoch), 0) FROM site_fence WHERE site_id = ? AND since IS NOT NULL", siteId);
            if (epoch == 0) {
                throw notCutOff(siteId);
            }
            audit.append(session, actor, entry(LIFT, siteId, reason, Map.of("epoch", Long.toString(epoch))));
            int lifted = session.update(
                    "UPDATE site_fence SET since = NULL WHERE site_id = ? AND epoch = ? AND since IS NOT NULL",
                    siteId,
                    epoch);
            if (lifted == 0) {
                throw notCutOff(siteId);
            }
        });
    }

    private long nextEpoch(String siteId) {
        return database.<Long, RuntimeException>call(session ->
                        session.number("SELECT COALESCE(MAX(epoch), 0) FROM site_fence WHERE site_id = ?", siteId))
                + 1;
    }

    /** What was agreed on holds for the next declaration of this site alone. */
    private static String basis(String siteId, long epoch) {
        return siteId + ":" + epoch;
    }

    private String name(String siteId) {
        return config.site(siteId).map(SiteConfig::name).orElse(siteId);
    }

    private void requireFenceable(String siteId, String reason) throws FenceRefusedException {
        require(siteId, reason, "cutting off a site needs a reason");
        List<String> fenced = list().stream().map(SiteFence::siteId).toList();
        if (fenced.contains(siteId)) {
            throw already(siteId);
        }
        requireAnother(siteId, fenced);
    }

    /** Of a site that has nothing to fail over to, all that is left would be cut off. */
    private void requireAnother(String siteId, List<String> fenced) throws FenceRefusedException {
        if (config.sites().stream().noneMatch(other -> !other.id().equals(siteId) && !fenced.contains(other.id()))) {
            throw new FenceRefusedException(
                    Why.ONLY_SITE, "there is no other site that '" + siteId + "' could have failed over to");
        }
    }

    private static FenceRefusedException notCutOff(String siteId) {
        return new FenceRefusedException(
                Why.NOT_CUT_OFF, "site '" + siteId + "' is not cut off, so there is nothing to lift");
    }

    private static FenceRefusedException already(String siteId) {
        return new FenceRefusedException(Why.ALREADY, "site '" + siteId + "' is cut off already");
    }

    private void require(String siteId, String reason, String noReason) {
        if (config.site(siteId).isEmpty()) {
            throw new IllegalArgumentException("there is no site '" + siteId + "'");
        }
        if (reason.isBlank()) {
            throw new IllegalArgumentException(noReason);
        }
        GivenReason.fault(reason).ifPresent(fault -> {
            throw new IllegalArgumentException("the reason " + fault);
        });
    }

    /** That somebody tried what may not be. @return it, to be thrown */
    private FenceRefusedException refused(
            String act, String siteId, Actor actor, String reason, FenceRefusedException why) {
        AuditEntry entry = new AuditEntry(
                act, SUBJECT + siteId, reason, Map.of("why", why.why().name()), "refused: " + why.getMessage());
        try {
            audit.append(actor, entry);
        } catch (CatalogException e) {
            LOG.error("site={} {} ({}) could not be told to the audit", siteId, act, entry.outcome(), e);
        }
        return why;
    }

    private static AuditEntry entry(String act, String siteId, String reason, Map<String, String> evidence) {
        return new AuditEntry(act, SUBJECT + siteId, reason, evidence, "done");
    }

    private static SiteFence read(Row row) throws SQLException {
        return new SiteFence(
                row.text("site_id"),
                row.when("since"),
                row.text("by_id"),
                row.text("by_name"),
                row.text("reason"),
                row.number("epoch"));
    }
}

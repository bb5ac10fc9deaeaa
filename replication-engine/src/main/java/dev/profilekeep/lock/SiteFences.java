package dev.profilekeep.lock;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditEntry;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.audit.GivenReason;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.lock.PlaceSeen.Fence;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sites that an administrator declared failed over and cut off: nobody can reach their storage any more, so what stands there
 * locks nobody out. Failing over itself is done elsewhere. That the actor is an administrator is for the caller to check. Safe
 * for several threads and processes.
 */
public final class SiteFences {
    private final Database database;
    private final AuditTrail audit;
    private final ProfileKeepConfig config;
    private final Clock clock;

    SiteFences(Database database, AuditTrail audit, ProfileKeepConfig config, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.config = config;
        this.clock = clock;
    }

    /**
     * A declaration.
     *
     * @param epoch counts those of the site, from 1
     */
    public record SiteFence(String siteId, Instant since, String byId, String byName, String reason, long epoch) {}

    /** Those in force. */
    public List<SiteFence> list() {
        return database.<List<SiteFence>, RuntimeException>call(session ->
                session.list("SELECT * FROM site_fence WHERE since IS NOT NULL ORDER BY site_id", SiteFences::read));
    }

    Map<String, Fence> inForce() {
        Map<String, Fence> fences = new HashMap<>();
        list().forEach(fence -> fences.put(fence.siteId(), new Fence(fence.since(), fence.byName())));
        return fences;
    }

    /**
     * Declares a site failed over and cut off. The entry in the audit and the word stand or fall together.
     *
     * @param reason must not be blank
     * @throws IllegalArgumentException if there is no such site, no reason, or no other site
     */
    public SiteFence fence(String siteId, Actor actor, String reason) {
        require(siteId, reason);
        if (config.sites().size() < 2) {
            throw new IllegalArgumentException(
                    "there is no other site that '" + siteId + "' could have failed over to");
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return database.<SiteFence, RuntimeException>call(session -> {
            long epoch = session.number("SELECT epoch FROM site_fence WHERE site_id = ?", siteId) + 1;
            audit.append(session, actor, entry("site.fence", siteId, reason, epoch));
            session.update("DELETE FROM site_fence WHERE site_id = ?", siteId);
            session.update(
                    "INSERT INTO site_fence (site_id, since, by_id, by_name, reason, epoch) VALUES (?, ?, ?, ?, ?, ?)",
                    siteId,
                    now,
                    actor.id(),
                    actor.name(),
                    reason,
                    epoch);
            return new SiteFence(siteId, now, actor.id(), actor.name(), reason, epoch);
        });
    }

    /** Takes the word back: the site has a say again. */
    public void lift(String siteId, Actor actor, String reason) {
        require(siteId, reason);
        database.<RuntimeException>run(session -> {
            long epoch = session.number("SELECT epoch FROM site_fence WHERE site_id = ? AND since IS NOT NULL", siteId);
            if (epoch == 0) {
                throw new IllegalArgumentException("site '" + siteId + "' is not cut off");
            }
            audit.append(session, actor, entry("site.unfence", siteId, reason, epoch));
            session.update("UPDATE site_fence SET since = NULL WHERE site_id = ?", siteId);
        });
    }

    private void require(String siteId, String reason) {
        if (config.site(siteId).isEmpty()) {
            throw new IllegalArgumentException("there is no site '" + siteId + "'");
        }
        if (reason.isBlank()) {
            throw new IllegalArgumentException("cutting off a site needs a reason");
        }
        GivenReason.fault(reason).ifPresent(fault -> {
            throw new IllegalArgumentException("the reason " + fault);
        });
    }

    private static AuditEntry entry(String act, String siteId, String reason, long epoch) {
        return new AuditEntry(act, "site:" + siteId, reason, Map.of("epoch", Long.toString(epoch)), "done");
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

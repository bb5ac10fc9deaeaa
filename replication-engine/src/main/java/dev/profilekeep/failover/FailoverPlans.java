package dev.profilekeep.failover;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditEntry;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.audit.GivenReason;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Row;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Plans in all their versions. A change makes a new version and leaves the old ones as they were; what is kept need not be sound yet. That
 * the actor is an administrator is for the caller to check. Safe for several threads and processes.
 */
public final class FailoverPlans {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final int LONGEST = 500_000;

    private final Database database;
    private final AuditTrail audit;
    private final Clock clock;

    public FailoverPlans(Database database, AuditTrail audit, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Keeps a plan, as version 1 or as the next one. The same as the newest version changes nothing.
     *
     * @throws IllegalArgumentException if its id is none, it is too long, or there is no reason
     */
    public PlanVersion save(Plan plan, Actor actor, String reason) {
        if (!ID.matcher(plan.id()).matches()) {
            throw new IllegalArgumentException("'" + plan.id() + "' is no id of a plan: use up to 64 letters, digits,"
                    + " dots, dashes, underscores");
        }
        if (reason.isBlank()) {
            throw new IllegalArgumentException("a change of a plan needs a reason");
        }
        GivenReason.fault(reason).ifPresent(fault -> {
            throw new IllegalArgumentException("the reason " + fault);
        });
        String body = PlanJson.write(plan);
        if (body.length() > LONGEST) {
            throw new IllegalArgumentException("a plan has at most " + LONGEST + " characters");
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return database.<PlanVersion, RuntimeException>call(session -> {
            session.mustLast();
            session.update(
                    "INSERT INTO failover_plan (id, version) SELECT ?, 0 WHERE NOT EXISTS (SELECT 1 FROM failover_plan"
                            + " WHERE id = ?)",
                    plan.id(),
                    plan.id());
            // Whoever changes the same plan now waits here.
            session.update("UPDATE failover_plan SET version = version + 1 WHERE id = ?", plan.id());
            int version = (int) session.number("SELECT version FROM failover_plan WHERE id = ?", plan.id());
            Optional<PlanVersion> last = session.first(
                    "SELECT * FROM failover_plan_version WHERE plan_id = ? AND version = ?",
                    FailoverPlans::read,
                    plan.id(),
                    version - 1);
            if (last.isPresent() && last.get().plan().equals(plan)) {
                session.update("UPDATE failover_plan SET version = version - 1 WHERE id = ?", plan.id());
                return last.get();
            }
            session.update(
                    "INSERT INTO failover_plan_version (plan_id, version, body, by_id, by_name, at, reason) VALUES (?,"
                            + " ?, ?, ?, ?, ?, ?)",
                    plan.id(),
                    version,
                    body,
                    actor.id(),
                    actor.name(),
                    now,
                    reason);
            audit.append(
                    session,
                    actor,
                    new AuditEntry(
                            "failover.plan.change",
                            "plan:" + plan.id(),
                            reason,
                            Map.of("version", Integer.toString(version)),
                            "done"));
            return new PlanVersion(version, plan, actor.id(), actor.name(), now, reason);
        });
    }

    /** The newest version of each plan, by id. */
    public List<PlanVersion> list() {
        return database.<List<PlanVersion>, RuntimeException>call(session -> session.list(
                "SELECT v.* FROM failover_plan_version v JOIN failover_plan p ON p.id = v.plan_id AND p.version ="
                        + " v.version ORDER BY v.plan_id",
                FailoverPlans::read));
    }

    public Optional<PlanVersion> find(String id) {
        return list().stream().filter(each -> each.plan().id().equals(id)).findFirst();
    }

    public Optional<PlanVersion> find(String id, int version) {
        return versions(id).stream().filter(each -> each.version() == version).findFirst();
    }

    /** All versions, newest first. */
    public List<PlanVersion> versions(String id) {
        return database.<List<PlanVersion>, RuntimeException>call(session -> session.list(
                "SELECT * FROM failover_plan_version WHERE plan_id = ? ORDER BY version DESC",
                FailoverPlans::read,
                id));
    }

    private static PlanVersion read(Row row) throws SQLException {
        return new PlanVersion(
                row.integer("version"),
                PlanJson.read(row.text("body"), Plan.class),
                row.text("by_id"),
                row.text("by_name"),
                row.when("at"),
                row.text("reason"));
    }
}

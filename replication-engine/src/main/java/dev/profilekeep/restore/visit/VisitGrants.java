package dev.profilekeep.restore.visit;

import dev.profilekeep.approval.Approval;
import dev.profilekeep.approval.ApprovalRefusedException;
import dev.profilekeep.approval.Approvals;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.container.ContainerIdentity;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looking into another person's backups: one asks and says why, another agrees, and whoever asked looks for an hour, into the backups of that one container. Who may ask and agree, by
 * role and scope, is for the caller to check before. Safe for several threads and processes.
 */
public final class VisitGrants {
    /** What two people agree on, as the audit calls it. */
    public static final String ACT = "files.visit";

    /** So long somebody may look. */
    public static final Duration LASTS = Duration.ofMinutes(60);

    private static final String SUBJECT = "container:";
    private static final String SELECT = "SELECT * FROM backup_visit";

    private final Database database;
    private final Approvals approvals;
    private final AuditTrail audit;
    private final VisitNews news;
    private final Clock clock;

    public VisitGrants(Database database, Approvals approvals, AuditTrail audit, VisitNews news, Clock clock) {
        this.database = database;
        this.approvals = approvals;
        this.audit = audit;
        this.news = news;
        this.clock = clock;
    }

    /**
     * Asks. The same question, still open, is the same.
     *
     * @param reason must not be blank; the owner reads it
     */
    public Approval ask(ContainerRow container, Actor asker, String reason) throws ApprovalRefusedException {
        String title = "Look into the backups of container " + container.id();
        return approvals.ask(ACT, SUBJECT + container.id(), title, key(container), asker, reason);
    }

    private static String key(ContainerRow container) {
        return new ContainerIdentity(container.setId(), container.kind(), container.sid(), container.baseName()).key();
    }

    /** Which container a question is about. */
    public static long container(Approval approval) {
        return Long.parseLong(approval.subject().substring(SUBJECT.length()));
    }

    /** What waits for a second person, the oldest first. */
    public List<Approval> waiting() {
        return approvals.open().stream().filter(one -> one.act().equals(ACT)).toList();
    }

    /** A question of this kind. */
    public Optional<Approval> find(long id) {
        return approvals.find(id).filter(one -> one.act().equals(ACT));
    }

    /** What somebody asked about a container, and it is open or agreed on. */
    public Optional<Approval> asked(ContainerRow container, Actor asker) {
        return approvals.of(SUBJECT + container.id(), 50).stream()
                .filter(one -> one.act().equals(ACT) && one.basis().equals(key(container)))
                .filter(one -> one.state() == Approval.State.ASKED || one.state() == Approval.State.APPROVED)
                .filter(one -> isAsker(one, asker))
                .findFirst();
    }

    private static boolean isAsker(Approval approval, Actor actor) {
        return Approvals.apart(approval.askerId(), actor.id()) == Approvals.Apart.SAME;
    }

    /** Agrees, as another person than whoever asked. */
    public Approval approve(long id, Actor decider, String reason) throws ApprovalRefusedException {
        return approvals.approve(require(id).id(), decider, reason);
    }

    public Approval refuse(long id, Actor decider, String reason) throws ApprovalRefusedException {
        return approvals.refuse(require(id).id(), decider, reason);
    }

    /** Takes back what one asked oneself. */
    public Approval withdraw(long id, Actor asker) throws ApprovalRefusedException {
        return approvals.withdraw(require(id).id(), asker);
    }

    private Approval require(long id) {
        return find(id).orElseThrow(() -> new IllegalArgumentException("there is no question " + id));
    }

    /**
     * Begins what was agreed on, once; only whoever asked can. The owner is told in the same transaction.
     *
     * @throws ApprovalRefusedException if nobody agreed, it was used, or it is too old
     */
    public Visited begin(ContainerRow container, Approval approval, Actor actor) throws ApprovalRefusedException {
        Approval agreed = require(approval.id());
        if (!agreed.subject().equals(SUBJECT + container.id())
                || !agreed.basis().equals(key(container))) {
            throw new IllegalArgumentException(
                    "question " + approval.id() + " is not about container " + container.id());
        }
        if (!isAsker(agreed, actor)) {
            throw ApprovalRefusedException.notTheAsker("only whoever asked looks");
        }
        approvals.use(agreed, actor);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        try {
            return database.<Visited, RuntimeException>call(session -> insert(session, container, agreed, actor, now));
        } catch (RuntimeException e) {
            approvals.giveBack(agreed, actor, "it did not begin");
            throw e;
        }
    }

    private Visited insert(Session session, ContainerRow container, Approval agreed, Actor actor, Instant now)
            throws SQLException {
        long id = session.insert(
                "INSERT INTO backup_visit (container_id, sid, visitor_id, visitor_name, decider_name, reason,"
                        + " approval_id, began_at, until_at, openings, previews, exports, downloads)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0)",
                container.id(),
                container.sid(),
                actor.id(),
                actor.name(),
                agreed.deciderName(),
                agreed.reason(),
                agreed.id(),
                now,
                now.plus(LASTS));
        Visited visited =
                session.first(SELECT + " WHERE id = ?", VisitGrants::read, id).orElseThrow();
        news.tell(session, visited);
        audit.append(
                session,
                actor,
                VisitAudit.entry(
                        ACT,
                        container.id(),
                        agreed.reason(),
                        Map.of("approval", Long.toString(agreed.id()), "agreedBy", agreed.deciderId()),
                        "done"));
        return visited;
    }

    /** What somebody may look into now. */
    public Optional<Visited> open(long container, Actor actor) {
        Instant now = clock.instant();
        return database.<Optional<Visited>, RuntimeException>call(session -> session
                .list(
                        SELECT + " WHERE container_id = ? AND visitor_id = ? ORDER BY id DESC LIMIT 1",
                        VisitGrants::read,
                        container,
                        actor.id())
                .stream()
                .filter(visited -> visited.isOpen(now))
                .findFirst());
    }

    /** Says that it is enough. */
    public void end(long container, Actor actor) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        open(container, actor)
                .ifPresent(visited -> database.<RuntimeException>run(session -> session.update(
                        "UPDATE backup_visit SET ended_at = ? WHERE id = ? AND ended_at IS NULL", now, visited.id())));
    }

    /** Who looked into a person's backups, the newest first. */
    public List<Visited> of(String sid, int limit) {
        return database.<List<Visited>, RuntimeException>call(session -> session.list(
                SELECT + " WHERE LOWER(sid) = LOWER(?) ORDER BY id DESC LIMIT " + Math.max(0, limit),
                VisitGrants::read,
                sid));
    }

    /** What a visit rests on: asked anew at each step, as it may end. */
    Permit permit(Visited visited) {
        return new Permit() {
            @Override
            public boolean own() {
                return false;
            }

            @Override
            public String reason() {
                return visited.reason();
            }

            @Override
            public void require() throws VisitRefusedException {
                boolean open = database.<Optional<Visited>, RuntimeException>call(
                                session -> session.first(SELECT + " WHERE id = ?", VisitGrants::read, visited.id()))
                        .filter(now -> now.isOpen(clock.instant()))
                        .isPresent();
                if (!open) {
                    throw new VisitRefusedException(
                            VisitRefusedException.Why.OVER, "the hour for which two agreed on it is over");
                }
            }

            @Override
            public void count(Step step) {
                String column =
                        switch (step) {
                            case OPEN -> "openings";
                            case PREVIEW, VERSIONS -> "previews";
                            case EXPORT -> "exports";
                            case DOWNLOAD -> "downloads";
                        };
                database.<RuntimeException>run(session -> session.update(
                        "UPDATE backup_visit SET " + column + " = " + column + " + 1 WHERE id = ?", visited.id()));
            }
        };
    }

    private static Visited read(Row row) throws SQLException {
        return new Visited(
                row.number("id"),
                row.number("container_id"),
                row.text("sid"),
                row.text("visitor_id"),
                row.text("visitor_name"),
                row.text("decider_name"),
                row.text("reason"),
                row.when("began_at"),
                row.when("until_at"),
                row.time("ended_at"),
                row.integer("openings"),
                row.integer("previews"),
                row.integer("exports"),
                row.integer("downloads"));
    }
}

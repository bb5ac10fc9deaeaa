package dev.profilekeep.approval;

import dev.profilekeep.approval.Approval.State;
import dev.profilekeep.approval.ApprovalRefusedException.Why;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditEntry;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.audit.GivenReason;
import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import java.sql.SQLException;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Acts that need two people. Whoever asks never decides; who may ask and who may decide, by role, is for the caller to check
 * before. Every step is audited in the same transaction, and so is one that was refused. What nobody decided within an hour is worth nothing, and so is what
 * nobody used within an hour of the decision. Safe for several threads and processes.
 */
public final class Approvals {
    /** How long a question stands, and how long an answer. */
    public static final Duration VALID = Duration.ofMinutes(60);

    private static final Logger LOG = LoggerFactory.getLogger(Approvals.class);
    private static final String SELECT = "SELECT * FROM approval";

    private final Database database;
    private final AuditTrail audit;
    private final Clock clock;

    public Approvals(Database database, AuditTrail audit, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Asks for an act. The same question by the same person, still open, is the same approval.
     *
     * @param basis at most 200 characters
     * @param reason must not be blank
     * @throws ApprovalRefusedException if the actor is no person who signed in
     */
    public Approval ask(String act, String subject, String title, String basis, Actor asker, String reason)
            throws ApprovalRefusedException {
        requireReason(reason);
        try {
            requirePerson(asker);
        } catch (ApprovalRefusedException e) {
            Map<String, String> evidence = Map.of("act", act, "title", title, "basis", basis);
            refused(asker, new AuditEntry("approval.ask", subject, reason, evidence, refused(e)));
            throw e;
        }
        if (basis.length() > 200) {
            throw new IllegalArgumentException("a basis has at most 200 characters: " + basis.length());
        }
        Instant now = now();
        return database.<Approval, RuntimeException>call(session -> {
            Optional<Approval> open = session
                    .list(
                            SELECT + " WHERE subject = ? AND act = ? AND basis = ? AND state IN ('ASKED', 'APPROVED')"
                                    + " ORDER BY id DESC",
                            row -> read(row, now),
                            subject,
                            act,
                            basis)
                    .stream()
                    .filter(each -> each.state() != State.EXPIRED && same(each.askerId(), asker.id()))
                    .findFirst();
            if (open.isPresent()) {
                return open.get();
            }
            long id = session.insert(
                    "INSERT INTO approval (act, subject, title, basis, reason, state, asker_id, asker_name, asked_at,"
                            + " expires_at, decider_id, decider_name, decider_reason) VALUES (?, ?, ?, ?, ?, 'ASKED',"
                            + " ?, ?, ?, ?, '', '', '')",
                    act,
                    subject,
                    title,
                    basis,
                    reason,
                    asker.id(),
                    asker.name(),
                    now,
                    now.plus(VALID));
            tell(session, asker, "approval.ask", require(session, id, now), reason);
            return require(session, id, now);
        });
    }

    /**
     * Agrees, as another person than the one who asked.
     *
     * @param reason may be empty
     * @throws ApprovalRefusedException if it is no longer open, or the actor asked for it
     */
    public Approval approve(long id, Actor decider, String reason) throws ApprovalRefusedException {
        return decide(id, State.APPROVED, decider, reason);
    }

    /** Says no, as {@link #approve}. */
    public Approval refuse(long id, Actor decider, String reason) throws ApprovalRefusedException {
        return decide(id, State.REFUSED, decider, reason);
    }

    private Approval decide(long id, State state, Actor decider, String reason) throws ApprovalRefusedException {
        fault(reason);
        try {
            return decided(id, state, decider, reason);
        } catch (ApprovalRefusedException e) {
            refused(id, state == State.APPROVED ? "approval.approve" : "approval.refuse", decider, reason, e);
            throw e;
        }
    }

    private Approval decided(long id, State state, Actor decider, String reason) throws ApprovalRefusedException {
        requirePerson(decider);
        Instant now = now();
        return database.<Approval, ApprovalRefusedException>call(session -> {
            requireAnother(require(session, id, now).askerId(), decider.id());
            int changed = session.update(
                    "UPDATE approval SET state = ?, decider_id = ?, decider_name = ?, decider_reason = ?, decided_at ="
                            + " ?, expires_at = ? WHERE id = ? AND state = 'ASKED' AND expires_at > ?",
                    state,
                    decider.id(),
                    decider.name(),
                    reason,
                    now,
                    now.plus(VALID),
                    id,
                    now);
            if (changed == 0) {
                throw new ApprovalRefusedException(
                        Why.NOT_OPEN,
                        "it is no longer open: " + require(session, id, now).state());
            }
            Approval decided = require(session, id, now);
            tell(session, decider, state == State.APPROVED ? "approval.approve" : "approval.refuse", decided, reason);
            return decided;
        });
    }

    /** Takes a question back that one asked oneself. */
    public Approval withdraw(long id, Actor asker) throws ApprovalRefusedException {
        try {
            return withdrawn(id, asker);
        } catch (ApprovalRefusedException e) {
            refused(id, "approval.withdraw", asker, "", e);
            throw e;
        }
    }

    private Approval withdrawn(long id, Actor asker) throws ApprovalRefusedException {
        requirePerson(asker);
        Instant now = now();
        return database.<Approval, ApprovalRefusedException>call(session -> {
            if (!same(require(session, id, now).askerId(), asker.id())) {
                throw new ApprovalRefusedException(Why.NOT_THE_ASKER, "only whoever asked can take it back");
            }
            if (session.update(
                            "UPDATE approval SET state = 'WITHDRAWN' WHERE id = ? AND state IN ('ASKED', 'APPROVED')",
                            id)
                    == 0) {
                throw new ApprovalRefusedException(
                        Why.NOT_OPEN,
                        "it is no longer open: " + require(session, id, now).state());
            }
            tell(session, asker, "approval.withdraw", require(session, id, now), "");
            return require(session, id, now);
        });
    }

    public Optional<Approval> find(long id) {
        Instant now = now();
        return database.<Optional<Approval>, RuntimeException>call(
                session -> session.first(SELECT + " WHERE id = ?", row -> read(row, now), id));
    }

    /** What waits for a second person, oldest first. */
    public List<Approval> open() {
        Instant now = now();
        return database.<List<Approval>, RuntimeException>call(session -> session.list(
                SELECT + " WHERE state = 'ASKED' AND expires_at > ? ORDER BY id", row -> read(row, now), now));
    }

    /** All on one subject, newest first. */
    public List<Approval> of(String subject, int limit) {
        Instant now = now();
        return database.<List<Approval>, RuntimeException>call(session -> session.list(
                SELECT + " WHERE subject = ? ORDER BY id DESC LIMIT " + Math.max(0, limit),
                row -> read(row, now),
                subject));
    }

    /** One that two people agreed on, of exactly this, if {@code actor} is one of the two. */
    public Optional<Approval> usable(String act, String subject, String basis, Actor actor) {
        Instant now = now();
        return database.<Optional<Approval>, RuntimeException>call(session -> session
                .list(
                        SELECT + " WHERE subject = ? AND act = ? AND basis = ? AND state = 'APPROVED' ORDER BY id",
                        row -> read(row, now),
                        subject,
                        act,
                        basis)
                .stream()
                .filter(each -> each.state() == State.APPROVED)
                .filter(each -> same(each.askerId(), actor.id()) || same(each.deciderId(), actor.id()))
                .findFirst());
    }

    /**
     * Uses it up, once, just before the act.
     *
     * @param actor one of the two who agreed
     * @throws ApprovalRefusedException if it was used, withdrawn or is too old, or the actor is not one of the two
     */
    public void use(Approval approval, Actor actor) throws ApprovalRefusedException {
        requirePerson(actor);
        Instant now = now();
        database.<ApprovalRefusedException>run(session -> {
            Approval agreed = require(session, approval.id(), now);
            if (!same(agreed.askerId(), actor.id()) && !same(agreed.deciderId(), actor.id())) {
                throw new ApprovalRefusedException(Why.NOT_ONE_OF_THE_TWO, "only one of the two who agreed can use it");
            }
            if (session.update(
                            "UPDATE approval SET state = 'USED', used_at = ? WHERE id = ? AND state = 'APPROVED' AND"
                                    + " expires_at > ?",
                            now,
                            approval.id(),
                            now)
                    == 0) {
                throw new ApprovalRefusedException(
                        Why.NOT_OPEN,
                        "the approval cannot be used any more: "
                                + require(session, approval.id(), now).state());
            }
            tell(session, actor, "approval.use", require(session, approval.id(), now), "");
        });
    }

    /**
     * Says that the act for which it was just used up changed nothing: until its hour is over it can be used again. Only for whoever
     * used it, and only if that is certain: whatever may have been done has used it for good.
     *
     * @param why the act was not done
     * @return as it is now: {@link State#APPROVED}, or {@link State#EXPIRED} if its hour is over
     */
    public Approval giveBack(Approval approval, Actor actor, String why) throws ApprovalRefusedException {
        Instant now = now();
        return database.<Approval, ApprovalRefusedException>call(session -> {
            if (session.update(
                            "UPDATE approval SET state = 'APPROVED', used_at = NULL WHERE id = ? AND state = 'USED'",
                            approval.id())
                    == 0) {
                throw new ApprovalRefusedException(
                        Why.NOT_OPEN,
                        "the approval was not used: "
                                + require(session, approval.id(), now).state());
            }
            Approval back = require(session, approval.id(), now);
            tell(session, actor, "approval.give-back", back, why);
            return back;
        });
    }

    /**
     * Ends, as a part of the caller's transaction, every question and answer that rests on what is past now: nobody could use it.
     *
     * @param actor who made it past
     */
    public void supersede(Session session, String act, String subject, String basis, Actor actor) throws SQLException {
        Instant now = now();
        List<Approval> past = session.list(
                SELECT
                        + " WHERE subject = ? AND act = ? AND basis = ? AND state IN ('ASKED', 'APPROVED') AND expires_at"
                        + " > ? ORDER BY id",
                row -> read(row, now),
                subject,
                act,
                basis,
                now);
        for (Approval one : past) {
            int changed = session.update(
                    "UPDATE approval SET state = ? WHERE id = ? AND state IN ('ASKED', 'APPROVED')",
                    State.SUPERSEDED,
                    one.id());
            if (changed > 0) {
                tell(session, actor, "approval.supersede", one, "");
            }
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /**
     * Two ways in must not make two people of one. Who has a SID is known by it, whichever identity provider said so; who has none is
     * known by what one identity provider calls them. Of two who are not known alike, nobody can tell that they are two.
     */
    private static void requireAnother(String asker, String decider) throws ApprovalRefusedException {
        switch (apart(asker, decider)) {
            case SAME ->
                throw new ApprovalRefusedException(
                        Why.SAME_PERSON, "whoever asked cannot decide: it takes a second person");
            case CANNOT_TELL ->
                throw new ApprovalRefusedException(
                        Why.CANNOT_TELL,
                        "it cannot be told that you are another person than whoever asked, since you do not both have a"
                                + " SID of one kind (S-1-5-21 of a domain, S-1-12-1 of Entra ID) and came by different ways:"
                                + " sign in at the same identity provider, or have a SID of the domain given to both accounts"
                                + " and confirmed by another administrator (docs/sign-in.md)");
            case TWO -> {
                // As it must be.
            }
        }
    }

    /** Whether two who act are two people. */
    public enum Apart {
        SAME,
        /** They are not known alike. */
        CANNOT_TELL,
        TWO
    }

    /** @param one what the audit calls somebody who signed in */
    public static Apart apart(String one, String other) {
        if (same(one, other)) {
            return Apart.SAME;
        }
        return source(one).equals(source(other)) ? Apart.TWO : Apart.CANNOT_TELL;
    }

    /**
     * By what somebody is known: the kind of the SID, or the identity provider whose word it is. Who is in a domain and in Entra ID has
     * a SID of either kind, and which of them is seen depends on the way in; within one kind one account has one.
     */
    private static String source(String id) {
        String one = plain(id);
        if (!one.startsWith("s-1-")) {
            return one.substring(0, Math.max(0, one.indexOf(':')));
        }
        String[] parts = one.split("-", 5);
        return "sid of " + String.join("-", Arrays.copyOf(parts, Math.min(4, parts.length)));
    }

    private static boolean same(String one, String other) {
        return plain(one).equals(plain(other));
    }

    /** Without what the same name may be spelt differently by: case, blanks around it, forms of the same letter. */
    private static String plain(String id) {
        return Normalizer.normalize(id, Normalizer.Form.NFKC)
                .strip()
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }

    /** Only a sign-in says who somebody is: no command line, no program and no job asks, decides or uses. */
    private static void requirePerson(Actor actor) throws ApprovalRefusedException {
        if (!actor.isPerson()) {
            throw new ApprovalRefusedException(
                    Why.NOT_A_PERSON,
                    "only people who signed in to the portal ask, decide and use what was agreed," + " not '"
                            + actor.id() + "'");
        }
    }

    private static void requireReason(String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("asking for an approval needs a reason");
        }
        fault(reason);
    }

    private static void fault(String reason) {
        GivenReason.fault(reason).ifPresent(fault -> {
            throw new IllegalArgumentException("the reason " + fault);
        });
    }

    private static Approval require(Session session, long id, Instant now) throws SQLException {
        return session.first(SELECT + " WHERE id = ?", row -> read(row, now), id)
                .orElseThrow(() -> new IllegalArgumentException("there is no approval " + id));
    }

    private void tell(Session session, Actor actor, String act, Approval approval, String reason) throws SQLException {
        audit.append(session, actor, entry(act, approval, reason, "done"));
    }

    private static AuditEntry entry(String act, Approval approval, String reason, String outcome) {
        return new AuditEntry(
                act,
                approval.subject(),
                reason,
                Map.of(
                        "approval", Long.toString(approval.id()),
                        "act", approval.act(),
                        "title", approval.title(),
                        "basis", approval.basis(),
                        "askedBy", approval.askerId()),
                outcome);
    }

    /** That somebody tried what may not be; of what there is not, nothing is told. */
    private void refused(long id, String act, Actor actor, String reason, ApprovalRefusedException why) {
        try {
            find(id).ifPresent(approval -> refused(actor, entry(act, approval, reason, refused(why))));
        } catch (CatalogException e) {
            LOG.error("approval={} {} ({}) could not be told to the audit", id, act, refused(why), e);
        }
    }

    private void refused(Actor actor, AuditEntry entry) {
        try {
            audit.append(actor, entry);
        } catch (CatalogException e) {
            LOG.error("{} {} ({}) could not be told to the audit", entry.subject(), entry.act(), entry.outcome(), e);
        }
    }

    private static String refused(ApprovalRefusedException why) {
        return "refused: " + why.getMessage();
    }

    private static Approval read(Row row, Instant now) throws SQLException {
        State state = row.choice("state", State.class);
        Instant expires = row.when("expires_at");
        boolean over = (state == State.ASKED || state == State.APPROVED) && !expires.isAfter(now);
        return new Approval(
                row.number("id"),
                row.text("act"),
                row.text("subject"),
                row.text("title"),
                row.text("basis"),
                row.text("reason"),
                over ? State.EXPIRED : state,
                row.text("asker_id"),
                row.text("asker_name"),
                row.when("asked_at"),
                expires,
                row.text("decider_id"),
                row.text("decider_name"),
                row.text("decider_reason"),
                row.time("decided_at"));
    }
}

package dev.profilekeep.request;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditEntry;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.request.RequestRefusedException.Why;
import dev.profilekeep.request.Restorer.Result;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Takes steps: the row, its story, the audit and the message, all or none. Safe for several threads and processes. */
final class RequestSteps {
    /** So long a node that says nothing is believed to be at work. */
    static final Duration ALIVE = Duration.ofMinutes(2);

    /** Who acts where nobody pressed anything. */
    static final Actor ITSELF = new Actor("restore requests", "ProfileKeep", List.of(), "");

    private final Database database;
    private final AuditTrail audit;
    private final RequestNews news;
    private final Clock clock;

    RequestSteps(Database database, AuditTrail audit, RequestNews news, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.news = news;
        this.clock = clock;
    }

    /** One of these that this node may work on, and no other. */
    record Turn(Request request, String node) {}

    /**
     * A person's step.
     *
     * @throws RequestRefusedException if somebody was quicker, or it is over
     */
    Request take(long id, RequestState state, String act, Actor actor, String words) throws RequestRefusedException {
        try {
            return database.<Request, RequestRefusedException>call(session -> {
                if (!move(session, id, state, null, Note.NONE)) {
                    throw new RequestRefusedException(Why.NOT_OPEN, standing(session, id, actor));
                }
                return after(session, id, act, actor, Note.plain(words));
            });
        } catch (CatalogException e) {
            if (state == RequestState.UNDOING && anotherOpen(id)) {
                throw new RequestRefusedException(
                        Why.ANOTHER_OPEN, "another request for this profile is open: it has to end first");
            }
            throw e;
        }
    }

    private boolean anotherOpen(long id) {
        return database.<Boolean, RuntimeException>call(session -> {
            Request request = require(session, id);
            return RequestTable.open(session, request.containerKey())
                    .filter(other -> other.id() != id)
                    .isPresent();
        });
    }

    /** Why a step cannot be taken: how it stands, and who was quicker if it was somebody else. */
    private static String standing(Session session, long id, Actor actor) throws SQLException {
        List<RequestStep> story = RequestTable.steps(session, id);
        RequestStep last = story.get(story.size() - 1);
        boolean quicker =
                last.isOfAPerson() && !last.actorId().equals(actor.id()) && last.state() != RequestState.ASKED;
        return (quicker ? last.actorName() + " was quicker: " : "that cannot be done now: ") + "it is "
                + last.state().name().toLowerCase(Locale.ROOT);
    }

    /** @param node whose turn it is; null for a person's step: a node that only looks whether it can begin has its turn no more */
    private boolean move(Session session, long id, RequestState state, @Nullable String node, Note note)
            throws SQLException {
        Instant now = now();
        Set<RequestState> before = RequestState.before(state);
        List<Object> arguments = new ArrayList<>(
                Arrays.asList(state, now, now, RequestTable.cut(note.english()), RequestTable.said(note)));
        StringBuilder sql = new StringBuilder(
                "UPDATE restore_request SET state = ?, changed_at = ?, look_at = ?, note = ?, note_said = ?, phase ="
                        + " ''");
        boolean answers =
                state == RequestState.QUESTION || state == RequestState.APPROVED || state == RequestState.REFUSED;
        if (answers) {
            sql.append(", first_answer_at = COALESCE(first_answer_at, ?)");
            arguments.add(now);
        }
        if (state.isOver()) {
            sql.append(", ended_at = ?, open_key = NULL");
            arguments.add(now);
        } else if (state == RequestState.UNDOING) {
            sql.append(", ended_at = NULL, open_key = container_key");
        }
        if (state != RequestState.RUNNING) {
            sql.append(", node = '', alive_until = NULL");
        }
        sql.append(" WHERE id = ? AND state IN (")
                .append(RequestTable.marks(before))
                .append(")");
        arguments.add(id);
        arguments.addAll(before);
        if (node != null) {
            sql.append(" AND node = ?");
            arguments.add(node);
        }
        return session.update(sql.toString(), arguments.toArray()) == 1;
    }

    private Request after(Session session, long id, String act, Actor actor, Note words) throws SQLException {
        Request request = require(session, id);
        Instant now = now();
        if (request.state() == RequestState.APPROVED || request.state() == RequestState.REFUSED) {
            session.update(
                    "UPDATE restore_request SET decided_at = ?, decider_id = ?, decider_name = ? WHERE id = ?",
                    now,
                    actor.id(),
                    actor.name(),
                    id);
            request = require(session, id);
        }
        RequestTable.step(session, id, now, request.state(), actor, words);
        tell(session, request, act, actor, words.english());
        tellAsker(session, request, actor, words.english());
        tellOwner(session, request, actor, words.english());
        return request;
    }

    private void tellAsker(Session session, Request request, Actor actor, String words) throws SQLException {
        boolean news =
                switch (request.state()) {
                    case QUESTION, APPROVED, REFUSED, WAITING, DONE, FAILED, UNDONE -> true;
                    case DELAYED -> request.wish().kind() == RequestKind.FILES; // they were told "within a minute"
                    case ASKED, ANSWERED, WITHDRAWN, RUNNING, UNDOING -> false;
                };
        if (!news || actor.id().equals(request.askerId())) {
            return;
        }
        Requests.Address asker = session.first(
                        "SELECT asker_mail, asker_language FROM restore_request WHERE id = ?",
                        row -> new Requests.Address(
                                row.text("asker_mail"), Locale.forLanguageTag(row.text("asker_language"))),
                        request.id())
                .orElseThrow(() -> new SQLException("request " + request.id() + " is gone"));
        RequestNews.To to = ofAnother(request) ? RequestNews.To.HELPER : RequestNews.To.ASKER;
        tell(session, request, to, asker, actor.isPerson() ? words : "");
    }

    /** What somebody asked for about another person's profile, that person is told, too. */
    void tellOwner(Session session, Request request, Actor actor, String words) throws SQLException {
        boolean news =
                switch (request.state()) {
                    case ASKED, APPROVED, REFUSED, WITHDRAWN, WAITING, DONE, FAILED, UNDONE -> true;
                    case QUESTION, ANSWERED, DELAYED, RUNNING, UNDOING -> false;
                };
        if (!news || !ofAnother(request) || actor.id().equalsIgnoreCase(request.sid())) {
            return;
        }
        Optional<Requests.Address> owner = PersonAddresses.of(session, request.sid());
        if (owner.isPresent()) {
            tell(session, request, RequestNews.To.OWNER, owner.get(), actor.isPerson() ? words : "");
        }
    }

    private static boolean ofAnother(Request request) {
        return !request.sid().isEmpty() && !request.askerId().strip().equalsIgnoreCase(request.sid());
    }

    private void tell(Session session, Request request, RequestNews.To to, Requests.Address address, String said)
            throws SQLException {
        if (address.mail().isEmpty()) {
            return;
        }
        boolean waits = request.state() == RequestState.WAITING || request.state() == RequestState.DELAYED;
        String step = waits
                ? request.state().name() // that it waits, once
                : Long.toString(
                        session.number("SELECT MAX(n) FROM restore_request_step WHERE request_id = ?", request.id()));
        String key = "request:" + request.id() + ":" + step + (to == RequestNews.To.OWNER ? ":owner" : "");
        news.tell(session, key, request, to, address.mail(), address.language(), said);
    }

    void tell(Session session, Request request, String act, Actor actor, String reason) throws SQLException {
        audit.append(session, actor, entry(act, request, reason, "done"));
    }

    static AuditEntry entry(String act, Request request, String reason, String outcome) {
        Map<String, String> evidence = new TreeMap<>(evidence(request.wish()));
        evidence.put("request", Long.toString(request.id()));
        evidence.put("askedBy", request.askerId());
        evidence.put("state", request.state().name());
        if (!request.act().isEmpty()) {
            evidence.put("restore", request.act());
        }
        return new AuditEntry(act, "container:" + request.containerId(), reason, evidence, outcome);
    }

    /** No file of a person is named in the audit. */
    static Map<String, String> evidence(Wish wish) {
        Map<String, String> evidence = new TreeMap<>();
        evidence.put("kind", wish.kind().name());
        if (wish.kind().needsPoint()) {
            evidence.put("point", wish.told());
            evidence.put("moment", String.valueOf(wish.moment()));
        }
        if (!wish.paths().isEmpty()) {
            evidence.put("chosen", Integer.toString(wish.paths().size()));
            evidence.put("files", Long.toString(wish.amount().files()));
            evidence.put("folders", Long.toString(wish.amount().folders()));
            evidence.put("bytes", Long.toString(wish.amount().bytes()));
        }
        return evidence;
    }

    /** Gives up the turns of nodes that are dead: what they were at work on is looked at again. */
    void takeUp() {
        Instant now = now();
        List<Long> left = database.<List<Long>, RuntimeException>call(session -> session.list(
                "SELECT id FROM restore_request WHERE node <> '' AND alive_until < ?", row -> row.number("id"), now));
        for (long id : left) {
            database.<RuntimeException>run(session -> {
                String node = session.first(
                                "SELECT node FROM restore_request WHERE id = ? AND node <> '' AND alive_until < ?",
                                row -> row.text("node"),
                                id,
                                now)
                        .orElse("");
                if (node.isEmpty()) {
                    return;
                }
                if (require(session, id).state() != RequestState.RUNNING) {
                    session.update(
                            "UPDATE restore_request SET node = '', alive_until = NULL, look_at = ? WHERE id = ?"
                                    + " AND node = ?",
                            now,
                            id,
                            node);
                } else if (move(session, id, RequestState.DELAYED, node, Note.NONE)) {
                    after(session, id, "request.cut-off", ITSELF, Note.of("cut-off"));
                }
            });
        }
    }

    /** What may be begun, or taken back, each for this node alone until it says how it ended. */
    List<Turn> turns(String node, int most) {
        Instant now = now();
        return database.<List<Turn>, RuntimeException>call(session -> {
            List<Long> due = session.list(
                    "SELECT id FROM restore_request WHERE state IN ('APPROVED', 'WAITING', 'DELAYED', 'UNDOING') AND"
                            + " look_at <= ? AND node = '' ORDER BY look_at, id LIMIT " + Math.max(0, most),
                    row -> row.number("id"),
                    now);
            List<Turn> taken = new ArrayList<>();
            for (long id : due) {
                if (session.update(
                                "UPDATE restore_request SET node = ?, alive_until = ? WHERE id = ? AND node = ''"
                                        + " AND state IN ('APPROVED', 'WAITING', 'DELAYED', 'UNDOING')",
                                node,
                                now.plus(ALIVE),
                                id)
                        == 1) {
                    taken.add(new Turn(require(session, id), node));
                }
            }
            return taken;
        });
    }

    /**
     * Says that this node is still at work.
     *
     * @return the requests whose turn it has lost
     */
    List<Long> alive(String node, Set<Long> ids) {
        Instant until = now().plus(ALIVE);
        return database.<List<Long>, RuntimeException>call(session -> {
            List<Long> lost = new ArrayList<>();
            for (long id : ids) {
                if (session.update(
                                "UPDATE restore_request SET alive_until = ? WHERE id = ? AND node = ?", until, id, node)
                        == 0) {
                    lost.add(id);
                }
            }
            return lost;
        });
    }

    /** Keeps how far it is. */
    void at(Turn turn, String phase, long done, long total) {
        database.<RuntimeException>run(session -> session.update(
                "UPDATE restore_request SET phase = ?, done_bytes = ?, total_bytes = ? WHERE id = ? AND node = ?",
                phase.length() > 32 ? phase.substring(0, 32) : phase,
                done,
                total,
                turn.request().id(),
                turn.node()));
    }

    /**
     * Gives the turn back: it waits for somebody or something, and is looked at again. Told as a step only where it did not wait for the same before.
     *
     * @param as {@link RequestState#WAITING} for a person, {@link RequestState#DELAYED} for anything else; what is being taken back stays so
     */
    void waits(Turn turn, RequestState as, Note holder, Duration pause) {
        long id = turn.request().id();
        database.<RuntimeException>run(session -> {
            RequestState state = require(session, id).state();
            if (state.next().contains(as) && move(session, id, as, turn.node(), holder)) {
                after(session, id, "request.wait", ITSELF, holder);
            }
            session.update(
                    "UPDATE restore_request SET node = '', alive_until = NULL, note = ?, note_said = ?, look_at = ?"
                            + " WHERE id = ? AND state IN ('WAITING', 'DELAYED', 'UNDOING') AND node IN ('', ?)",
                    RequestTable.cut(holder.english()),
                    RequestTable.said(holder),
                    now().plus(pause),
                    id,
                    turn.node());
        });
    }

    /**
     * Before anything is done.
     *
     * @return false if the turn was lost, or it was withdrawn meanwhile
     */
    boolean begins(Turn turn) {
        return ends(turn, RequestState.RUNNING, "request.run", new Result.Done("", Note.NONE));
    }

    /**
     * How it ended.
     *
     * @param end what was done, and what is worth knowing of it
     * @return false if the turn was lost: then another node says how it ended
     */
    boolean ends(Turn turn, RequestState state, String act, Result.Done end) {
        long id = turn.request().id();
        return database.<Boolean, RuntimeException>call(session -> {
            if (!move(session, id, state, turn.node(), end.note())) {
                return false;
            }
            if (!end.act().isEmpty()) {
                session.update(
                        "UPDATE restore_request SET act = ? WHERE id = ?",
                        end.act().length() > 200 ? end.act().substring(0, 200) : end.act(),
                        id);
            }
            if (!end.where().isEmpty()) {
                session.update(
                        "UPDATE restore_request SET put_where = ? WHERE id = ?", RequestTable.cut(end.where()), id);
            }
            after(session, id, act, ITSELF, end.note());
            return true;
        });
    }

    private static Request require(Session session, long id) throws SQLException {
        return RequestTable.find(session, id)
                .orElseThrow(() -> new IllegalArgumentException("there is no request " + id));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}

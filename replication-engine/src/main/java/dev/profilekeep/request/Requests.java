package dev.profilekeep.request;

import dev.profilekeep.approval.Approvals;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditEntry;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.audit.GivenReason;
import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.request.RequestRefusedException.Why;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restores that people ask for. Whoever asks never decides, whatever their role. Every step is audited in the same transaction, and so is one that was
 * refused. Of several who take a step at once one does; the others are told. Safe for several threads and processes.
 */
public final class Requests {
    private static final Logger LOG = LoggerFactory.getLogger(Requests.class);

    private final Database database;
    private final AuditTrail audit;
    private final Clock clock;
    private final RequestSteps steps;

    public Requests(Database database, AuditTrail audit, RequestNews news, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
        this.steps = new RequestSteps(database, audit, news, clock);
    }

    /**
     * What became of asking.
     *
     * @param joined whether another request for the same container was open already: then it is that one, as it was asked
     */
    public record Asked(Request request, boolean joined) {}

    /**
     * Asks.
     *
     * @param mail where the asker is told what becomes of it, of their own sign-in; empty for nowhere
     * @param reason must not be blank
     * @throws RequestRefusedException if the actor is no person who signed in, or wants files that are another's
     * @throws IllegalArgumentException if what is wanted {@linkplain RequestKind#fits does not fit} the container
     */
    public Asked ask(ContainerRow container, Wish wish, Actor asker, String mail, Locale language, String reason)
            throws RequestRefusedException {
        requireReason(reason);
        if (!wish.kind().fits(container.kind())) {
            throw new IllegalArgumentException(
                    wish.kind() + " cannot be asked for container " + container.id() + ": it is " + container.kind());
        }
        RequestRefusedException refused = asker.isPerson()
                ? wish.kind() == RequestKind.FILES ? notTheOwner(container, asker) : null
                : notAPerson(asker);
        if (refused != null) {
            tellRefused(
                    asker,
                    new AuditEntry(
                            "request.ask",
                            "container:" + container.id(),
                            reason,
                            RequestSteps.evidence(wish),
                            "refused: " + refused.getMessage()));
            throw refused;
        }
        String key =
                new ContainerIdentity(container.setId(), container.kind(), container.sid(), container.baseName()).key();
        Optional<Asked> open = open(key);
        if (open.isPresent()) {
            return open.get();
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        try {
            return database.<Asked, RuntimeException>call(session -> {
                long id = RequestTable.insert(session, container, key, wish, asker, mail, language, reason, now);
                Request made = RequestTable.find(session, id).orElseThrow();
                RequestTable.step(session, id, now, RequestState.ASKED, asker, Note.plain(reason));
                steps.tell(session, made, "request.ask", asker, reason);
                steps.tellOwner(session, made, asker, reason);
                return new Asked(made, false);
            });
        } catch (CatalogException e) {
            return open(key).orElseThrow(() -> e); // else somebody asked in this very moment
        }
    }

    private Optional<Asked> open(String key) {
        return database.<Optional<Asked>, RuntimeException>call(
                session -> RequestTable.open(session, key).map(request -> new Asked(request, true)));
    }

    /**
     * Wants to know something of the asker first.
     *
     * @param question must not be blank
     */
    public Request askBack(long id, Actor decider, String question) throws RequestRefusedException {
        requireReason(question);
        return decided(id, RequestState.QUESTION, "request.question", decider, question);
    }

    /**
     * Says yes.
     *
     * @param reason may be empty
     */
    public Request approve(long id, Actor decider, String reason) throws RequestRefusedException {
        fault(reason);
        return decided(id, RequestState.APPROVED, "request.approve", decider, reason);
    }

    /**
     * Says no.
     *
     * @param reason must not be blank
     */
    public Request refuse(long id, Actor decider, String reason) throws RequestRefusedException {
        requireReason(reason);
        return decided(id, RequestState.REFUSED, "request.refuse", decider, reason);
    }

    private Request decided(long id, RequestState state, String act, Actor decider, String reason)
            throws RequestRefusedException {
        Request request = require(id);
        try {
            requirePerson(decider);
            requireAnother(request, decider);
            return steps.take(id, state, act, decider, reason);
        } catch (RequestRefusedException e) {
            tellRefused(act, request, decider, reason, e);
            throw e;
        }
    }

    /**
     * Answers the question that was asked back.
     *
     * @param answer must not be blank
     */
    public Request answer(long id, Actor asker, String answer) throws RequestRefusedException {
        requireReason(answer);
        return own(id, RequestState.ANSWERED, "request.answer", asker, answer);
    }

    /**
     * Wants it no more; as long as it has not begun.
     *
     * @param reason may be empty
     */
    public Request withdraw(long id, Actor asker, String reason) throws RequestRefusedException {
        fault(reason);
        return own(id, RequestState.WITHDRAWN, "request.withdraw", asker, reason);
    }

    /**
     * "That was wrong": goes back to how it was before.
     *
     * @param reason may be empty
     */
    public Request undo(long id, Actor asker, String reason) throws RequestRefusedException {
        fault(reason);
        return own(id, RequestState.UNDOING, "request.undo", asker, reason);
    }

    private Request own(long id, RequestState state, String act, Actor actor, String words)
            throws RequestRefusedException {
        Request request = require(id);
        try {
            requirePerson(actor);
            if (!isParty(request, actor)) {
                throw new RequestRefusedException(
                        Why.NOT_THE_ASKER, "only whoever asked for it, or whose it is, can do that");
            }
            if (state == RequestState.UNDOING && request.isMadeAnew()) {
                throw new RequestRefusedException(
                        Why.NOTHING_BEFORE,
                        "it was made anew where nothing was before, so nothing is kept that could come back: ask for"
                                + " another moment instead");
            }
            if (state == RequestState.UNDOING && !request.isUndoable()) {
                throw new RequestRefusedException(Why.NOTHING_TO_UNDO, "nothing was changed that could be taken back");
            }
            return steps.take(id, state, act, actor, words);
        } catch (RequestRefusedException e) {
            tellRefused(act, request, actor, words, e);
            throw e;
        }
    }

    /** Whether the actor asked for it, or is the one whose container it is. */
    public static boolean isParty(Request request, Actor actor) {
        return Approvals.apart(request.askerId(), actor.id()) == Approvals.Apart.SAME || isOwner(request, actor);
    }

    /** Whether it is the actor's own container. */
    public static boolean isOwner(Request request, Actor actor) {
        return !request.sid().isEmpty()
                && request.sid().equalsIgnoreCase(actor.id().strip());
    }

    public Optional<Request> find(long id) {
        return database.<Optional<Request>, RuntimeException>call(session -> RequestTable.find(session, id));
    }

    /** Its story, from the beginning. */
    public List<RequestStep> steps(long id) {
        return database.<List<RequestStep>, RuntimeException>call(session -> RequestTable.steps(session, id));
    }

    /** How long each of these kept whom waiting, by its number. */
    public Map<Long, RequestTimes> times(List<Request> requests) {
        if (requests.isEmpty()) {
            return Map.of();
        }
        Instant now = clock.instant();
        Map<Long, List<RequestTimes.Mark>> marks =
                database.<Map<Long, List<RequestTimes.Mark>>, RuntimeException>call(session -> RequestTable.timeline(
                        session, requests.stream().map(Request::id).toList()));
        Map<Long, RequestTimes> times = new HashMap<>();
        requests.forEach(request ->
                times.put(request.id(), RequestTimes.of(request, marks.getOrDefault(request.id(), List.of()), now)));
        return times;
    }

    /** Those with a greater number than {@code after}, the smallest first: however states change meanwhile, each comes once. */
    public List<Request> listAfter(RequestFilter filter, long after, int limit) {
        return database.<List<Request>, RuntimeException>call(
                session -> RequestTable.listAfter(session, filter, after, limit));
    }

    /** In the order of the filter. */
    public List<Request> list(RequestFilter filter, long offset, int limit) {
        return database.<List<Request>, RuntimeException>call(
                session -> RequestTable.list(session, filter, offset, limit));
    }

    public long count(RequestFilter filter) {
        return database.<Long, RuntimeException>call(session -> RequestTable.count(session, filter));
    }

    /**
     * Keeps where a person is told of what others ask for them, from now on.
     *
     * @param mail of their own sign-in; empty if it has none, which is forgotten then
     */
    public void met(String sid, String mail, Locale language) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        try {
            database.<RuntimeException>run(session -> {
                boolean known = PersonAddresses.kept(session, sid)
                        .filter(new Address(mail, Locale.forLanguageTag(language.getLanguage()))::equals)
                        .isPresent();
                if (!known) {
                    PersonAddresses.keep(session, sid, mail, language, now);
                }
            });
        } catch (CatalogException e) {
            LOG.debug("the address of {} was kept by another process in this moment", sid, e);
        }
    }

    /** Where somebody is told of what concerns them. */
    public record Address(String mail, Locale language) {}

    /** The address of a person's own sign-in, as they were here last; a part of the caller's transaction. */
    public static Optional<Address> addressOf(Session session, String sid) throws SQLException {
        return PersonAddresses.of(session, sid);
    }

    /** What the runner does. */
    RequestSteps steps() {
        return steps;
    }

    private Request require(long id) {
        return find(id).orElseThrow(() -> new IllegalArgumentException("there is no request " + id));
    }

    private static void requirePerson(Actor actor) throws RequestRefusedException {
        if (!actor.isPerson()) {
            throw notAPerson(actor);
        }
    }

    private static RequestRefusedException notAPerson(Actor actor) {
        return new RequestRefusedException(
                Why.NOT_A_PERSON,
                "only people who signed in to the portal ask for restores and decide on them, not '" + actor.id()
                        + "'");
    }

    /** Of files, names are shown to their owner alone: nobody else can have chosen them. */
    private static @Nullable RequestRefusedException notTheOwner(ContainerRow container, Actor asker) {
        return !container.sid().isEmpty()
                        && container.sid().equalsIgnoreCase(asker.id().strip())
                ? null
                : new RequestRefusedException(Why.NOT_THE_ASKER, "files are asked for by the person whose they are");
    }

    private static void requireAnother(Request request, Actor decider) throws RequestRefusedException {
        switch (Approvals.apart(request.askerId(), decider.id())) {
            case SAME ->
                throw new RequestRefusedException(
                        Why.SAME_PERSON, "whoever asked cannot decide: it takes a second person");
            case CANNOT_TELL ->
                throw new RequestRefusedException(
                        Why.CANNOT_TELL,
                        "it cannot be told that you are another person than whoever asked: sign in at the same identity"
                                + " provider, or have a SID of the domain given to both accounts (docs/sign-in.md)");
            case TWO -> {
                // As it must be.
            }
        }
    }

    private static void requireReason(String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("this needs a reason");
        }
        fault(reason);
    }

    private static void fault(String reason) {
        GivenReason.fault(reason).ifPresent(fault -> {
            throw new IllegalArgumentException("the reason " + fault);
        });
    }

    private void tellRefused(String act, Request request, Actor actor, String words, RequestRefusedException why) {
        tellRefused(actor, RequestSteps.entry(act, request, words, "refused: " + String.valueOf(why.getMessage())));
    }

    private void tellRefused(Actor actor, AuditEntry entry) {
        try {
            audit.append(actor, entry);
        } catch (CatalogException e) {
            LOG.error("{} {} ({}) could not be told to the audit", entry.subject(), entry.act(), entry.outcome(), e);
        }
    }
}

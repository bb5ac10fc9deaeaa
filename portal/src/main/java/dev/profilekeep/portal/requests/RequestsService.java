package dev.profilekeep.portal.requests;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;
import static dev.profilekeep.portal.access.Allowed.USER;

import dev.profilekeep.approval.Approvals;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.GivenReason;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.config.RestorePolicy;
import dev.profilekeep.lock.LockFilter;
import dev.profilekeep.lock.LockRow;
import dev.profilekeep.lock.LockVerdict;
import dev.profilekeep.lock.LockWords;
import dev.profilekeep.portal.access.Actors;
import dev.profilekeep.portal.access.Allowed;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.access.NotNowException;
import dev.profilekeep.portal.access.NotNowException.Why;
import dev.profilekeep.portal.access.Placeless;
import dev.profilekeep.portal.backups.BackupDesk;
import dev.profilekeep.portal.estate.Estate;
import dev.profilekeep.portal.locks.LockDesk;
import dev.profilekeep.portal.requests.RequestsQuery.Sort;
import dev.profilekeep.request.NoteWords;
import dev.profilekeep.request.Request;
import dev.profilekeep.request.RequestFilter;
import dev.profilekeep.request.RequestKind;
import dev.profilekeep.request.RequestRefusedException;
import dev.profilekeep.request.RequestState;
import dev.profilekeep.request.RequestStep;
import dev.profilekeep.request.RequestTimes;
import dev.profilekeep.request.Requests;
import dev.profilekeep.request.Wish;
import dev.profilekeep.restore.KeptFiles;
import dev.profilekeep.restore.MayReplace;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;
import jakarta.annotation.security.RolesAllowed;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Service;

/** Asking for a backup back, for oneself or for somebody who called, and saying yes or no to it as another person. */
@Service
@KeepsToScope
public class RequestsService {
    /** More than ever are open at once. */
    private static final int MOST_DUE = 2_000;

    private static final int OTHERS = 20;
    private static final Duration NOT_DUE = Duration.ofDays(36_500);

    private final RequestDesk desk;
    private final BackupDesk backups;
    private final LockDesk locks;
    private final Estate estate;
    private final CurrentUser currentUser;

    public RequestsService(
            RequestDesk desk, BackupDesk backups, LockDesk locks, Estate estate, CurrentUser currentUser) {
        this.desk = desk;
        this.backups = backups;
        this.locks = locks;
        this.estate = estate;
        this.currentUser = currentUser;
    }

    /** Whether somebody can ask here for a whole container to be brought back. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean offered() {
        return desk.kinds().contains(RequestKind.WHOLE);
    }

    /**
     * Asks for a container as it was. The own ones, or as the helpdesk those within scope; if one is open for it already, it is that one.
     *
     * @param language in which the asker is told what becomes of it
     * @param reason in the asker's words; must not be blank
     * @throws NotFoundException if there is no such container or backup, or it is not the person's
     */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    public Requests.Asked ask(
            long container, String repository, UUID snapshot, int place, String reason, Locale language) {
        Person person = currentUser.require();
        Actor actor = actor(person);
        String why = reason(reason, true);
        ContainerRow row = askable(container, person);
        if (!offered()) {
            throw new NotNowException(
                    Why.NOT_OFFERED, "nothing can be restored here: no repository is configured", null);
        }
        requireReplaceable(row);
        KnownPoint point = backups.points(row).stream()
                .filter(one -> one.is(repository, snapshot, place))
                .findFirst()
                .orElseThrow(() -> new NotFoundException("this backup of container " + container));
        String mail = person.email() == null ? "" : person.email();
        try {
            return desk.ask(row, Wish.whole(point), actor, mail, language, why);
        } catch (RequestRefusedException e) {
            throw notNow(e);
        }
    }

    /**
     * Asks for a container as its file server keeps it by itself, of whom as {@link #ask}. Whether it keeps it is looked at when it is brought back: it can go at any time.
     *
     * @param moment one that the server told of
     * @throws NotFoundException if there is no such container, or it is not the person's
     */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    public Requests.Asked askPrevious(long container, Instant moment, String reason, Locale language) {
        Person person = currentUser.require();
        Actor actor = actor(person);
        String why = reason(reason, true);
        ContainerRow row = askable(container, person);
        String location = offered()
                ? estate.detail(container).flatMap(backups::serverLocation).orElse("")
                : "";
        if (location.isEmpty()) {
            throw new NotNowException(
                    Why.NOT_OFFERED,
                    "what a file server keeps cannot be brought back here: no repository is configured",
                    null);
        }
        String mail = person.email() == null ? "" : person.email();
        try {
            return desk.ask(row, Wish.ofServer(location, moment), actor, mail, language, why);
        } catch (RequestRefusedException e) {
            throw notNow(e);
        }
    }

    /**
     * Asks for files of one's own, as they were. Only whose they are can ask: names are shown to nobody else.
     *
     * @param wish what was chosen, as it was counted in the backup
     * @throws NotFoundException if there is no such container or backup, or it is not the person's own
     */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    public Requests.Asked askFiles(long container, Wish wish, String reason, Locale language) {
        ContainerRow row = requireFiles(container, reason);
        Person person = currentUser.require();
        Actor actor = actor(person);
        String why = reason(reason, true);
        if (wish.kind() != RequestKind.FILES) {
            throw new BadInputException("kind must be FILES where files are asked for, not " + wish.kind(), null);
        }
        Wish.Point point = wish.point();
        boolean known = backups.points(row).stream()
                .anyMatch(one -> point != null && one.is(point.repositoryId(), point.snapshot(), point.place()));
        if (!known) {
            throw new NotFoundException("this backup of container " + container);
        }
        String mail = person.email() == null ? "" : person.email();
        try {
            return desk.ask(row, wish, actor, mail, language, why);
        } catch (RequestRefusedException e) {
            throw notNow(e);
        }
    }

    /**
     * What can be refused before anything is counted, as {@link #askFiles} refuses it.
     *
     * @throws NotFoundException if there is no such container, or it is not the person's own
     */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    public ContainerRow requireFiles(long container, String reason) {
        Person person = currentUser.require();
        actor(person);
        reason(reason, true);
        ContainerRow row = askable(container, person);
        if (!isCertainlyOwn(row, person)) {
            throw new NotFoundException("container " + container);
        }
        if (!desk.kinds().contains(RequestKind.FILES)) {
            throw new NotNowException(
                    Why.FILES_NOT_ASKED,
                    "files are not asked for here: people take them out themselves, or no restore share is configured",
                    null);
        }
        return row;
    }

    /** Whether the person may ask for single files of this container: their own, where they may not take them themselves. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean mayAskFiles(ContainerRow container) {
        Person person = currentUser.require();
        return desk.kinds().contains(RequestKind.FILES) && signedIn(person) && isCertainlyOwn(container, person);
    }

    /** By a SID that is certain: one that a single administrator gave opens nobody's files. */
    private static boolean isCertainlyOwn(ContainerRow row, Person person) {
        return Allowed.owns(person, row.sid()) && Actors.of(person).id().equalsIgnoreCase(row.sid());
    }

    /** Whether the person may ask for what the file server keeps of this container. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean mayAskPrevious(ContainerRow container) {
        return mayAsk(container)
                && estate.detail(container.id())
                        .flatMap(backups::serverLocation)
                        .isPresent();
    }

    /** How soon things are to happen that somebody asked for. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public RestorePolicy.Within within() {
        return desk.within();
    }

    /** How long each kept whom waiting, by its number; of those that the person sees. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public Map<Long, RequestTimes> times(List<Request> requests) {
        return desk.times(requests);
    }

    /** Keeps where the person is told of what others ask for them: at the address of their sign-in, in the language in which they read. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public void remember(Locale language) {
        Person person = currentUser.require();
        Actor actor = Actors.of(person);
        if (actor.isPerson() && Allowed.owns(person, actor.id())) {
            desk.met(actor.id(), person.email() == null ? "" : person.email(), language);
        }
    }

    /** Who else than the person took the step that brought a request where it is; empty if it was the person, or nobody. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public String another(Request request) {
        Actor actor = Actors.of(currentUser.require());
        List<RequestStep> steps = desk.steps(visible(request.id()).id());
        return steps.isEmpty() ? "" : another(steps.get(steps.size() - 1), actor);
    }

    private static String another(RequestStep step, Actor actor) {
        return step.isOfAPerson() && Approvals.apart(step.actorId(), actor.id()) != Approvals.Apart.SAME
                ? step.actorName()
                : "";
    }

    /** Until when at least what was there before is kept: a week from the day it was done. Null if nothing was done. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public @Nullable Instant keptUntil(Request request) {
        return keptUntil(request, desk.steps(visible(request.id()).id()));
    }

    private static @Nullable Instant keptUntil(Request request, List<RequestStep> steps) {
        if (request.act().isEmpty()) {
            return null;
        }
        return steps.stream()
                .filter(step -> step.state() == RequestState.DONE || step.state() == RequestState.FAILED)
                .findFirst()
                .map(step -> step.at().plus(KeptFiles.LEAST))
                .orElse(null);
    }

    /**
     * Asks for first aid: the container is put aside, so that a new one is made at the next sign-in. Of whom and of what, as {@link #ask}.
     *
     * @param kind one that {@linkplain RequestKind#isFirstAid is first aid}, and for containers of this kind
     * @throws NotFoundException if there is no such container, or it is not the person's
     */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    public Requests.Asked askFirstAid(long container, RequestKind kind, String reason, Locale language) {
        Person person = currentUser.require();
        Actor actor = actor(person);
        String why = reason(reason, true);
        ContainerRow row = askable(container, person);
        if (!kind.isFirstAid() || !kind.fits(row.kind())) {
            throw new BadInputException(
                    "kind must be " + RequestKind.firstAidOf(row.kind()) + " for a container of kind " + row.kind()
                            + ", not " + kind,
                    null);
        }
        if (!desk.kinds().contains(kind)) {
            throw new NotNowException(
                    Why.NOT_OFFERED, "nothing can be put aside here: no repository is configured", null);
        }
        requireReplaceable(row);
        String mail = person.email() == null ? "" : person.email();
        try {
            return desk.ask(row, Wish.firstAid(kind), actor, mail, language, why);
        } catch (RequestRefusedException e) {
            throw notNow(e);
        }
    }

    /** Whether the person may ask for first aid for this container: there is some for its kind, and a copy that could be put aside. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean mayAskFirstAid(ContainerRow container) {
        Person person = currentUser.require();
        return desk.kinds().contains(RequestKind.firstAidOf(container.kind()))
                && desk.mayReplace(container.setId()).isYes()
                && !container.sites().isEmpty()
                && signedIn(person)
                && maySo(container, person);
    }

    /** Whether the person may ask for this container. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean mayAsk(ContainerRow container) {
        Person person = currentUser.require();
        return offered() && desk.mayReplace(container.setId()).isYes() && signedIn(person) && maySo(container, person);
    }

    /** Whether only Cloud Cache keeps the person from asking for this container: then they are told why, in the place of a button. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean isHeldByCloudCache(ContainerRow container) {
        Person person = currentUser.require();
        return offered()
                && desk.mayReplace(container.setId()) instanceof MayReplace.CloudCache
                && maySo(container, person);
    }

    /** @throws NotNowException if whole disks of its set are never replaced */
    private void requireReplaceable(ContainerRow row) {
        if (desk.mayReplace(row.setId()) instanceof MayReplace.CloudCache not) {
            throw new NotNowException(Why.CLOUD_CACHE, not.sentence(), null);
        }
    }

    private ContainerRow askable(long container, Person person) {
        return estate.detail(container)
                .map(ContainerDetail::row)
                .filter(row -> maySo(row, person))
                .orElseThrow(() -> new NotFoundException("container " + container));
    }

    private static boolean maySo(ContainerRow row, Person person) {
        return Allowed.owns(person, row.sid()) || Allowed.helps(person).includes(row);
    }

    /** Those about the person's own containers, the open ones first, then the newest. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public List<Request> mine(int limit) {
        String sid = currentUser.require().sid();
        if (sid == null || sid.isBlank()) {
            return List.of();
        }
        return desk.list(RequestFilter.within(Reach.NOWHERE.orOwn(sid)), 0, limit);
    }

    /** A page of the queue. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public List<Request> list(RequestsQuery query, long offset, int limit) {
        return query.sort() == Sort.DUE ? due(filter(query), offset, limit) : desk.list(filter(query), offset, limit);
    }

    /** What is open comes first in the queue: of those, whatever has the least time left; all others as they are there. */
    private List<Request> due(RequestFilter filter, long offset, int limit) {
        if (offset >= MOST_DUE) {
            return desk.list(filter, offset, limit);
        }
        List<Request> all = desk.list(filter, 0, MOST_DUE);
        Map<Long, RequestTimes> times =
                desk.times(all.stream().filter(one -> !one.state().isOver()).toList());
        return all.stream()
                .sorted(Comparator.comparing(one -> left(times.get(one.id()))))
                .skip(offset)
                .limit(limit)
                .toList();
    }

    private Duration left(@Nullable RequestTimes times) {
        Duration limit = times == null ? null : times.limit(desk.within());
        Duration now = times == null ? null : times.now();
        return limit == null || now == null ? NOT_DUE : limit.minus(now);
    }

    /** Those of the queue with a greater number than {@code after}, the smallest first: each comes once, whatever happens meanwhile. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public List<Request> listAfter(RequestsQuery query, long after, int limit) {
        return desk.listAfter(filter(query), after, limit);
    }

    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public long count(RequestsQuery query) {
        return desk.count(filter(query));
    }

    private RequestFilter filter(RequestsQuery query) {
        return new RequestFilter(
                query.states(), query.text(), Allowed.reach(currentUser.require()), order(query.sort()));
    }

    private static RequestFilter.Order order(Sort sort) {
        return switch (sort) {
            case QUEUE, DUE -> RequestFilter.Order.QUEUE;
            case NEWEST -> RequestFilter.Order.NEWEST;
            case OLDEST -> RequestFilter.Order.OLDEST;
        };
    }

    /** @throws NotFoundException if there is none, or it is about nothing that is the person's to see */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public Request find(long id) {
        return visible(id);
    }

    /** Its story, from the beginning. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public List<RequestStep> steps(long id) {
        return desk.steps(visible(id).id());
    }

    /**
     * With what whoever decides wants to know.
     *
     * @throws NotFoundException as {@link #find}, and for one that is the person's own alone: that has another page
     */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public RequestContext context(Request request) {
        return contexts(List.of(request)).get(0);
    }

    /**
     * Each as {@link #context}, in the same order.
     *
     * @throws NotFoundException as {@link #context}, if it is so of one
     */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public List<RequestContext> contexts(List<Request> requests) {
        List<Request> seen = requests.stream().map(one -> helped(one.id())).toList();
        Map<Long, RequestTimes> times = desk.times(seen);
        return seen.stream()
                .map(one -> context(one, Objects.requireNonNull(times.get(one.id()), "times of a request")))
                .toList();
    }

    private RequestContext context(Request seen, RequestTimes times) {
        Optional<ContainerRow> row = container(seen);
        List<RequestStep> steps = desk.steps(seen.id());
        return new RequestContext(
                seen,
                steps,
                times,
                seen.isUndoFailed() ? keptUntil(seen, steps) : null,
                row.map(this::lock).orElse("NOT_KNOWN"),
                row.flatMap(one -> backups.points(one).stream()
                                .map(KnownPoint::moment)
                                .findFirst())
                        .orElse(null),
                row.map(ContainerRow::lastWritten).orElse(null));
    }

    /**
     * Notes in words, as the person may read them: without the places of servers and files where those are not theirs to see.
     *
     * @param zone in which times are said
     */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public NoteWords words(Locale language, ZoneId zone) {
        Person person = currentUser.require();
        return new NoteWords(
                language, locks.words(language, zone), sentence -> switch (Placeless.hidden(person, sentence)) {
                    case NOTHING -> NoteWords.Shown.WHOLE;
                    case KEY -> NoteWords.Shown.NO_KEY;
                    case PLACE -> NoteWords.Shown.NO_PLACE;
                });
    }

    /**
     * What stands around it.
     *
     * @throws NotFoundException as {@link #context}
     */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public RequestAround around(Request request) {
        Request seen = helped(request.id());
        Optional<ContainerDetail> detail = estate.detail(seen.containerId());
        Reach reach = Allowed.reach(currentUser.require());
        List<Request> others = others(seen, reach, OTHERS + 1);
        return new RequestAround(
                detail.isPresent(),
                detail.map(ContainerDetail::findings).orElse(List.of()),
                detail.flatMap(one -> locks.find(one.row().id()))
                        .map(LockRow::verdict)
                        .orElse(null),
                detail.map(one -> backups.points(one.row()).stream()
                                .map(KnownPoint::moment)
                                .distinct()
                                .toList())
                        .orElse(List.of()),
                others.stream().limit(OTHERS).toList(),
                others.size() <= OTHERS
                        ? 0
                        : desk.count(RequestFilter.of(seen.sid(), reach)) - OTHERS - (within(reach, seen) ? 1 : 0));
    }

    /** What else was asked for about the same person; nothing where nobody knows who that is. */
    private List<Request> others(Request seen, Reach reach, int limit) {
        return seen.sid().isEmpty()
                ? List.of()
                : desk.list(RequestFilter.of(seen.sid(), reach), 0, limit + 1).stream()
                        .filter(one -> one.id() != seen.id())
                        .limit(limit)
                        .toList();
    }

    /** What is judged of locks, in words. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public LockWords lockWords(Locale language, ZoneId zone) {
        return locks.words(language, zone);
    }

    /** The names of sites for people, by their ids. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public Map<String, String> siteNames() {
        return estate.siteNames();
    }

    private String lock(ContainerRow row) {
        Optional<LockRow> judged = locks.find(row.id());
        if (judged.isEmpty()) {
            return row.locked() ? LockFilter.NOT_JUDGED : "NOT_LOCKED";
        }
        LockVerdict verdict = judged.get().verdict();
        return verdict == null ? LockFilter.NOT_JUDGED : verdict.word();
    }

    /** Whether the person sees the container as one who helps, not only as its owner or the one who asked: others are not told of machines. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean seesAsHelper(Request request) {
        return within(Allowed.reach(currentUser.require()), request);
    }

    /** Whether the person takes part in requests at all, not only reads. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean mayTakeBack() {
        Person person = currentUser.require();
        return person.has(Role.USER) || person.has(Role.HELPDESK) || person.has(Role.ADMINISTRATOR);
    }

    private Request visible(long id) {
        Person person = currentUser.require();
        return desk.find(id)
                .filter(request -> Allowed.owns(person, request.sid()) || within(Allowed.reach(person), request))
                .orElseThrow(() -> new NotFoundException("request " + id));
    }

    private Request helped(long id) {
        Request request = visible(id);
        if (!within(Allowed.reach(currentUser.require()), request)) {
            throw new NotFoundException("request " + id);
        }
        return request;
    }

    /** Of a container that nothing is known of any more, as its set has another name, only whoever is held to nothing can tell. */
    private boolean within(Reach reach, Request request) {
        return reach.isEverywhere()
                || container(request).filter(reach::includes).isPresent();
    }

    private Optional<ContainerRow> container(Request request) {
        return estate.detail(request.containerId()).map(ContainerDetail::row);
    }

    /** Whether the person could decide it: of the helpdesk or an administrator, in scope, and certainly another than who asked. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean mayDecide(Request request) {
        Person person = currentUser.require();
        return request.state().next().contains(RequestState.APPROVED)
                && (person.has(Role.HELPDESK) || person.has(Role.ADMINISTRATOR))
                && signedIn(person)
                && Approvals.apart(request.askerId(), Actors.of(person).id()) == Approvals.Apart.TWO
                && within(Allowed.helps(person), request);
    }

    /** Whether the person asked for it, or it is about their own container. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean isOwn(Request request) {
        Person person = currentUser.require();
        return signedIn(person) && (isAsker(request, person) || Requests.isOwner(request, Actors.of(person)));
    }

    /** Whether the person asked for it. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean isAsker(Request request) {
        return isAsker(request, currentUser.require());
    }

    private static boolean isAsker(Request request, Person person) {
        return Approvals.apart(request.askerId(), Actors.of(person).id()) == Approvals.Apart.SAME;
    }

    /** Asks the asker something first. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    public Request askBack(long id, String question) {
        return decided(id, actor -> desk.askBack(id, actor, reason(question, true)));
    }

    /** Says yes, as another person than the one who asked. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    public Request approve(long id, String reason) {
        return decided(id, actor -> desk.approve(id, actor, reason(reason, false)));
    }

    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    public Request refuse(long id, String reason) {
        return decided(id, actor -> desk.refuse(id, actor, reason(reason, true)));
    }

    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    public Request answer(long id, String answer) {
        return own(id, actor -> desk.answer(id, actor, reason(answer, true)));
    }

    /** Wants it no more. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    public Request withdraw(long id, String reason) {
        return own(id, actor -> desk.withdraw(id, actor, reason(reason, false)));
    }

    /** "That was wrong." */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    public Request undo(long id, String reason) {
        return own(id, actor -> desk.undo(id, actor, reason(reason, false)));
    }

    private interface Step {
        Request take(Actor actor) throws RequestRefusedException;
    }

    private Request decided(long id, Step step) {
        Person person = currentUser.require();
        Actor actor = actor(person);
        Request request = visible(id);
        if (!within(Allowed.helps(person), request)) {
            throw new NotFoundException("request " + id);
        }
        return taken(step, actor);
    }

    private Request own(long id, Step step) {
        Actor actor = actor(currentUser.require());
        visible(id);
        return taken(step, actor);
    }

    private static Request taken(Step step, Actor actor) {
        try {
            return step.take(actor);
        } catch (RequestRefusedException e) {
            throw notNow(e);
        }
    }

    static NotNowException notNow(RequestRefusedException refused) {
        Why why =
                switch (refused.why()) {
                    case NOT_A_PERSON -> Why.NOT_A_PERSON;
                    case SAME_PERSON -> Why.SAME_PERSON;
                    case CANNOT_TELL -> Why.CANNOT_TELL;
                    case NOT_OPEN -> Why.REQUEST_MOVED_ON;
                    case NOT_THE_ASKER -> Why.REQUEST_OF_ANOTHER;
                    case ANOTHER_OPEN -> Why.REQUEST_OPEN;
                    case NOTHING_TO_UNDO -> Why.NOTHING_TO_UNDO;
                };
        return new NotNowException(why, String.valueOf(refused.getMessage()), refused);
    }

    /** Programs and the command line neither ask nor agree: two ways in must not make two people of one. */
    private static Actor actor(Person person) {
        if (!signedIn(person)) {
            throw new AccessDeniedException("only people who signed in ask for restores and decide on them");
        }
        return Actors.of(person);
    }

    private static boolean signedIn(Person person) {
        return Actors.of(person).isPerson();
    }

    private static String reason(String reason, boolean required) {
        String why = reason.strip();
        if (required && why.isEmpty()) {
            throw new BadInputException("reason must say why, in a sentence", null);
        }
        GivenReason.fault(why).ifPresent(fault -> {
            throw new BadInputException("reason " + fault, null);
        });
        return why;
    }
}

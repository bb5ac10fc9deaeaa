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
import dev.profilekeep.lock.LockFilter;
import dev.profilekeep.lock.LockRow;
import dev.profilekeep.lock.LockVerdict;
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
import dev.profilekeep.request.Request;
import dev.profilekeep.request.RequestFilter;
import dev.profilekeep.request.RequestKind;
import dev.profilekeep.request.RequestRefusedException;
import dev.profilekeep.request.RequestState;
import dev.profilekeep.request.RequestStep;
import dev.profilekeep.request.Requests;
import dev.profilekeep.request.Wish;
import dev.profilekeep.restore.MayReplace;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;
import jakarta.annotation.security.RolesAllowed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Service;

/** Asking for a backup back, for oneself or for somebody who called, and saying yes or no to it as another person. */
@Service
@KeepsToScope
public class RequestsService {
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

    /** So soon whoever asks is to have an answer. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public Duration answerWithin() {
        return desk.answerWithin();
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

    /** A page of the queue: what waits for a decision first. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public List<Request> list(RequestsQuery query, long offset, int limit) {
        return desk.list(filter(query), offset, limit).stream().map(this::told).toList();
    }

    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public long count(RequestsQuery query) {
        return desk.count(filter(query));
    }

    private RequestFilter filter(RequestsQuery query) {
        return new RequestFilter(query.states(), query.text(), Allowed.reach(currentUser.require()));
    }

    /** @throws NotFoundException if there is none, or it is about nothing that is the person's to see */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public Request find(long id) {
        return told(visible(id));
    }

    /** Its story, from the beginning. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public List<RequestStep> steps(long id) {
        return told(desk.steps(visible(id).id()));
    }

    /**
     * With what whoever decides wants to know.
     *
     * @throws NotFoundException as {@link #find}
     */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public RequestContext context(Request request) {
        Request seen = visible(request.id());
        Optional<ContainerRow> row = container(seen);
        return new RequestContext(
                told(seen),
                told(desk.steps(seen.id())),
                row.map(this::lock).orElse("NOT_KNOWN"),
                row.flatMap(one -> backups.points(one).stream()
                                .map(KnownPoint::moment)
                                .findFirst())
                        .orElse(null),
                row.map(ContainerRow::lastWritten).orElse(null));
    }

    /** As the person may read it: without the places of servers and files where those are not theirs to see. */
    private Request told(Request request) {
        return request.noting(Placeless.of(currentUser.require(), request.note()));
    }

    private List<RequestStep> told(List<RequestStep> steps) {
        Person person = currentUser.require();
        return steps.stream()
                .map(step -> step.isOfAPerson()
                        ? step
                        : new RequestStep(
                                step.at(),
                                step.state(),
                                step.actorId(),
                                step.actorName(),
                                Placeless.of(person, step.words())))
                .toList();
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
        Person person = currentUser.require();
        return container(request).filter(row -> Allowed.sees(person, row)).isPresent();
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
                .filter(request -> Allowed.owns(person, request.sid())
                        || container(request)
                                .filter(row -> Allowed.sees(person, row))
                                .isPresent())
                .orElseThrow(() -> new NotFoundException("request " + id));
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
                && container(request)
                        .filter(row -> Allowed.helps(person).includes(row))
                        .isPresent();
    }

    /** Whether the person asked for it, or it is about their own container. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean isOwn(Request request) {
        Person person = currentUser.require();
        return signedIn(person) && (isAsker(request, person) || Requests.isOwner(request, Actors.of(person)));
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
        if (container(request)
                .filter(row -> Allowed.helps(person).includes(row))
                .isEmpty()) {
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

package dev.profilekeep.portal.requests;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;
import static dev.profilekeep.portal.access.Allowed.USER;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.config.RestorePolicy;
import dev.profilekeep.lock.LockWords;
import dev.profilekeep.portal.access.Actors;
import dev.profilekeep.portal.access.Allowed;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.access.Placeless;
import dev.profilekeep.portal.backups.BackupDesk;
import dev.profilekeep.portal.estate.Estate;
import dev.profilekeep.portal.locks.LockDesk;
import dev.profilekeep.request.NoteWords;
import dev.profilekeep.request.Request;
import dev.profilekeep.request.RequestKind;
import dev.profilekeep.request.RequestState;
import dev.profilekeep.request.RequestStep;
import dev.profilekeep.request.RequestTimes;
import dev.profilekeep.request.Requests;
import dev.profilekeep.request.Wish;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import jakarta.annotation.security.RolesAllowed;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Asking for a backup back, for oneself or for somebody who called, and saying yes or no to it as another person. */
@Service
@KeepsToScope
public class RequestsService {
    /** More than ever wait at once. */
    private static final int MOST_WAITING = 2_000;

    private final RequestDesk desk;
    private final LockDesk locks;
    private final Estate estate;
    private final CurrentUser currentUser;
    private final SeenRequests seen;
    private final Asking asking;
    private final Deciding deciding;
    private final RequestLists lists;
    private final RequestDetails details;

    public RequestsService(
            RequestDesk desk, BackupDesk backups, LockDesk locks, Estate estate, CurrentUser currentUser) {
        this.desk = desk;
        this.locks = locks;
        this.estate = estate;
        this.currentUser = currentUser;
        this.seen = new SeenRequests(desk, estate, currentUser);
        this.asking = new Asking(desk, backups, estate, currentUser);
        this.deciding = new Deciding(desk, seen, currentUser);
        this.lists = new RequestLists(desk, currentUser);
        this.details = new RequestDetails(desk, backups, locks, estate, seen, currentUser);
    }

    /** Whether somebody can ask here for a whole container to be brought back. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean offered() {
        return asking.offered();
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
        return asking.ask(container, repository, snapshot, place, reason, language);
    }

    /**
     * Asks for a container as its file server keeps it by itself, of whom as {@link #ask}. Whether it keeps it is looked at when it is brought back: it can go at any time.
     *
     * @param moment one that the server told of
     * @throws NotFoundException if there is no such container, or it is not the person's
     */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    public Requests.Asked askPrevious(long container, Instant moment, String reason, Locale language) {
        return asking.askPrevious(container, moment, reason, language);
    }

    /**
     * What can be refused before the file server is asked, as {@link #askPrevious} refuses it.
     *
     * @throws NotFoundException if there is no such container, or it is not the person's
     */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    public ContainerRow requirePrevious(long container, String reason) {
        return asking.requirePrevious(container, reason).row();
    }

    /**
     * Asks for files of one's own, as they were. Only whose they are can ask: names are shown to nobody else.
     *
     * @param wish what was chosen, as it was counted in the backup
     * @throws NotFoundException if there is no such container or backup, or it is not the person's own
     */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    public Requests.Asked askFiles(long container, Wish wish, String reason, Locale language) {
        return asking.askFiles(container, wish, reason, language);
    }

    /**
     * What can be refused before anything is counted, as {@link #askFiles} refuses it.
     *
     * @throws NotFoundException if there is no such container, or it is not the person's own
     */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    public ContainerRow requireFiles(long container, String reason) {
        return asking.requireFiles(container, reason);
    }

    /** Whether the person may ask for single files of this container: their own, where they may not take them themselves. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean mayAskFiles(ContainerRow container) {
        return asking.mayAskFiles(container);
    }

    /** Whether the person may ask for what the file server keeps of this container. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean mayAskPrevious(ContainerRow container) {
        return asking.mayAskPrevious(container);
    }

    /** How soon things are to happen that somebody asked for. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public RestorePolicy.Within within() {
        return desk.within();
    }

    /** Whether its files lie ready where only our account can open them, so that somebody has to hand them over. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean isHandedOver(Request request) {
        return request.wish().kind() == RequestKind.FILES && request.state() == RequestState.DONE && desk.handsOver();
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
        return details.another(request);
    }

    /** When a container's disk was last brought back, put aside or taken back here, whose writing was ours then; null if it never was. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public @Nullable Instant lastReplaced(ContainerRow container) {
        return details.lastReplaced(container);
    }

    /** Until when at least what was there before is kept: a week from the day it was done. Null if nothing was done. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public @Nullable Instant keptUntil(Request request) {
        return details.keptUntil(request);
    }

    /**
     * Asks for first aid: the container is put aside, so that a new one is made at the next sign-in. Of whom and of what, as {@link #ask}.
     *
     * @param kind one that {@linkplain RequestKind#isFirstAid is first aid}, and for containers of this kind
     * @throws NotFoundException if there is no such container, or it is not the person's
     */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    public Requests.Asked askFirstAid(long container, RequestKind kind, String reason, Locale language) {
        return asking.askFirstAid(container, kind, reason, language);
    }

    /** Whether the person may ask for first aid for this container: there is some for its kind, and a copy that could be put aside. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean mayAskFirstAid(ContainerRow container) {
        return asking.mayAskFirstAid(container);
    }

    /** Whether the person may ask for this container. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean mayAsk(ContainerRow container) {
        return asking.mayAsk(container);
    }

    /** Whether only Cloud Cache keeps the person from asking for this container: then they are told why, in the place of a button. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean isHeldByCloudCache(ContainerRow container) {
        return asking.isHeldByCloudCache(container);
    }

    /** Those about the person's own containers, the open ones first, then the newest. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public List<Request> mine(int limit) {
        return lists.mine(limit);
    }

    /** A page of the queue. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public List<Request> list(RequestsQuery query, long offset, int limit) {
        return lists.list(query, offset, limit);
    }

    /** Those of the queue with a greater number than {@code after}, the smallest first: each comes once, whatever happens meanwhile. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public List<Request> listAfter(RequestsQuery query, long after, int limit) {
        return lists.listAfter(query, after, limit);
    }

    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public long count(RequestsQuery query) {
        return lists.count(query);
    }

    /**
     * What waits for a decision.
     *
     * @param here how many the person can decide
     * @param elsewhere how many only others can: the person's own, and those that are only theirs to read
     */
    public record Waiting(long here, long elsewhere) {}

    /** How many requests within reach wait for a decision, and whose. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public Waiting waiting() {
        RequestsQuery query = new RequestsQuery("", Set.of(RequestsQuery.Shown.DECIDE));
        long here = lists.list(query, 0, MOST_WAITING).stream()
                .filter(deciding::mayDecide)
                .count();
        return new Waiting(here, Math.max(0, lists.count(query) - here)); // between the two, somebody may decide
    }

    /** @throws NotFoundException if there is none, or it is about nothing that is the person's to see */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public Request find(long id) {
        return seen.visible(id);
    }

    /** Its story, from the beginning. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public List<RequestStep> steps(long id) {
        return details.steps(id);
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
        return details.contexts(requests);
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
        return details.around(request);
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

    /** Whether the person sees the container as one who helps, not only as its owner or the one who asked: others are not told of machines. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean seesAsHelper(Request request) {
        return seen.asHelper(request);
    }

    /** Whether the person takes part in requests at all, not only reads. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean mayTakeBack() {
        return deciding.mayTakeBack();
    }

    /** Whether the person could decide it: of the helpdesk or an administrator, in scope, and certainly another than who asked. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean mayDecide(Request request) {
        return deciding.mayDecide(request);
    }

    /** Whether the person asked for it, or it is about their own container. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean isOwn(Request request) {
        return deciding.isOwn(request);
    }

    /** Whether the person asked for it. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean isAsker(Request request) {
        return deciding.isAsker(request);
    }

    /** Asks the asker something first. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    public Request askBack(long id, String question) {
        return deciding.askBack(id, question);
    }

    /** Says yes, as another person than the one who asked. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    public Request approve(long id, String reason) {
        return deciding.approve(id, reason);
    }

    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    public Request refuse(long id, String reason) {
        return deciding.refuse(id, reason);
    }

    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    public Request answer(long id, String answer) {
        return deciding.answer(id, answer);
    }

    /** Wants it no more. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    public Request withdraw(long id, String reason) {
        return deciding.withdraw(id, reason);
    }

    /** "That was wrong." */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    public Request undo(long id, String reason) {
        return deciding.undo(id, reason);
    }
}

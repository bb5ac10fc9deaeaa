package dev.profilekeep.portal.files;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;
import static dev.profilekeep.portal.access.Allowed.USER;

import dev.profilekeep.approval.Approval;
import dev.profilekeep.approval.ApprovalRefusedException;
import dev.profilekeep.approval.Approvals;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.portal.access.Actors;
import dev.profilekeep.portal.access.Allowed;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.access.NotNowException;
import dev.profilekeep.portal.access.NotNowException.Why;
import dev.profilekeep.portal.access.SaidReason;
import dev.profilekeep.portal.backups.BackupDesk;
import dev.profilekeep.portal.estate.Estate;
import dev.profilekeep.restore.visit.VisitGrants;
import dev.profilekeep.restore.visit.Visited;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.Optional;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Service;

/** Looking into another person's backups: asking with a reason, agreeing as a second person, and what the owner reads of it. */
@Service
@KeepsToScope
public class VisitsService {
    private final FilesDesk desk;
    private final BackupDesk backups;
    private final Estate estate;
    private final CurrentUser currentUser;

    public VisitsService(FilesDesk desk, BackupDesk backups, Estate estate, CurrentUser currentUser) {
        this.desk = desk;
        this.backups = backups;
        this.estate = estate;
        this.currentUser = currentUser;
    }

    /** Whether the person could ask to look into this container's backups: somebody else's, within scope, of which there are any. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean offered(ContainerRow row) {
        Person person = currentUser.require();
        return helps(row, person) && !backups.points(row).isEmpty();
    }

    private static boolean helps(ContainerRow row, Person person) {
        return Allowed.helps(person).includes(row)
                && !Allowed.owns(person, row.sid())
                && Actors.of(person).isPerson();
    }

    /**
     * Asks for a second person.
     *
     * @param reason must not be blank; the owner reads it
     * @throws NotFoundException if there is no such container, or the person does not help there
     */
    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    public Approval ask(long container, String reason) {
        String why = SaidReason.required(reason);
        Actor actor = actor();
        ContainerRow row = helped(container);
        return taken(() -> desk.grants().ask(row, actor, why));
    }

    /** What the person asked about it and still stands. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    public Optional<Approval> asked(long container) {
        return desk.grants().asked(helped(container), actor());
    }

    /** Whether the person may look now, and until when. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    public Optional<Visited> open(long container) {
        return desk.grants().open(helped(container).id(), actor());
    }

    /** Begins the hour. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    public Visited begin(long container) {
        ContainerRow row = helped(container);
        Actor actor = actor();
        Approval agreed = desk.grants()
                .asked(row, actor)
                .orElseThrow(() -> new NotNowException(Why.NOT_OPEN, "nothing was agreed on", null));
        return taken(() -> desk.grants().begin(row, agreed, actor));
    }

    /** Ends the hour before its time. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    public void end(long container) {
        desk.grants().end(helped(container).id(), actor());
    }

    /** What waits for a second person, of containers within scope, the oldest first. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public List<Approval> waiting() {
        Person person = currentUser.require();
        return desk.grants().waiting().stream()
                .filter(one -> container(one)
                        .filter(row -> Allowed.reach(person).includes(row))
                        .isPresent())
                .toList();
    }

    /** The container that a question is about. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public ContainerRow about(Approval approval) {
        return container(approval)
                .filter(row -> Allowed.reach(currentUser.require()).includes(row))
                .orElseThrow(() -> new NotFoundException("question " + approval.id()));
    }

    /** What somebody could look into who is let, the newest first. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public List<KnownPoint> openedBy(Approval approval) {
        return backups.points(about(approval));
    }

    /** Whether whoever is let look may download files, from some network at least. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean withDownloads() {
        return desk.helpersDownload();
    }

    /** Whether the person could agree: of the helpdesk or an administrator, in scope, and certainly another than who asked. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean mayDecide(Approval approval) {
        Person person = currentUser.require();
        return Actors.of(person).isPerson()
                && Approvals.apart(approval.askerId(), Actors.of(person).id()) == Approvals.Apart.TWO
                && container(approval)
                        .filter(row -> Allowed.helps(person).includes(row))
                        .isPresent();
    }

    /** Whether the person asked it. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean isOwn(Approval approval) {
        return Approvals.apart(
                        approval.askerId(), Actors.of(currentUser.require()).id())
                == Approvals.Apart.SAME;
    }

    /** Agrees, as another person than the one who asked. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    public Approval approve(long id, String reason) {
        return decided(id, actor -> desk.grants().approve(id, actor, SaidReason.optional(reason)));
    }

    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    public Approval refuse(long id, String reason) {
        return decided(id, actor -> desk.grants().refuse(id, actor, SaidReason.required(reason)));
    }

    /** Takes back what one asked oneself. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    public Approval withdraw(long id) {
        return decided(id, actor -> desk.grants().withdraw(id, actor));
    }

    /** Who looked into the person's own backups, the newest first. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public List<Visited> ofMine(int limit) {
        String sid = currentUser.require().sid();
        return sid == null || sid.isBlank() ? List.of() : desk.grants().of(sid, limit);
    }

    private interface Decision {
        Approval make(Actor actor) throws ApprovalRefusedException;
    }

    private Approval decided(long id, Decision decision) {
        Actor actor = actor();
        Person person = currentUser.require();
        boolean helped = desk.grants()
                .find(id)
                .flatMap(this::container)
                .filter(row -> Allowed.helps(person).includes(row))
                .isPresent();
        if (!helped) {
            throw new NotFoundException("question " + id);
        }
        return taken(() -> decision.make(actor));
    }

    private Optional<ContainerRow> container(Approval approval) {
        return estate.detail(VisitGrants.container(approval)).map(ContainerDetail::row);
    }

    private ContainerRow helped(long container) {
        Person person = currentUser.require();
        return estate.detail(container)
                .map(ContainerDetail::row)
                .filter(row -> helps(row, person))
                .orElseThrow(() -> new NotFoundException("container " + container));
    }

    private interface Step<T> {
        T take() throws ApprovalRefusedException;
    }

    private static <T> T taken(Step<T> step) {
        try {
            return step.take();
        } catch (ApprovalRefusedException e) {
            Why why =
                    switch (e.why()) {
                        case NOT_A_PERSON -> Why.NOT_A_PERSON;
                        case SAME_PERSON -> Why.SAME_PERSON;
                        case CANNOT_TELL -> Why.CANNOT_TELL;
                        case NOT_OPEN -> Why.NOT_OPEN;
                        case NOT_THE_ASKER -> Why.NOT_THE_ASKER;
                        case NOT_ONE_OF_THE_TWO -> Why.NOT_ONE_OF_THE_TWO;
                    };
            throw new NotNowException(why, String.valueOf(e.getMessage()), e);
        }
    }

    /** Programs and the command line neither ask nor agree: two ways in must not make two people of one. */
    private Actor actor() {
        Person person = currentUser.require();
        if (!Actors.of(person).isPerson()) {
            throw new AccessDeniedException("only people who signed in look into backups, and agree that others do");
        }
        return Actors.of(person);
    }
}

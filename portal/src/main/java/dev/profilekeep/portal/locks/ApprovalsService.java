package dev.profilekeep.portal.locks;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;

import dev.profilekeep.approval.Approval;
import dev.profilekeep.approval.ApprovalRefusedException;
import dev.profilekeep.approval.Approvals;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.GivenReason;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.lock.ClearPlan;
import dev.profilekeep.portal.access.Actors;
import dev.profilekeep.portal.access.Allowed;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.access.NotNowException;
import dev.profilekeep.portal.access.NotNowException.Why;
import dev.profilekeep.portal.estate.Estate;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Service;

/** Locks that are not proved stale: one administrator asks, another agrees or refuses, and either of them then clears. */
@Service
@KeepsToScope
public class ApprovalsService {
    private static final int MOST = 20;

    private final LockDesk desk;
    private final LocksService locks;
    private final Estate estate;
    private final CurrentUser currentUser;

    public ApprovalsService(LockDesk desk, LocksService locks, Estate estate, CurrentUser currentUser) {
        this.desk = desk;
        this.locks = locks;
        this.estate = estate;
        this.currentUser = currentUser;
    }

    /** What waits for a second administrator about locks and sites, oldest first. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public List<Approval> open() {
        return desk.open(reach()).stream()
                .filter(one -> AboutSite.is(one) || AboutContainer.of(one) != 0)
                .toList();
    }

    /** @throws NotFoundException if there is no such question */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public Approval find(long id) {
        return desk.approval(id, reach()).orElseThrow(() -> new NotFoundException("approval " + id));
    }

    /** All about one container, newest first. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public List<Approval> of(long container) {
        return desk.approvalsOf(AboutContainer.SUBJECT + container, MOST, reach());
    }

    /** Whether the person could decide it: an administrator who signed in, and certainly another person than the one who asked. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean mayDecide(Approval approval) {
        return decides(approval, Approvals.Apart.TWO);
    }

    /** Whether the person could decide it if it could be told that they are another than the one who asked. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean isUnsure(Approval approval) {
        return decides(approval, Approvals.Apart.CANNOT_TELL);
    }

    private boolean decides(Approval approval, Approvals.Apart apart) {
        Person person = currentUser.require();
        return person.has(Role.ADMINISTRATOR)
                && signedIn(person)
                && Approvals.apart(approval.askerId(), Actors.of(person).id()) == apart
                && desk.approval(approval.id(), Allowed.administers(person)).isPresent();
    }

    /** Whether the person asked it. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean isOwn(Approval approval) {
        return isOwn(approval, currentUser.require());
    }

    /**
     * Asks for a second administrator, for what a plan said of one container.
     *
     * @throws NotNowException if it needs none, is refused anyway, or is not what it was
     */
    @RolesAllowed(ADMINISTRATOR)
    public Approval ask(long container, String basis, String reason) {
        ClearPlan plan = locks.plan(List.of(container)).expecting(Map.of(container, basis));
        return ask(plan.rows().get(0), reason);
    }

    /** As {@link #ask(long, String, String)}, for a row of a plan just made. */
    @RolesAllowed(ADMINISTRATOR)
    public Approval ask(ClearPlan.Row row, String reason) {
        Actor actor = actor();
        String why = reason(reason, true);
        long id = row.containerId();
        Reach reach = administers();
        if (estate.detail(id).filter(found -> reach.includes(found.row())).isEmpty()) {
            throw new NotFoundException("container " + id);
        }
        try {
            return told(desk.ask(row, actor, why, reach));
        } catch (IllegalArgumentException e) {
            throw new NotNowException(
                    row.refusal() == null && !row.needsApproval() ? Why.NEEDS_NO_OTHER : Why.MOVED_ON,
                    String.valueOf(e.getMessage()),
                    e);
        } catch (ApprovalRefusedException e) {
            throw Refusals.notNow(e);
        }
    }

    /** What the person asked before for exactly this, and nobody decided yet: asking again is the same question. */
    @RolesAllowed(ADMINISTRATOR)
    public Optional<Approval> waiting(ClearPlan.Row row) {
        return of(row.containerId()).stream()
                .filter(one ->
                        one.state() == Approval.State.ASKED && one.basis().equals(row.basis()) && isOwn(one))
                .findFirst();
    }

    /** Agrees, as another person than the one who asked. */
    @RolesAllowed(ADMINISTRATOR)
    public Approval approve(long id, String reason) {
        return decided(id, () -> desk.approve(id, actor(), reason(reason, false), administers()));
    }

    @RolesAllowed(ADMINISTRATOR)
    public Approval refuse(long id, String reason) {
        return decided(id, () -> desk.refuse(id, actor(), reason(reason, false), administers()));
    }

    /** Takes back what one asked oneself. */
    @RolesAllowed(ADMINISTRATOR)
    public Approval withdraw(long id) {
        return decided(id, () -> desk.withdraw(id, actor(), administers()));
    }

    private interface Decision {
        Approval make() throws ApprovalRefusedException;
    }

    private Approval decided(long id, Decision decision) {
        if (desk.approval(id, administers()).isEmpty()) {
            throw new NotFoundException("approval " + id);
        }
        try {
            return told(decision.make());
        } catch (ApprovalRefusedException e) {
            throw Refusals.notNow(e);
        }
    }

    private Approval told(Approval approval) {
        locks.changed();
        return approval;
    }

    private Reach reach() {
        return Allowed.reach(currentUser.require());
    }

    private Reach administers() {
        return Allowed.administers(currentUser.require());
    }

    /** Two ways in must not make two people of one: programs and the command line neither ask nor agree. */
    private Actor actor() {
        Person person = currentUser.require();
        if (!signedIn(person)) {
            throw new AccessDeniedException("only people who signed in ask and decide");
        }
        return Actors.of(person);
    }

    private static boolean signedIn(Person person) {
        return Actors.of(person).isPerson();
    }

    private static boolean isOwn(Approval approval, Person person) {
        return Approvals.apart(approval.askerId(), Actors.of(person).id()) == Approvals.Apart.SAME;
    }

    private static String reason(String reason, boolean required) {
        String why = reason.strip();
        if (required && why.isEmpty()) {
            throw new BadInputException("reason must say why it should be cleared unproved", null);
        }
        GivenReason.fault(why).ifPresent(fault -> {
            throw new BadInputException("reason " + fault, null);
        });
        return why;
    }
}

package dev.profilekeep.portal.failover;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;

import dev.profilekeep.approval.Approval;
import dev.profilekeep.approval.ApprovalRefusedException;
import dev.profilekeep.approval.Approvals;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.broker.BrokerException;
import dev.profilekeep.broker.PoolModel;
import dev.profilekeep.failover.Plan;
import dev.profilekeep.failover.PlanFault;
import dev.profilekeep.failover.PlanJson;
import dev.profilekeep.failover.PlanVersion;
import dev.profilekeep.failover.RefusedException;
import dev.profilekeep.failover.Run;
import dev.profilekeep.failover.StepOrder;
import dev.profilekeep.portal.access.Actors;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.access.NotNowException;
import dev.profilekeep.portal.access.NotNowException.Why;
import dev.profilekeep.portal.estate.Estate;
import dev.profilekeep.portal.locks.Refusals;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Service;

/**
 * Going to another site, for people: two administrators begin it together, each may stop it. About the estate as a whole, so that it is
 * closed to whoever is held to a part.
 */
@Service
public class FailoversService {
    private static final int LATEST = 20;

    private final FailoverDesk desk;
    private final Estate estate;
    private final CurrentUser currentUser;

    public FailoversService(FailoverDesk desk, Estate estate, CurrentUser currentUser) {
        this.desk = desk;
        this.estate = estate;
        this.currentUser = currentUser;
    }

    /**
     * A plan and how it stands.
     *
     * @param faults why it cannot be carried out now
     * @param unread whether nobody can tell, because the desktop service does not answer
     * @param approval asked or agreed on, for this version; null if nothing stands
     */
    public record PlanSeen(PlanVersion version, List<PlanFault> faults, boolean unread, @Nullable Approval approval) {
        public PlanSeen {
            faults = List.copyOf(faults);
        }
    }

    @RolesAllowed({ADMINISTRATOR, AUDITOR})
    public List<PlanSeen> plans() {
        return desk.plans().stream().map(this::seen).toList();
    }

    private PlanSeen seen(PlanVersion version) {
        Approval approval = standing(version).orElse(null);
        try {
            return new PlanSeen(version, desk.faults(version.plan()), false, approval);
        } catch (BrokerException e) {
            return new PlanSeen(version, List.of(), true, approval);
        }
    }

    private Optional<Approval> standing(PlanVersion version) {
        return desk.asked(version.plan().id()).stream()
                .filter(one -> one.basis().equals("version " + version.version()))
                .filter(one -> one.state() == Approval.State.ASKED || one.state() == Approval.State.APPROVED)
                .findFirst();
    }

    /** Newest first. */
    @RolesAllowed({ADMINISTRATOR, AUDITOR})
    public List<Run> runs() {
        return desk.runs(LATEST);
    }

    @RolesAllowed({ADMINISTRATOR, AUDITOR})
    public Map<String, String> siteNames() {
        return estate.siteNames();
    }

    /** Whether the person takes part: an administrator who signed in. */
    @RolesAllowed({ADMINISTRATOR, AUDITOR})
    public boolean mayAct() {
        Person person = currentUser.require();
        return person.has(Role.ADMINISTRATOR) && Actors.of(person).isPerson();
    }

    @RolesAllowed({ADMINISTRATOR, AUDITOR})
    public boolean isOwn(Approval approval) {
        return Approvals.apart(approval.askerId(), me()) == Approvals.Apart.SAME;
    }

    /** Whether the person is certainly another than the one who asked. */
    @RolesAllowed({ADMINISTRATOR, AUDITOR})
    public boolean mayDecide(Approval approval) {
        return mayAct() && Approvals.apart(approval.askerId(), me()) == Approvals.Apart.TWO;
    }

    /** Whether the person is one of the two who agreed. */
    @RolesAllowed({ADMINISTRATOR, AUDITOR})
    public boolean mayStart(Approval approval) {
        return mayAct()
                && approval.state() == Approval.State.APPROVED
                && (isOwn(approval) || Approvals.apart(approval.deciderId(), me()) == Approvals.Apart.SAME);
    }

    private String me() {
        return Actors.of(currentUser.require()).id();
    }

    /** People whose copies were not good when a run looked last, a line each. */
    @RolesAllowed({ADMINISTRATOR, AUDITOR})
    public List<String> notGood(Run run) {
        return desk.notGood(run.id());
    }

    /** The text of a plan to begin with: from one site to another, with everything there to be filled in. */
    @RolesAllowed(ADMINISTRATOR)
    public String template() {
        List<String> sites = siteNames().keySet().stream().sorted().toList();
        String from = sites.isEmpty() ? "" : sites.get(0);
        String to = sites.size() < 2 ? "" : sites.get(1);
        return PlanJson.pretty(new Plan(
                from + "-" + to,
                siteNames().getOrDefault(from, from) + " – " + siteNames().getOrDefault(to, to),
                from,
                to,
                List.of(),
                List.of(),
                Map.of(),
                60,
                StepOrder.standard(PoolModel.ACTIVE_PASSIVE).stream()
                        .map(kind -> new Plan.Step(kind, 5, null))
                        .toList()));
    }

    /**
     * Keeps a plan as a new version; what is wrong with it is told beside it.
     *
     * @throws BadInputException with a sentence, if it is none
     */
    @RolesAllowed(ADMINISTRATOR)
    public PlanVersion save(String text, String reason) {
        Actor actor = signedIn();
        try {
            return desk.save(PlanJson.parse(text), actor, reason);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
    }

    @RolesAllowed(ADMINISTRATOR)
    public Approval ask(String plan, String reason) {
        Actor actor = signedIn();
        return told(() -> desk.ask(plan, actor, reason));
    }

    @RolesAllowed(ADMINISTRATOR)
    public Approval approve(long approval, String reason) {
        Actor actor = signedIn();
        return told(() -> desk.approve(approval, actor, reason));
    }

    @RolesAllowed(ADMINISTRATOR)
    public Approval refuse(long approval, String reason) {
        Actor actor = signedIn();
        return told(() -> desk.refuse(approval, actor, reason));
    }

    @RolesAllowed(ADMINISTRATOR)
    public Approval withdraw(long approval) {
        Actor actor = signedIn();
        return told(() -> desk.withdraw(approval, actor));
    }

    /** Begins it, as one of the two; its steps follow by themselves. */
    @RolesAllowed(ADMINISTRATOR)
    public Run start(String plan, String reason) {
        Actor actor = signedIn();
        return told(() -> desk.start(plan, actor, reason));
    }

    @RolesAllowed(ADMINISTRATOR)
    public void say(FailoverDesk.Word word, long run, String reason) {
        Actor actor = signedIn();
        told(() -> {
            desk.say(word, run, actor, reason);
            return run;
        });
    }

    private Actor signedIn() {
        Actor actor = Actors.of(currentUser.require());
        if (!actor.isPerson()) {
            throw new AccessDeniedException("only people who signed in take part in a failover");
        }
        return actor;
    }

    private interface Deed<T> {
        T run() throws RefusedException, ApprovalRefusedException, BrokerException;
    }

    private static <T> T told(Deed<T> deed) {
        try {
            return deed.run();
        } catch (IllegalArgumentException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        } catch (ApprovalRefusedException e) {
            throw Refusals.notNow(e);
        } catch (RefusedException e) {
            throw new NotNowException(Why.FAILOVER, String.valueOf(e.getMessage()), e);
        } catch (BrokerException e) {
            throw new NotNowException(Why.BROKER, String.valueOf(e.getMessage()), e);
        }
    }
}

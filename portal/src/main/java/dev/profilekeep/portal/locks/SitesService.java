package dev.profilekeep.portal.locks;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;

import dev.profilekeep.approval.Approval;
import dev.profilekeep.approval.ApprovalRefusedException;
import dev.profilekeep.approval.Approvals;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.lock.FenceRefusedException;
import dev.profilekeep.lock.SiteDocument;
import dev.profilekeep.lock.SiteFences;
import dev.profilekeep.portal.access.Actors;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.access.NotNowException;
import dev.profilekeep.portal.estate.Estate;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import jakarta.annotation.security.RolesAllowed;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Service;

/**
 * Sites, and the word of two administrators that one of them failed over and is cut off: one asks, another agrees (see {@link
 * ApprovalsService}), and either of the two does it. One alone lifts it.
 */
@Service
public class SitesService {
    private static final int LATEST = 20;

    private final LockDesk desk;
    private final LocksService locks;
    private final Estate estate;
    private final CurrentUser currentUser;

    public SitesService(LockDesk desk, LocksService locks, Estate estate, CurrentUser currentUser) {
        this.desk = desk;
        this.locks = locks;
        this.estate = estate;
        this.currentUser = currentUser;
    }

    @RolesAllowed({ADMINISTRATOR, AUDITOR})
    public List<SiteDocument> all() {
        return desk.sites();
    }

    /** Those that are cut off, of the sites that the person sees. */
    @KeepsToScope
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public List<SiteDocument> cutOff() {
        List<SiteDocument> all =
                desk.sites().stream().filter(site -> site.cutOff() != null).toList();
        if (all.isEmpty()) {
            return all;
        }
        Set<String> seen = estate.sites().stream().map(Estate.Site::id).collect(Collectors.toSet());
        return all.stream().filter(site -> seen.contains(site.id())).toList();
    }

    /** The question that would do for cutting the site off now, asked or agreed on; empty if none stands. */
    @RolesAllowed(ADMINISTRATOR)
    public Optional<Approval> pending(String site) {
        return desk.pendingFence(known(site));
    }

    /** What two people agreed on before a site was cut off; empty if it is not, or that is not known any more. */
    @KeepsToScope
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public Optional<Approval> agreement(SiteDocument site) {
        return site.cutOff() == null
                ? Optional.empty()
                : desk.approvalsOf(SiteFences.SUBJECT + site.id(), LATEST, Reach.EVERYWHERE).stream()
                        .filter(AboutSite::is)
                        .filter(one -> one.state() == Approval.State.USED)
                        .max(Comparator.comparingLong(Approval::id));
    }

    /** Whether the person is one of the two who agreed on it. */
    @RolesAllowed(ADMINISTRATOR)
    public boolean mayUse(Approval approval) {
        String me = Actors.of(currentUser.require()).id();
        return approval.state() == Approval.State.APPROVED
                && (Approvals.apart(approval.askerId(), me) == Approvals.Apart.SAME
                        || Approvals.apart(approval.deciderId(), me) == Approvals.Apart.SAME);
    }

    /** Has {@code changed} called, on whichever thread, when a site may stand otherwise than before, until closed. */
    @RolesAllowed(ADMINISTRATOR)
    public AutoCloseable subscribe(Runnable changed) {
        return locks.subscribe(news -> {
            if (news.judging() == null) {
                changed.run();
            }
        });
    }

    /** The site's name, for people; the id if there is none of it. */
    @KeepsToScope
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public String name(Approval approval) {
        String site = AboutSite.of(approval);
        return desk.sites().stream()
                .filter(one -> one.id().equals(site))
                .findFirst()
                .map(SiteDocument::name)
                .orElse(site);
    }

    /**
     * Asks for a second administrator.
     *
     * @throws NotFoundException if there is no such site
     * @throws BadInputException if the reason cannot be
     * @throws NotNowException if it is cut off, or has nothing to fail over to
     * @throws AccessDeniedException if no person who signed in asks
     */
    @RolesAllowed(ADMINISTRATOR)
    public Approval ask(String site, String reason) {
        Actor actor = signedIn();
        return told(() -> desk.askFence(known(site), actor, reason.strip()));
    }

    /**
     * Declares the site failed over and cut off, which two agreed on; all locks are looked at again.
     *
     * @throws NotNowException if two did not agree, or it is cut off
     */
    @RolesAllowed(ADMINISTRATOR)
    public SiteDocument fence(String site, String reason) {
        Actor actor = signedIn();
        return told(() -> {
            desk.fence(known(site), actor, reason.strip());
            return again(site);
        });
    }

    /**
     * Takes the word back; all locks are looked at again.
     *
     * @throws NotNowException if it is not cut off
     */
    @RolesAllowed(ADMINISTRATOR)
    public SiteDocument lift(String site, String reason) {
        Actor actor = Actors.of(currentUser.require());
        return told(() -> {
            desk.lift(known(site), actor, reason.strip());
            return again(site);
        });
    }

    private SiteDocument again(String site) {
        locks.changed();
        locks.judgeAnew();
        return desk.sites().stream()
                .filter(one -> one.id().equals(site))
                .findFirst()
                .orElseThrow(() -> new NotFoundException("site " + site));
    }

    private String known(String site) {
        if (desk.sites().stream().noneMatch(one -> one.id().equals(site))) {
            throw new NotFoundException("site " + site);
        }
        return site;
    }

    private Actor signedIn() {
        Person person = currentUser.require();
        Actor actor = Actors.of(person);
        if (!actor.isPerson()) {
            throw new AccessDeniedException("only people who signed in ask for it and do it");
        }
        return actor;
    }

    private interface Deed<T> {
        T run() throws FenceRefusedException, ApprovalRefusedException;
    }

    private <T> T told(Deed<T> deed) {
        try {
            T done = deed.run();
            locks.changed();
            return done;
        } catch (IllegalArgumentException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        } catch (ApprovalRefusedException e) {
            throw Refusals.notNow(e);
        } catch (FenceRefusedException e) {
            throw new NotNowException(why(e), String.valueOf(e.getMessage()), e);
        }
    }

    private static NotNowException.Why why(FenceRefusedException refused) {
        return switch (refused.why()) {
            case ONLY_SITE -> NotNowException.Why.LAST_SITE;
            case ALREADY -> NotNowException.Why.CUT_OFF_ALREADY;
            case NOT_CUT_OFF -> NotNowException.Why.NOT_CUT_OFF;
            case NEEDS_APPROVAL -> NotNowException.Why.NEEDS_TWO;
        };
    }
}

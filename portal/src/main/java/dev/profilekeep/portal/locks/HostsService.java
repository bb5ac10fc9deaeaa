package dev.profilekeep.portal.locks;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.lock.GoneHosts.GoneHost;
import dev.profilekeep.lock.GoneRefusedException;
import dev.profilekeep.lock.HostDocument;
import dev.profilekeep.lock.LockGroup;
import dev.profilekeep.portal.access.Actors;
import dev.profilekeep.portal.access.Allowed;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.access.NotNowException;
import dev.profilekeep.security.CurrentUser;
import jakarta.annotation.security.RolesAllowed;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Service;

/** Machines that people sign in to, and the word of an administrator that one of them is gone. */
@Service
public class HostsService {
    private final LockDesk desk;
    private final LocksService locks;
    private final CurrentUser currentUser;

    public HostsService(LockDesk desk, LocksService locks, CurrentUser currentUser) {
        this.desk = desk;
        this.locks = locks;
        this.currentUser = currentUser;
    }

    /** Those that anybody told of, and those that were declared gone. */
    @RolesAllowed({ADMINISTRATOR, AUDITOR})
    public List<HostDocument> all() {
        return desk.machines();
    }

    /** Of machines whose locks somebody sees, those that are declared gone, by the name that the group has. */
    @KeepsToScope
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public Map<String, GoneHost> goneOf(Collection<LockGroup> groups) {
        List<GoneHost> all = desk.gone();
        Map<String, GoneHost> gone = new HashMap<>();
        for (LockGroup group : groups) {
            all.stream().filter(one -> one.is(group.host())).findFirst().ifPresent(one -> gone.put(group.host(), one));
        }
        return gone;
    }

    /** Whether the person may declare machines gone: an administrator who is held to no part of the estate. */
    @KeepsToScope
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean mayDeclare() {
        return Allowed.everywhere(currentUser.require(), List.of(ADMINISTRATOR));
    }

    /**
     * Declares a machine gone; its locks are looked at again.
     *
     * @throws BadInputException if name, time, reason or ticket cannot be
     * @throws NotNowException if something speaks against it; its cause says what
     */
    @RolesAllowed(ADMINISTRATOR)
    public GoneHost declare(String host, Instant wentAt, String reason, String ticket) {
        try {
            GoneHost gone = desk.declareGone(host, wentAt, actor(), reason.strip(), ticket.strip());
            locks.lookAgain(gone.host());
            return gone;
        } catch (IllegalArgumentException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        } catch (GoneRefusedException e) {
            throw e.why() == GoneRefusedException.Why.FUTURE
                    ? new BadInputException("at: " + e.getMessage(), e)
                    : new NotNowException(NotNowException.Why.MACHINE, String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Takes the word back; the machine's locks are looked at again.
     *
     * @param reason may be empty
     * @throws BadInputException if name or reason cannot be
     * @throws NotNowException if it is not declared gone
     */
    @RolesAllowed(ADMINISTRATOR)
    public void takeBack(String host, String reason) {
        try {
            desk.takeBackGone(host, actor(), reason.strip());
            locks.lookAgain(host);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        } catch (GoneRefusedException e) {
            throw new NotNowException(NotNowException.Why.NOT_GONE, String.valueOf(e.getMessage()), e);
        }
    }

    private Actor actor() {
        return Actors.of(currentUser.require());
    }
}

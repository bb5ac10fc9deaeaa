package dev.profilekeep.portal.compaction;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;

import dev.profilekeep.compact.estate.DamagedCanary;
import dev.profilekeep.portal.access.Actors;
import dev.profilekeep.portal.access.Allowed;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.access.SaidReason;
import dev.profilekeep.security.CurrentUser;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import org.springframework.stereotype.Service;

/** Disks that went first for others of their kind and were found damaged, and the word of an administrator that the others follow all the same. Of the estate as a whole: a set is at several sites. */
@Service
public class CanariesService {
    private final CompactionDesk desk;
    private final CurrentUser currentUser;

    public CanariesService(CompactionDesk desk, CurrentUser currentUser) {
        this.desk = desk;
        this.currentUser = currentUser;
    }

    /** Those that keep others from it, by set and version of FSLogix. */
    @RolesAllowed({ADMINISTRATOR, AUDITOR})
    public List<DamagedCanary> damaged() {
        return desk.damagedCanaries();
    }

    /** Whether the person has others follow: an administrator who is held to no part of the estate. */
    @KeepsToScope
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean mayGoOn() {
        return Allowed.everywhere(currentUser.require(), List.of(ADMINISTRATOR));
    }

    /**
     * Has others of a set and version follow; audited.
     *
     * @param agentVersion empty for disks of which nobody knows it
     * @param reason must not be blank
     * @throws BadInputException if it is, or cannot be kept
     * @throws NotFoundException if nothing damaged keeps them from it
     */
    @RolesAllowed(ADMINISTRATOR)
    public void goOn(String setId, String agentVersion, String reason) {
        boolean done = desk.goOnAfterCanary(
                Actors.of(currentUser.require()), setId, agentVersion, SaidReason.required(reason));
        if (!done) {
            throw new NotFoundException("a damaged disk that went first in set " + setId);
        }
    }
}

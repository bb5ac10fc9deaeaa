package dev.profilekeep.restore;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.GivenReason;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.storage.Initiator;

/**
 * Who restores, and why. What the actor may do by role is for the caller to check before.
 *
 * @param reason in the actor's words; must not be blank
 * @param ticket of the helpdesk's own system; may be empty
 * @param reach to which containers the actor is held; what is beyond it is as if it did not exist
 * @param initiator a person, whose act outranks jobs; or the job that carries out what was approved
 */
public record RestoreRequest(Actor actor, String reason, String ticket, Reach reach, Initiator initiator) {
    public RestoreRequest {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("a restore needs a reason");
        }
        GivenReason.fault(reason).ifPresent(fault -> {
            throw new IllegalArgumentException("the reason " + fault);
        });
        GivenReason.fault(ticket).ifPresent(fault -> {
            throw new IllegalArgumentException("the ticket " + fault);
        });
    }
}

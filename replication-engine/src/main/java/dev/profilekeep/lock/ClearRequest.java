package dev.profilekeep.lock;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.GivenReason;
import dev.profilekeep.catalog.Reach;

/**
 * Who clears locks, and why. What the actor may do by role is for the caller to check before.
 *
 * @param reason in the actor's words; must not be blank
 * @param ticket of the helpdesk's own system; may be empty
 * @param reach to which containers the actor is held; what is beyond it is as if it did not exist
 */
public record ClearRequest(Actor actor, String reason, String ticket, Reach reach) {
    /** By somebody who is held to nothing. */
    public ClearRequest(Actor actor, String reason, String ticket) {
        this(actor, reason, ticket, Reach.EVERYWHERE);
    }

    public ClearRequest {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("clearing a lock needs a reason");
        }
        for (String text : new String[] {reason, ticket}) {
            GivenReason.fault(text).ifPresent(fault -> {
                throw new IllegalArgumentException((text.equals(reason) ? "the reason " : "the ticket ") + fault);
            });
        }
    }
}

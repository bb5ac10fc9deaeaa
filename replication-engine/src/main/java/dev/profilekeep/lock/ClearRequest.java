package dev.profilekeep.lock;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.GivenReason;

/**
 * Who clears locks, and why. What the actor may do by role is for the caller to check before.
 *
 * @param reason in the actor's words; must not be blank
 * @param ticket of the helpdesk's own system; may be empty
 */
public record ClearRequest(Actor actor, String reason, String ticket) {
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

package dev.profilekeep.request;

import java.time.Instant;

/**
 * One step of a request.
 *
 * @param state how far it was afterwards
 * @param actorName who took it, for people
 * @param words in the actor's words; of what nobody did, ours. May be empty
 */
public record RequestStep(Instant at, RequestState state, String actorId, String actorName, Note words) {
    /** Whether a person took it; the words of others are ours, and may name machines. */
    public boolean isOfAPerson() {
        return !actorId.equals(RequestSteps.ITSELF.id());
    }
}

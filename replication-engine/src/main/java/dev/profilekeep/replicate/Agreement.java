package dev.profilekeep.replicate;

import dev.profilekeep.content.Sha256;
import dev.profilekeep.lease.CopySeen;
import java.time.Instant;

/**
 * The state in which two copies of a container said the same, as was proved: the baseline. What is not in it any more changed since.
 *
 * @param root of the content map of both
 * @param source what the copy at the active site was then
 * @param target what the other one was then
 * @param at when it was proved
 * @param fullAt when both were last read whole for such a proof
 */
public record Agreement(
        long containerId,
        String from,
        String to,
        Sha256 root,
        CopySeen source,
        CopySeen target,
        Instant at,
        Instant fullAt) {

    /** The same content, now in other files. */
    Agreement in(CopySeen sourceNow, CopySeen targetNow, Instant when) {
        return new Agreement(containerId, from, to, root, sourceNow, targetNow, when, fullAt);
    }

    /** The same, seen from the other site: what was agreed goes on when the active site moves. */
    Agreement turned() {
        return new Agreement(containerId, to, from, root, target, source, at, fullAt);
    }
}

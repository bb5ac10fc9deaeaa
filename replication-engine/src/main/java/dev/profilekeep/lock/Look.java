package dev.profilekeep.lock;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One look at one container.
 *
 * @param verdict empty if nothing that could be seen locks it
 * @param evidence what it rests on
 * @param nothingNew it had to do without what another look was about to learn, or its turn at a location did not come: what was
 *     kept before says more
 */
public record Look(
        long containerId,
        Instant at,
        Optional<LockVerdict> verdict,
        LockEvidence evidence,
        List<Sight> sights,
        boolean nothingNew) {
    public Look {
        sights = List.copyOf(sights);
    }

    public Look(
            long containerId, Instant at, Optional<LockVerdict> verdict, LockEvidence evidence, List<Sight> sights) {
        this(containerId, at, verdict, evidence, sights, false);
    }

    /** With the verdict of another look, which says more. */
    Look as(LockVerdict kept) {
        return new Look(containerId, kept.at(), Optional.of(kept), evidence, sights, true);
    }

    /** Whether nothing locks it for certain: every location said so. */
    public boolean isFree() {
        return verdict.isEmpty() && LockCourt.allTold(evidence);
    }
}

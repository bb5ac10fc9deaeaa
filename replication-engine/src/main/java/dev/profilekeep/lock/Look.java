package dev.profilekeep.lock;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One look at one container.
 *
 * @param verdict empty if nothing that could be seen locks it
 * @param evidence what it rests on
 */
public record Look(
        long containerId, Instant at, Optional<LockVerdict> verdict, LockEvidence evidence, List<Sight> sights) {
    public Look {
        sights = List.copyOf(sights);
    }

    /** Whether nothing locks it for certain: every location said so. */
    public boolean isFree() {
        return verdict.isEmpty() && LockCourt.allTold(evidence);
    }
}

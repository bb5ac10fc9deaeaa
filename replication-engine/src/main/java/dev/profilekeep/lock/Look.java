package dev.profilekeep.lock;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One look at one container.
 *
 * @param verdict empty if nothing locks it
 * @param evidence what it rests on
 */
public record Look(
        long containerId, Instant at, Optional<LockVerdict> verdict, LockEvidence evidence, List<Sight> sights) {
    public Look {
        sights = List.copyOf(sights);
    }
}

package dev.profilekeep.findings;

import dev.profilekeep.health.ContainerState;
import java.util.List;

/**
 * One container's health.
 *
 * @param state by the findings that nobody accepted
 * @param open what is wrong now, worst first, accepted ones included
 * @param resolved what was wrong before, the newest first; at most 50
 */
public record ContainerHealth(
        long containerId, ContainerState state, List<FindingRow> open, List<FindingRow> resolved) {
    public ContainerHealth {
        open = List.copyOf(open);
        resolved = List.copyOf(resolved);
    }
}

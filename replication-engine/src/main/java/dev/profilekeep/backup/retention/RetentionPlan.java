package dev.profilekeep.backup.retention;

import dev.profilekeep.container.ContainerIdentity;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What the rules let go, container by container; a dry run is this list.
 *
 * @param containers with those of their snapshots that are not forgotten already, the latest first
 * @param damaged snapshots that could not be read; nothing of them goes
 */
public record RetentionPlan(List<OfContainer> containers, Set<UUID> damaged) {
    /** The fates of one container's snapshots. */
    public record OfContainer(ContainerIdentity identity, List<Fate> fates) {
        public OfContainer {
            fates = List.copyOf(fates);
        }
    }

    public RetentionPlan {
        containers = List.copyOf(containers);
        damaged = Set.copyOf(damaged);
    }

    /** What goes: keys of containers, by snapshot. What a fate keeps does not, should a snapshot have a container twice. */
    public Map<UUID, Set<String>> going() {
        Map<UUID, Set<String>> going = new HashMap<>();
        for (OfContainer container : containers) {
            for (Fate fate : container.fates()) {
                if (fate.goes()) {
                    going.computeIfAbsent(fate.point().snapshot(), id -> new HashSet<>())
                            .add(container.identity().key());
                }
            }
        }
        for (OfContainer container : containers) {
            for (Fate fate : container.fates()) {
                Set<String> there = going.get(fate.point().snapshot());
                if (!fate.goes() && there != null) {
                    there.remove(container.identity().key());
                }
            }
        }
        going.values().removeIf(Set::isEmpty);
        return going;
    }
}

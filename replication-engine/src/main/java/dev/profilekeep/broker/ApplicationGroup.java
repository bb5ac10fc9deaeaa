package dev.profilekeep.broker;

import java.util.Set;

/**
 * Applications or a desktop of a pool.
 *
 * @param groups ids of the groups of people that may use it; a single person is assigned by their SID
 */
public record ApplicationGroup(String id, String name, String poolId, Set<String> groups) {
    public ApplicationGroup {
        groups = Set.copyOf(groups);
    }
}

package dev.profilekeep.broker;

import java.util.Set;

/**
 * People who are assigned together.
 *
 * @param sids its members, those of groups within it included
 */
public record PeopleGroup(String id, String name, Set<String> sids) {
    public PeopleGroup {
        sids = Set.copyOf(sids);
    }
}

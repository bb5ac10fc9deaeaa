package dev.profilekeep.failover;

import java.util.List;
import java.util.Map;

/**
 * What a run moves, as it was found when it began: what it takes away is known nowhere else afterwards.
 *
 * @param remove at the site that is left
 * @param assign at the site that people go to
 * @param hosts those to be started there, by pool
 */
record Work(List<Assignment> remove, List<Assignment> assign, Map<String, List<String>> hosts) {
    Work {
        remove = List.copyOf(remove);
        assign = List.copyOf(assign);
        hosts = Map.copyOf(hosts);
    }

    /** @param group of people, or a person by SID */
    record Assignment(String applicationGroup, String group) {}
}

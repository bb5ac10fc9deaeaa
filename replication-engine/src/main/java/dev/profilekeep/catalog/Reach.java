package dev.profilekeep.catalog;

import java.util.Collection;
import java.util.Collections;
import java.util.Set;

/**
 * To which containers somebody is held: those of these sets with a copy at one of these sites. What is known of such a container is told
 * whole, its copies elsewhere included: whether it is locked or differs is only understood over all of them.
 *
 * @param sites ids; empty for all
 * @param sets ids; empty for all
 */
public record Reach(Set<String> sites, Set<String> sets) {
    public static final Reach EVERYWHERE = new Reach(Set.of(), Set.of());

    public Reach {
        sites = Set.copyOf(sites);
        sets = Set.copyOf(sets);
    }

    /**
     * Whether a container is within reach.
     *
     * @param atSites ids of the sites that have a copy of it
     */
    public boolean includes(String setId, Collection<String> atSites) {
        return (sets.isEmpty() || sets.contains(setId)) && (sites.isEmpty() || !Collections.disjoint(sites, atSites));
    }

    public boolean isEverywhere() {
        return sites.isEmpty() && sets.isEmpty();
    }
}

package dev.profilekeep.security;

import java.io.Serializable;
import java.util.Set;

/**
 * To which part of the estate somebody's roles are held.
 *
 * @param sites ids; empty for all
 * @param sets ids; empty for all
 */
public record Scope(Set<String> sites, Set<String> sets) implements Serializable {
    public static final Scope EVERYTHING = new Scope(Set.of(), Set.of());

    private static final long serialVersionUID = 1L;

    public Scope {
        sites = Set.copyOf(sites);
        sets = Set.copyOf(sets);
    }

    public boolean isEverything() {
        return sites.isEmpty() && sets.isEmpty();
    }
}

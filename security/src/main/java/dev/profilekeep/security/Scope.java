package dev.profilekeep.security;

import java.io.Serializable;
import java.util.HashSet;
import java.util.Set;

/**
 * To which part of the estate a role is held: all that one of these parts holds.
 *
 * @param parts at least one; one without limits for everything
 */
public record Scope(Set<Part> parts) implements Serializable {
    public static final Scope EVERYTHING = new Scope(Set.of(), Set.of());

    private static final long serialVersionUID = 2L;

    /**
     * These sets at these sites.
     *
     * @param sites ids; empty for all
     * @param sets ids; empty for all
     */
    public record Part(Set<String> sites, Set<String> sets) implements Serializable {
        private static final long serialVersionUID = 1L;

        public Part {
            sites = Set.copyOf(sites);
            sets = Set.copyOf(sets);
        }

        boolean isEverything() {
            return sites.isEmpty() && sets.isEmpty();
        }
    }

    public Scope {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a scope has at least one part; whoever may do nothing has no role");
        }
        parts = parts.stream().anyMatch(Part::isEverything) ? Set.of(new Part(Set.of(), Set.of())) : Set.copyOf(parts);
    }

    /**
     * One part.
     *
     * @param sites ids; empty for all
     * @param sets ids; empty for all
     */
    public Scope(Set<String> sites, Set<String> sets) {
        this(Set.of(new Part(sites, sets)));
    }

    /** What either of the two holds. */
    public Scope or(Scope other) {
        Set<Part> both = new HashSet<>(parts);
        both.addAll(other.parts);
        return new Scope(both);
    }

    public boolean isEverything() {
        return parts.stream().anyMatch(Part::isEverything);
    }
}

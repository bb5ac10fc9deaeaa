package dev.profilekeep.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * To which containers somebody is held: those within one of these areas, and their own. What is known of such a container is told
 * whole, its copies elsewhere included: whether it is locked or differs is only understood over all of them.
 *
 * @param areas none for nobody's; one without limits for everybody's
 * @param own the SID whose containers are within reach wherever they are; empty for none
 */
public record Reach(Set<Area> areas, String own) {
    public static final Reach EVERYWHERE = new Reach(Set.of(), Set.of());
    /** Nobody's containers; a beginning for {@link #orOwn}. */
    public static final Reach NOWHERE = new Reach(Set.of(), "");

    /**
     * Containers of these sets with a copy at one of these sites.
     *
     * @param sites ids; empty for all
     * @param sets ids; empty for all
     */
    public record Area(Set<String> sites, Set<String> sets) {
        public Area {
            sites = Set.copyOf(sites);
            sets = Set.copyOf(sets);
        }

        boolean isEverything() {
            return sites.isEmpty() && sets.isEmpty();
        }

        boolean includes(String setId, Collection<String> atSites) {
            return (sets.isEmpty() || sets.contains(setId))
                    && (sites.isEmpty() || !Collections.disjoint(sites, atSites));
        }

        /** Whether all that the other holds is held by this one too. */
        boolean covers(Area other) {
            return (sites.isEmpty() || !other.sites.isEmpty() && sites.containsAll(other.sites))
                    && (sets.isEmpty() || !other.sets.isEmpty() && sets.containsAll(other.sets));
        }
    }

    public Reach {
        areas = areas.stream().anyMatch(Area::isEverything) ? Set.of(new Area(Set.of(), Set.of())) : Set.copyOf(areas);
    }

    /** One area: these sets' containers with a copy at one of these sites; empty for all. */
    public Reach(Set<String> sites, Set<String> sets) {
        this(Set.of(new Area(sites, sets)), "");
    }

    /** What either of the two reaches. */
    public Reach or(Reach other) {
        Set<Area> both = new HashSet<>(areas);
        both.addAll(other.areas);
        return new Reach(both, own.isEmpty() ? other.own : own);
    }

    /** The same, and the containers of this SID; null for nobody's. */
    public Reach orOwn(@Nullable String sid) {
        return new Reach(areas, sid == null ? "" : sid.strip());
    }

    /** The same without the own: what is listed is what one is there for. */
    public Reach withoutOwn() {
        return own.isEmpty() ? this : new Reach(areas, "");
    }

    /**
     * Whether a container is within reach.
     *
     * @param atSites ids of the sites that have a copy of it
     * @param sid its owner's; empty if nobody knows
     */
    public boolean includes(String setId, Collection<String> atSites, String sid) {
        return includes(setId, atSites) || !own.isEmpty() && own.equalsIgnoreCase(sid);
    }

    /** As {@link #includes(String, Collection, String)}, for what is nobody's own: a location of this set at this site. */
    public boolean includes(String setId, Collection<String> atSites) {
        return areas.stream().anyMatch(area -> area.includes(setId, atSites));
    }

    /** Whether the container is within reach. */
    public boolean includes(ContainerRow row) {
        return includes(row.setId(), row.sites(), row.sid());
    }

    public boolean isEverywhere() {
        return areas.stream().anyMatch(Area::isEverything);
    }

    /** Whether all of this site is within reach, whatever the set. */
    public boolean includesSite(String siteId) {
        return areas.stream()
                .anyMatch(area -> area.sets().isEmpty()
                        && (area.sites().isEmpty() || area.sites().contains(siteId)));
    }

    /** Whether all that is within the other is within this one. Says no rather than yes where areas overlap. */
    public boolean covers(Reach other) {
        return isEverywhere()
                || (other.own.isEmpty() || other.own.equalsIgnoreCase(own))
                        && other.areas.stream().allMatch(area -> areas.stream().anyMatch(mine -> mine.covers(area)));
    }

    /**
     * A term of SQL about a table {@code container}, without a word that a person typed.
     *
     * @param name what the statement calls the table
     * @param arguments the term's are added to it
     */
    public String term(String name, List<Object> arguments) {
        if (isEverywhere()) {
            return "TRUE";
        }
        List<String> any = new ArrayList<>();
        for (Area area : areas) {
            List<String> all = new ArrayList<>();
            if (!area.sets().isEmpty()) {
                all.add(name + ".set_id IN (" + marks(area.sets()) + ")");
                arguments.addAll(area.sets());
            }
            if (!area.sites().isEmpty()) {
                all.add("EXISTS (SELECT 1 FROM container_site rs WHERE rs.container_id = " + name
                        + ".id AND rs.site_id IN (" + marks(area.sites()) + "))");
                arguments.addAll(area.sites());
            }
            any.add("(" + String.join(" AND ", all) + ")");
        }
        if (!own.isEmpty()) {
            any.add(name + ".sid = ?");
            arguments.add(own);
        }
        return any.isEmpty() ? "1 = 0" : "(" + String.join(" OR ", any) + ")";
    }

    private static String marks(Collection<?> values) {
        return String.join(", ", Collections.nCopies(values.size(), "?"));
    }
}

package dev.profilekeep.findings;

import dev.profilekeep.catalog.Reach;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * What somebody is held to, as terms of SQL. A finding is within it if its container is; one of a location or a repository, if that is.
 *
 * @param locations ids of the locations within reach
 * @param repositories ids of the repositories within reach
 */
record ReachSql(Reach reach, Set<String> locations, Set<String> repositories) {
    static final ReachSql EVERYWHERE = new ReachSql(Reach.EVERYWHERE, Set.of(), Set.of());

    static ReachSql of(Reach reach, Set<String> locations, Set<String> repositories) {
        return reach.isEverywhere() ? EVERYWHERE : new ReachSql(reach, Set.copyOf(locations), Set.copyOf(repositories));
    }

    boolean isEverywhere() {
        return reach.isEverywhere();
    }

    /** A term about {@code finding f}. */
    String findings() {
        return "(EXISTS (SELECT 1 FROM container rc WHERE rc.id = f.container_id AND " + containers("rc") + ")"
                + (locations.isEmpty()
                        ? ""
                        : " OR f.container_id IS NULL AND f.repository_id = '' AND f.location_id IN ("
                                + marks(locations) + ")")
                + (repositories.isEmpty()
                        ? ""
                        : " OR f.container_id IS NULL AND f.repository_id IN (" + marks(repositories) + ")")
                + ")";
    }

    List<Object> findingArguments() {
        List<Object> arguments = new ArrayList<>(containerArguments());
        arguments.addAll(locations);
        arguments.addAll(repositories);
        return arguments;
    }

    /** A term about {@code container}, by the name it has in the statement. */
    String containers(String name) {
        return reach.term(name, new ArrayList<>());
    }

    List<Object> containerArguments() {
        List<Object> arguments = new ArrayList<>();
        reach.term("c", arguments);
        return arguments;
    }

    private static String marks(Collection<?> values) {
        return String.join(", ", Collections.nCopies(values.size(), "?"));
    }
}

package dev.profilekeep.failover;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How people go from one site to another.
 *
 * @param from id of the site that is left
 * @param to id of the site they go to
 * @param sets ids of the sets whose active site changes
 * @param groups ids of the groups of people that go; empty for all that have an application group at {@code from}
 * @param applicationGroups for each application group at {@code from}, the one at {@code to} that takes its place
 * @param rtoMinutes within which people are to work again
 */
public record Plan(
        String id,
        String name,
        String from,
        String to,
        List<String> sets,
        List<String> groups,
        Map<String, String> applicationGroups,
        int rtoMinutes,
        List<Step> steps) {

    /**
     * @param hook null unless it is a {@link StepKind#HOOK}
     * @param minutes that it is expected to take
     */
    public record Step(StepKind kind, int minutes, @Nullable Hook hook) {}

    public Plan {
        sets = sets == null ? List.of() : List.copyOf(sets);
        groups = groups == null ? List.of() : List.copyOf(groups);
        applicationGroups = applicationGroups == null
                ? Map.of()
                : java.util.Collections.unmodifiableMap(new TreeMap<>(applicationGroups));
        steps = steps == null ? List.of() : List.copyOf(steps);
        id = id == null ? "" : id;
        name = name == null ? id : name;
        from = from == null ? "" : from;
        to = to == null ? "" : to;
    }
}

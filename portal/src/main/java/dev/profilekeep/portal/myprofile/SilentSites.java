package dev.profilekeep.portal.myprofile;

import dev.profilekeep.portal.myprofile.OwnLocks.Sighted;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Ids of sites of which nothing is said now: of each container those that could not tell of it, and of all of them those that were declared cut off. That one container cannot be told of
 * says nothing of another.
 *
 * @param untold by container: whether it is in use there is not known
 * @param unseen by container: whether it is there is not known either
 */
public record SilentSites(Map<Long, Set<String>> untold, Map<Long, Set<String>> unseen, Set<String> cutOff) {
    /** While every site can be asked. */
    static final SilentSites NONE = new SilentSites(Map.of(), Map.of(), Set.of());

    public SilentSites {
        untold = Map.copyOf(untold);
        unseen = Map.copyOf(unseen);
        cutOff = Set.copyOf(cutOff);
    }

    static SilentSites of(List<Sighted> sighted, Set<String> cutOff) {
        Map<Long, Set<String>> untold = new HashMap<>();
        Map<Long, Set<String>> unseen = new HashMap<>();
        sighted.forEach(one -> {
            untold.put(one.containerId(), one.silent());
            unseen.put(one.containerId(), one.unseen());
        });
        return new SilentSites(untold, unseen, cutOff);
    }

    /** Those of any container. */
    public Set<String> all() {
        return Stream.concat(untold.values().stream().flatMap(Set::stream), cutOff.stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Where nobody can say whether a container is in use. */
    Set<String> untold(long container) {
        return with(untold.getOrDefault(container, Set.of()));
    }

    /** Where nobody can say whether a container is there. */
    Set<String> unseen(long container) {
        return with(unseen.getOrDefault(container, Set.of()));
    }

    private Set<String> with(Set<String> own) {
        return Stream.concat(own.stream(), cutOff.stream()).collect(Collectors.toUnmodifiableSet());
    }
}

package dev.profilekeep.backup.check;

import dev.profilekeep.backup.snapshot.SnapshotHead;
import dev.profilekeep.container.ContainerIdentity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** What was found until now, and whom it concerns. Some 100 bytes for each snapshot of a container that is affected. One thread. */
final class Problems {
    /** Of which something can be missing. */
    record Cause(ProblemKind kind, String where) {}

    private final Map<Cause, String> what = new LinkedHashMap<>();
    private final Map<Cause, Map<ContainerIdentity, TreeMap<Instant, UUID>>> affected = new LinkedHashMap<>();

    /** Something is wrong, whether or not somebody needs it. */
    Cause add(ProblemKind kind, String where, String why) {
        Cause cause = new Cause(kind, where);
        what.putIfAbsent(cause, why);
        return cause;
    }

    boolean has(Cause cause) {
        return what.containsKey(cause);
    }

    /** A container's snapshot misses what lies there. */
    void affects(Cause cause, String why, SnapshotHead snapshot, ContainerIdentity container) {
        what.putIfAbsent(cause, why);
        affected.computeIfAbsent(cause, any -> new LinkedHashMap<>())
                .computeIfAbsent(container, any -> new TreeMap<>())
                .put(snapshot.made(), snapshot.id());
    }

    /** Whether somebody misses something that causes of a kind tell of. */
    boolean hasAffected(ProblemKind kind) {
        return affected.keySet().stream().anyMatch(cause -> cause.kind() == kind);
    }

    /** The worst first. */
    List<Problem> all() {
        List<Problem> all = new ArrayList<>();
        what.forEach((cause, why) -> {
            List<Affected> whom = new ArrayList<>();
            affected.getOrDefault(cause, Map.of())
                    .forEach((container, snapshots) -> whom.add(new Affected(container, snapshots)));
            all.add(new Problem(cause.kind(), cause.where(), why, whom));
        });
        all.sort(Comparator.comparing(Problem::severity).reversed());
        return all;
    }
}

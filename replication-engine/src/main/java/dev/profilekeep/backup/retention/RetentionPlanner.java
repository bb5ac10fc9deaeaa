package dev.profilekeep.backup.retention;

import dev.profilekeep.backup.decision.Decision;
import dev.profilekeep.backup.decision.DecisionDamagedException;
import dev.profilekeep.backup.decision.Decisions;
import dev.profilekeep.backup.decision.Standing;
import dev.profilekeep.backup.snapshot.ContainerFacts;
import dev.profilekeep.backup.snapshot.OpenSnapshot;
import dev.profilekeep.backup.snapshot.SnapshotSource;
import dev.profilekeep.backup.snapshot.Snapshots;
import dev.profilekeep.config.RetentionRule;
import dev.profilekeep.container.ContainerIdentity;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Applies rules of retention to all snapshots of a repository. Some 200 bytes of memory for each snapshot of a container. */
public final class RetentionPlanner {
    private final Snapshots snapshots;
    private final Decisions decisions;

    public RetentionPlanner(Snapshots snapshots, Decisions decisions) {
        this.snapshots = snapshots;
        this.decisions = decisions;
    }

    /**
     * What goes by the rules. Only reads. What is dated ahead of the storage's clock stays until its time has come.
     *
     * @param rules for each container; empty for one whose snapshots all stay
     * @param zone whose days count
     * @throws DecisionDamagedException naming them, if decisions cannot be read: a pin or a hold may be among them, so nobody knows what may go
     */
    public RetentionPlan plan(Function<ContainerIdentity, Optional<RetentionRule>> rules, ZoneId zone)
            throws IOException {
        Standing standing = readable().standing();
        Instant now = decisions.nowForReading();
        Map<String, ContainerIdentity> identities = new LinkedHashMap<>();
        Map<String, List<RestorePoint>> points = new HashMap<>();
        Set<UUID> damaged = new HashSet<>();
        snapshots.forEach(new Snapshots.Visitor() {
            @Override
            public void snapshot(OpenSnapshot snapshot) {
                for (ContainerFacts facts : snapshot.containers()) {
                    String key = facts.identity().key();
                    UUID id = snapshot.head().id();
                    if (!standing.isToBeForgotten(id, key)) {
                        identities.putIfAbsent(key, facts.identity());
                        points.computeIfAbsent(key, any -> new ArrayList<>())
                                .add(new RestorePoint(id, moment(snapshot, facts)));
                    }
                }
            }

            @Override
            public void damaged(UUID id, IOException why) {
                damaged.add(id);
            }
        });
        List<RetentionPlan.OfContainer> containers = new ArrayList<>();
        identities.forEach((key, identity) -> {
            List<RestorePoint> all = points.getOrDefault(key, List.of());
            Set<UUID> pinned = new HashSet<>();
            for (RestorePoint point : all) {
                if (standing.isPinned(point.snapshot(), key)) {
                    pinned.add(point.snapshot());
                }
            }
            var kept = new Retention.Kept(pinned, standing.isHeld(key));
            containers.add(new RetentionPlan.OfContainer(
                    identity, Retention.decide(rules.apply(identity), all, zone, kept, now)));
        });
        return new RetentionPlan(containers, damaged);
    }

    private Decisions.All readable() throws IOException {
        Decisions.All all = decisions.read();
        if (!all.damaged().isEmpty()) {
            throw new DecisionDamagedException(
                    "nothing is forgotten, as nobody knows what these decisions protect (pins and holds are among such): "
                            + all.damaged().stream()
                                    .map(one -> String.valueOf(one.why().getMessage()))
                                    .sorted()
                                    .collect(Collectors.joining("; "))
                            + ". Put the files back from a copy of the repository; or remove them by hand, after deciding anew what they said");
        }
        return all;
    }

    private static Instant moment(OpenSnapshot snapshot, ContainerFacts facts) {
        return facts.source() instanceof SnapshotSource.OfStorage taken
                ? taken.taken()
                : snapshot.head().made();
    }

    /**
     * Decides to forget what goes by a plan, one decision for each snapshot. Who dies between two goes on with a new plan. Holds and pins that came since the
     * plan was made count.
     *
     * @param policy on whose behalf
     * @param delay until it takes effect; {@link Decisions#DELAY} where nobody said otherwise
     * @return how many decisions were made
     * @throws DecisionDamagedException as {@link #plan} does; then none was made
     */
    public int decide(RetentionPlan plan, String policy, Duration delay) throws IOException {
        readable();
        int made = 0;
        for (Map.Entry<UUID, Set<String>> going : plan.going().entrySet()) {
            decisions.decide(
                    policy,
                    "not kept by the rule of retention",
                    new Decision.Forget(going.getKey(), going.getValue(), delay));
            made++;
        }
        return made;
    }
}

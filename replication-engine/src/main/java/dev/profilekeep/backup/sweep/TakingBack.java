package dev.profilekeep.backup.sweep;

import dev.profilekeep.backup.decision.Decision;
import dev.profilekeep.backup.decision.Decisions;
import dev.profilekeep.backup.decision.Standing;
import dev.profilekeep.backup.live.LongSet;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.seal.SealException;
import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.backup.snapshot.ContainerFacts;
import dev.profilekeep.backup.snapshot.OpenSnapshot;
import dev.profilekeep.backup.snapshot.SnapshotDamagedException;
import dev.profilekeep.backup.store.RepositoryFiles;
import dev.profilekeep.content.ContentMap;
import dev.profilekeep.content.MapDamagedException;
import dev.profilekeep.storage.StorageException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Takes back what was decided to forget, container by container, where all of it is there again: if that took effect within the trash's time, or something of it lay in the trash alone. What a prune
 * has not seen yet, and what left the trash for good, stays as it was decided. One thread.
 */
final class TakingBack {
    /**
     * When prunes acted.
     *
     * @param from what took effect since is taken back
     * @param until what took effect later no prune has seen, but for {@link Decisions#SETTLING}
     * @param trash how long something lies there
     */
    record Time(Instant from, Instant until, Duration trash) {}

    private final Repository repository;
    private final Time time;
    private final Map<UUID, RepositoryFiles.Trashed> inTrash = new HashMap<>();
    private final List<UUID> snapshots;
    private final List<Decision> decisions;
    private final Standing standing;
    private final Instant now;
    private final LongSet onlyInTrash;
    /** Names of containers, by snapshot; of those that have any that may come back. */
    private final Map<UUID, Set<String>> containers = new HashMap<>();

    private final Map<UUID, Set<String>> coming = new HashMap<>();
    private final Map<UUID, Set<String>> lost = new HashMap<>();

    /**
     * @param trashed snapshots of it come back
     * @param onlyInTrash what lay in packs of the trash and in no other; they are back and listed
     */
    TakingBack(Repository repository, Time time, List<RepositoryFiles.Trashed> trashed, LongSet onlyInTrash)
            throws IOException {
        this.repository = repository;
        this.time = time;
        this.onlyInTrash = onlyInTrash;
        this.now = repository.decisions().now();
        this.decisions = repository.decisions().read().decisions();
        this.standing = new Decisions.All(decisions, List.of()).standing();
        this.snapshots = new ArrayList<>(repository.snapshots().list());
        for (RepositoryFiles.Trashed file : trashed) {
            if (file.kind() == SealedKind.SNAPSHOT && inTrash.put(file.id(), file) == null) {
                snapshots.add(file.id());
            }
        }
    }

    void run() throws IOException {
        try (ReturnedMaps maps = new ReturnedMaps(repository, onlyInTrash)) {
            forEach((facts, snapshot, map, recent) -> maps.look(map));
            maps.looked();
            forEach((facts, snapshot, map, recent) -> {
                ReturnedMaps.Verdict verdict = maps.verdict(map);
                Map<UUID, Set<String>> where = !verdict.whole() ? lost : coming;
                if (!verdict.whole() || recent || verdict.fromTrash()) {
                    where.computeIfAbsent(snapshot, id -> new HashSet<>())
                            .add(facts.identity().key());
                }
            });
        }
        lost.forEach((snapshot, keys) ->
                coming.getOrDefault(snapshot, new HashSet<>()).removeAll(keys));
        for (Map.Entry<UUID, Set<String>> snapshot : coming.entrySet()) {
            takeBack(snapshot.getKey(), snapshot.getValue());
        }
    }

    /** Is told of each that a prune can have taken something of. */
    private interface Visitor {
        /** @param recent whether it took effect within the trash's time */
        void map(ContainerFacts facts, UUID snapshot, ContentMap map, boolean recent) throws IOException;
    }

    private void forEach(Visitor visitor) throws IOException {
        for (UUID id : snapshots) {
            try (OpenSnapshot snapshot = open(id)) {
                forEach(snapshot, visitor);
            } catch (StorageException.NotFound | SealException | SnapshotDamagedException e) {
                // a check tells of it; what was decided about it stands
            }
        }
    }

    private OpenSnapshot open(UUID id) throws IOException {
        RepositoryFiles.Trashed trashed = inTrash.get(id);
        return trashed == null
                ? repository.snapshots().open(id)
                : repository.snapshots().openTrashed(trashed);
    }

    private void forEach(OpenSnapshot snapshot, Visitor visitor) throws IOException {
        UUID id = snapshot.head().id();
        List<ContainerFacts> all = snapshot.containers();
        Instant from = from(id, all);
        for (int i = 0; i < all.size(); i++) {
            ContainerFacts facts = all.get(i);
            Optional<Instant> at = standing.forgottenAt(id, facts.identity().key());
            if (at.filter(effect -> !effect.plus(Decisions.SETTLING).isAfter(time.until()))
                    .isEmpty()) {
                continue;
            }
            containers.computeIfAbsent(id, any -> {
                Set<String> keys = new HashSet<>();
                all.forEach(each -> keys.add(each.identity().key()));
                return keys;
            });
            ContentMap map;
            try {
                map = snapshot.map(i);
            } catch (SealException | MapDamagedException e) {
                lost.computeIfAbsent(id, any -> new HashSet<>())
                        .add(facts.identity().key());
                continue;
            }
            visitor.map(facts, id, map, !at.get().isBefore(from));
        }
    }

    /** Who prunes late trashes what was forgotten long ago: of a snapshot that went, the last effect counts. */
    private Instant from(UUID snapshot, List<ContainerFacts> all) {
        if (!inTrash.containsKey(snapshot)) {
            return time.from();
        }
        Instant last = all.stream()
                .flatMap(
                        facts -> standing.forgottenAt(snapshot, facts.identity().key()).stream())
                .max(Comparator.naturalOrder())
                .map(effect -> effect.minus(time.trash()))
                .orElse(time.from());
        return last.isBefore(time.from()) ? last : time.from();
    }

    private void takeBack(UUID snapshot, Set<String> keys) throws IOException {
        for (Decision decision : decisions) {
            if (decision.act() instanceof Decision.Forget forget
                    && forget.snapshot().equals(snapshot)) {
                Standing alone = alone(decision);
                boolean concerns = keys.stream().anyMatch(key -> alone.isForgotten(snapshot, key, now));
                if (concerns) {
                    keepForOthers(decision, forget, alone, keys);
                    repository.decisions().remove(decision.id());
                }
            }
        }
    }

    /** What follows if no other decision forgets anything of that snapshot. */
    private Standing alone(Decision only) {
        UUID snapshot = ((Decision.Forget) only.act()).snapshot();
        List<Decision> left = decisions.stream()
                .filter(each -> each.id().equals(only.id())
                        || !(each.act() instanceof Decision.Forget other)
                        || !other.snapshot().equals(snapshot))
                .toList();
        return new Decisions.All(left, List.of()).standing();
    }

    /**
     * Decides anew what a decision says of others, before it is removed: who dies between leaves both, which say the same. What is gone is given up too, for a hold that began
     * after its end would bring it back as a backup that nobody can read.
     */
    private void keepForOthers(Decision decision, Decision.Forget forget, Standing alone, Set<String> coming)
            throws IOException {
        boolean revoked = decisions.stream()
                .anyMatch(each -> each.act() instanceof Decision.Revoke revoke
                        && revoke.forget().equals(decision.id()));
        Map<Duration, Set<String>> others = new HashMap<>();
        Set<String> covered = forget.containers().isEmpty()
                ? containers.getOrDefault(forget.snapshot(), Set.of())
                : forget.containers();
        for (String key : covered) {
            Optional<Instant> effect = alone.forgottenAt(forget.snapshot(), key);
            if (coming.contains(key) || (effect.isEmpty() && revoked)) {
                continue;
            }
            Duration left = effect.map(at -> Duration.between(now, at)).orElse(forget.delay()); // else it is protected
            others.computeIfAbsent(left.isNegative() ? Duration.ZERO : left, any -> new HashSet<>())
                    .add(key);
            if (lost.getOrDefault(forget.snapshot(), Set.of()).contains(key)
                    && !standing.isGivenUp(forget.snapshot(), key)) {
                decide(decision, new Decision.GiveUp(forget.snapshot(), key));
            }
        }
        for (Map.Entry<Duration, Set<String>> other : others.entrySet()) {
            decide(decision, new Decision.Forget(forget.snapshot(), other.getValue(), other.getKey()));
        }
    }

    private void decide(Decision instead, Decision.Act act) throws IOException {
        repository.decisions().decide(instead.who(), instead.reason(), act);
    }
}

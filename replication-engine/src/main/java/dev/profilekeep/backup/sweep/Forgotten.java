package dev.profilekeep.backup.sweep;

import dev.profilekeep.backup.decision.Decision;
import dev.profilekeep.backup.decision.Decisions;
import dev.profilekeep.backup.decision.Standing;
import dev.profilekeep.backup.live.SnapshotMaps;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.snapshot.OpenSnapshot;
import dev.profilekeep.backup.snapshot.Snapshots;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What is forgotten, as whoever removes something must see it: so long ago that no decision can appear any more that was made before. */
final class Forgotten {
    private final Repository repository;
    private final List<UUID> snapshots;
    private final List<Decision> decisions;
    private final Standing standing;
    private final Instant now;

    private Forgotten(Repository repository, List<UUID> snapshots, List<Decision> decisions, Instant now) {
        this.repository = repository;
        this.snapshots = snapshots;
        this.decisions = decisions;
        this.standing = new Decisions.All(decisions, List.of()).standing();
        this.now = now;
    }

    /** @throws IOException if a decision cannot be read; a sentence */
    static Forgotten read(Repository repository) throws IOException {
        Instant now = repository.decisions().now();
        Decisions.All all = repository.decisions().read();
        if (!all.damaged().isEmpty()) {
            throw new IOException(
                    "nothing is removed, as nobody knows what a damaged decision protects; check the repository: "
                            + all.damaged().get(0).why().getMessage());
        }
        return new Forgotten(repository, repository.snapshots().newestFirst(), all.decisions(), now);
    }

    /** The maps of all others. */
    SnapshotMaps others() {
        return new SnapshotMaps(repository.snapshots(), snapshots, standing, settled());
    }

    private Instant settled() {
        return now.minus(Decisions.SETTLING);
    }

    /** The snapshots of which nothing is left; one that cannot be read is none of them. */
    Set<UUID> whole() throws IOException {
        Set<UUID> whole = new HashSet<>();
        repository.snapshots().forEach(snapshots, new Snapshots.Visitor() {
            @Override
            public void snapshot(OpenSnapshot snapshot) {
                UUID id = snapshot.head().id();
                boolean all = !snapshot.containers().isEmpty()
                        && snapshot.containers().stream()
                                .allMatch(facts -> standing.isForgotten(
                                        id, facts.identity().key(), settled()));
                if (all) {
                    whole.add(id);
                }
            }

            @Override
            public void damaged(UUID id, IOException why) {}
        });
        return whole;
    }

    /**
     * Decisions that concern nothing that is there any more.
     *
     * @param age that they must have
     * @param inTrash snapshots that may come back
     */
    List<UUID> idle(Duration age, Set<UUID> inTrash) {
        Set<UUID> forgets = new HashSet<>();
        List<UUID> idle = new ArrayList<>();
        for (Decision decision : decisions) {
            if (concerns(decision.act(), inTrash) && decision.act() instanceof Decision.Forget) {
                forgets.add(decision.id());
            }
        }
        for (Decision decision : decisions) {
            boolean needed = decision.act() instanceof Decision.Revoke revoke
                    ? forgets.contains(revoke.forget())
                    : concerns(decision.act(), inTrash);
            if (!needed && decision.made().plus(age).isBefore(now)) {
                idle.add(decision.id());
            }
        }
        return idle;
    }

    private boolean concerns(Decision.Act act, Set<UUID> inTrash) {
        UUID snapshot = null;
        if (act instanceof Decision.Pin pin) {
            snapshot = pin.snapshot();
        } else if (act instanceof Decision.Unpin unpin) {
            snapshot = unpin.snapshot();
        } else if (act instanceof Decision.Forget forget) {
            snapshot = forget.snapshot();
        } else if (act instanceof Decision.GiveUp lost) {
            snapshot = lost.snapshot();
        }
        return snapshot == null || snapshots.contains(snapshot) || inTrash.contains(snapshot);
    }
}

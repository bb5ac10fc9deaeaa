package dev.profilekeep.backup.run;

import dev.profilekeep.backup.decision.Decisions;
import dev.profilekeep.backup.decision.Standing;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.snapshot.ContainerFacts;
import dev.profilekeep.backup.snapshot.OpenSnapshot;
import dev.profilekeep.backup.snapshot.SnapshotSource;
import dev.profilekeep.backup.snapshot.Snapshots;
import dev.profilekeep.backup.store.StorageClock;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.content.ContentMap;
import dev.profilekeep.storage.StorageException;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The newest backup of each container; one that is dated ahead of the storage's clock is it only where there is no other, for it would stand before those of today until its time comes. Takes some hundred bytes for each, and keeps a few snapshots open. One thread.
 */
public final class EarlierBackups implements Closeable {
    private static final int KEPT_OPEN = 8;

    /**
     * Where a container was backed up last.
     *
     * @param container its place in the snapshot
     */
    public record Last(UUID snapshot, int container, Instant made, ContainerFacts facts) {
        /** Of what it shows. */
        Instant moment() {
            return facts.source() instanceof SnapshotSource.OfStorage taken ? taken.taken() : made;
        }
    }

    /**
     * All that is known of it.
     *
     * @param moment of what it shows
     */
    record Known(Instant moment, ContainerFacts facts, ContentMap map, ContainerEnvelope envelope) {}

    private final Snapshots snapshots;
    private final Instant now;
    private final Map<String, Last> last = new HashMap<>();
    private final List<String> damaged = new ArrayList<>();
    private final Map<UUID, OpenSnapshot> open = new LinkedHashMap<>(KEPT_OPEN, 0.75f, true);

    private EarlierBackups(Snapshots snapshots, Instant now) {
        this.snapshots = snapshots;
        this.now = now;
    }

    /**
     * Reads the tables of all snapshots. To rest a new backup on it, the session must have begun before. What is forgotten is passed over, for its chunks may be gone; so is everything while a decision
     * cannot be read, as it may be one that forgets.
     */
    public static EarlierBackups read(Repository repository) throws IOException {
        return read(repository, repository.snapshots().list());
    }

    /** The same of these snapshots alone; one that is not there is passed over. */
    static EarlierBackups read(Repository repository, List<UUID> snapshots) throws IOException {
        Decisions.All decisions = repository.decisions().read();
        EarlierBackups all = new EarlierBackups(
                repository.snapshots(), repository.decisions().now());
        decisions
                .damaged()
                .forEach(one -> all.damaged.add(String.valueOf(one.why().getMessage())));
        if (!all.damaged.isEmpty()) {
            return all;
        }
        Standing standing = decisions.standing();
        repository.snapshots().forEach(snapshots, new Snapshots.Visitor() {
            @Override
            public void snapshot(OpenSnapshot snapshot) {
                all.add(snapshot, standing);
            }

            @Override
            public void damaged(UUID id, IOException why) {
                all.damaged.add(String.valueOf(why.getMessage()));
            }
        });
        return all;
    }

    private void add(OpenSnapshot snapshot, Standing standing) {
        List<ContainerFacts> containers = snapshot.containers();
        for (int i = 0; i < containers.size(); i++) {
            ContainerFacts facts = containers.get(i);
            if (standing.isForgotten(snapshot.head().id(), facts.identity().key(), now)) {
                continue;
            }
            var one = new Last(snapshot.head().id(), i, snapshot.head().made(), facts);
            last.merge(facts.identity().key(), one, this::newer);
        }
    }

    private Last newer(Last one, Last other) {
        boolean ahead = isAhead(one);
        if (ahead != isAhead(other)) {
            return ahead ? other : one;
        }
        return one.made().isAfter(other.made()) ? one : other;
    }

    private boolean isAhead(Last one) {
        return StorageClock.isAhead(one.made(), now);
    }

    /** What is wrong with snapshots that could not be read, each a sentence. */
    public List<String> damaged() {
        return List.copyOf(damaged);
    }

    public Optional<Last> of(ContainerIdentity identity) {
        return Optional.ofNullable(last.get(identity.key()));
    }

    /** The moment after which nothing of it is in a backup yet. That of one dated ahead says nothing. */
    Instant since(ContainerIdentity identity) {
        return of(identity).filter(one -> !isAhead(one)).map(Last::moment).orElse(Instant.MIN);
    }

    /** Reads what a snapshot has of a container; empty if it cannot be read, or is gone meanwhile. */
    Optional<Known> known(Last where) throws IOException {
        try {
            OpenSnapshot snapshot = open(where.snapshot());
            return Optional.of(new Known(
                    where.moment(),
                    where.facts(),
                    snapshot.map(where.container()),
                    ContainerEnvelope.decode(snapshot.envelope(where.container()))));
        } catch (StorageException.NotFound
                | dev.profilekeep.backup.seal.SealException
                | dev.profilekeep.backup.snapshot.SnapshotDamagedException
                | dev.profilekeep.content.MapDamagedException e) {
            damaged.add(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private OpenSnapshot open(UUID id) throws IOException {
        OpenSnapshot snapshot = open.get(id);
        if (snapshot == null) {
            snapshot = snapshots.open(id);
            open.put(id, snapshot);
            if (open.size() > KEPT_OPEN) {
                UUID oldest = open.keySet().iterator().next();
                OpenSnapshot closed = open.remove(oldest);
                if (closed != null) {
                    closed.close();
                }
            }
        }
        return snapshot;
    }

    @Override
    public void close() throws IOException {
        for (OpenSnapshot snapshot : open.values()) {
            snapshot.close();
        }
        open.clear();
    }
}

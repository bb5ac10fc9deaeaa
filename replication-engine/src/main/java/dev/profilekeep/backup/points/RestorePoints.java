package dev.profilekeep.backup.points;

import dev.profilekeep.backup.decision.Decisions;
import dev.profilekeep.backup.decision.Standing;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.backup.snapshot.ContainerFacts;
import dev.profilekeep.backup.snapshot.OpenSnapshot;
import dev.profilekeep.backup.snapshot.SnapshotSource;
import dev.profilekeep.backup.snapshot.Snapshots;
import dev.profilekeep.backup.store.StorageClock;
import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What can be restored, as it was when the repositories were last read. What is forgotten by now is left out. Safe for several threads.
 */
public final class RestorePoints {
    private static final Logger LOG = LoggerFactory.getLogger(RestorePoints.class);
    /** The newest moment of a group; one that is dated ahead ({@link StorageClock#latest}, its one argument) only where there is no other. */
    static final String NEWEST = "COALESCE(MAX(CASE WHEN moment <= ? THEN moment END), MAX(moment))";

    private static final String STANDING = " AND (goes_at IS NULL OR goes_at > ?)";

    private final Database database;
    private final RepositoryMeasures measures;
    private final Clock clock;

    public RestorePoints(Database database, Clock clock) {
        this.database = database;
        this.measures = new RepositoryMeasures(database, clock);
        this.clock = clock;
    }

    /** How large repositories were whenever this took over what they have. */
    public RepositoryMeasures measures() {
        return measures;
    }

    /** All of a container, the newest moment first. @param containerKey {@link ContainerIdentity#key()} */
    public List<KnownPoint> of(String containerKey) {
        return database.<List<KnownPoint>, RuntimeException>call(session -> session.list(
                "SELECT * FROM restore_point WHERE container_key = ?" + STANDING
                        + " ORDER BY moment DESC, made DESC, repository_id",
                RestorePoints::point,
                containerKey,
                clock.instant()));
    }

    /** All of a person's containers, the newest moment first. */
    public List<KnownPoint> ofPerson(String sid) {
        return database.<List<KnownPoint>, RuntimeException>call(session -> session.list(
                "SELECT * FROM restore_point WHERE sid = ?" + STANDING
                        + " ORDER BY moment DESC, made DESC, repository_id",
                RestorePoints::point,
                sid,
                clock.instant()));
    }

    public Optional<KnownPoint> find(String repositoryId, UUID snapshot, int place) {
        return database.<Optional<KnownPoint>, RuntimeException>call(session -> session.first(
                "SELECT * FROM restore_point WHERE repository_id = ? AND snapshot_id = ? AND place = ?" + STANDING,
                RestorePoints::point,
                repositoryId,
                snapshot.toString(),
                place,
                clock.instant()));
    }

    /** The newest moment of each of these containers that has one, by its key. */
    public Map<String, Instant> newest(Collection<String> containerKeys) {
        Map<String, Instant> newest = new HashMap<>();
        database.<RuntimeException>run(session -> {
            for (String key : containerKeys) {
                session.first(
                                "SELECT " + NEWEST + " AS moment FROM restore_point WHERE container_key = ?" + STANDING,
                                row -> Optional.ofNullable(row.time("moment")),
                                StorageClock.latest(clock.instant()),
                                key,
                                clock.instant())
                        .flatMap(found -> found)
                        .ifPresent(moment -> newest.put(key, moment));
            }
        });
        return newest;
    }

    /**
     * Takes over what a repository has: opens snapshots that are new, drops those that are gone, applies what was decided about them, and measures it. What
     * is gone though nobody forgot it is kept in mind as removed, until it is back.
     *
     * @return what is wrong with snapshots that could not be read, each a sentence; they are looked at again the next time
     * @throws IOException if it cannot be read, or its folder does not hold it any more: an empty mount is no repository without snapshots
     */
    public List<String> refresh(String repositoryId, Repository repository) throws IOException {
        boolean other = isOther(repositoryId, repository);
        Set<String> decided = knownDecisions(repositoryId);
        Set<String> known = new HashSet<>(database.<List<String>, RuntimeException>call(session -> session.list(
                "SELECT DISTINCT snapshot_id FROM restore_point WHERE repository_id = ?",
                row -> row.text("snapshot_id"),
                repositoryId)));
        Set<String> unmeasured = new HashSet<>(database.<List<String>, RuntimeException>call(session -> session.list(
                "SELECT DISTINCT snapshot_id FROM restore_point WHERE repository_id = ? AND live_bytes IS NULL",
                row -> row.text("snapshot_id"),
                repositoryId)));
        List<UUID> there = repository.snapshots().list();
        Set<String> trashed = trashed(repository);
        List<UUID> fresh = there.stream()
                .filter(id -> !known.contains(id.toString()) || unmeasured.contains(id.toString()))
                .toList();
        there.forEach(id -> known.remove(id.toString()));
        List<String> damaged = new ArrayList<>();
        repository.snapshots().forEach(fresh, new Snapshots.Visitor() {
            @Override
            public void snapshot(OpenSnapshot snapshot) {
                add(repositoryId, snapshot);
            }

            @Override
            public void damaged(UUID id, IOException why) {
                damaged.add(String.valueOf(why.getMessage()));
            }
        });
        Decisions.All decisions = repository.decisions().read();
        decisions.damaged().forEach(one -> damaged.add(String.valueOf(one.why().getMessage())));
        Standing standing = decisions.standing();
        repository.requireThere();
        Instant storageNow = repository.decisions().nowForReading();
        makeState(repositoryId);
        Set<String> present = new HashSet<>(trashed);
        there.forEach(id -> present.add(id.toString()));
        database.<RuntimeException>run(session -> {
            RemovedFiles.begin(session, repositoryId);
            Instant now = clock.instant();
            if (other) {
                RemovedFiles.forget(session, repositoryId, known);
            } else {
                RemovedFiles.snapshots(session, repositoryId, known, standing, storageNow, now);
            }
            RemovedFiles.decisions(session, repositoryId, decided, decisions, present, now);
            RemovedFiles.back(
                    session, repositoryId, there.stream().map(UUID::toString).collect(Collectors.toSet()));
            decide(session, repositoryId, standing);
            settle(session, repositoryId, standing);
            seen(session, repositoryId, repository.id());
        });
        measures.take(repositoryId, repository);
        return damaged;
    }

    /** Whether the catalog knows another repository by this name. */
    private boolean isOther(String repositoryId, Repository repository) {
        return database.<Optional<String>, RuntimeException>call(session -> session.first(
                        "SELECT uuid FROM repository_state WHERE repository_id = ?",
                        row -> row.text("uuid"),
                        repositoryId))
                .filter(uuid -> !uuid.isEmpty() && !uuid.equals(repository.id().toString()))
                .isPresent();
    }

    private Set<String> knownDecisions(String repositoryId) {
        return database.<Set<String>, RuntimeException>call(session -> RemovedFiles.decisions(session, repositoryId));
    }

    private static Set<String> trashed(Repository repository) throws IOException {
        return repository.files().trash().stream()
                .filter(file -> file.kind() == SealedKind.SNAPSHOT)
                .map(file -> file.id().toString())
                .collect(Collectors.toSet());
    }

    /** Takes over what was decided about what a repository has. */
    void decided(String repositoryId, Repository repository) throws IOException {
        Set<String> known = knownDecisions(repositoryId);
        Decisions.All all = repository.decisions().read();
        Standing standing = all.standing();
        Set<String> present = trashed(repository);
        repository.snapshots().list().forEach(id -> present.add(id.toString()));
        repository.requireThere();
        makeState(repositoryId);
        database.<RuntimeException>run(session -> {
            RemovedFiles.begin(session, repositoryId);
            RemovedFiles.decisions(session, repositoryId, known, all, present, clock.instant());
            decide(session, repositoryId, standing);
            settle(session, repositoryId, standing);
        });
    }

    /** Takes over one snapshot that was just made. */
    public void add(String repositoryId, OpenSnapshot snapshot) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        List<ContainerFacts> containers = snapshot.containers();
        Instant made = snapshot.head().made();
        String id = snapshot.head().id().toString();
        for (int place = 0; place < containers.size(); place++) {
            ContainerFacts facts = containers.get(place);
            ContainerIdentity who = facts.identity();
            SnapshotSource source = facts.source();
            Instant moment = source instanceof SnapshotSource.OfStorage taken ? taken.taken() : made;
            rows.add(new @Nullable Object[] {
                repositoryId,
                id,
                place,
                who.key(),
                who.setId(),
                who.kind(),
                who.sid(),
                who.baseName(),
                facts.location(),
                facts.file().path().value(),
                moment,
                made,
                source instanceof SnapshotSource.OfStorage,
                facts.file().lastWriteTime(),
                facts.file().size(),
                false,
                null,
                live(snapshot, place)
            });
        }
        database.<RuntimeException>run(session -> {
            session.update("DELETE FROM restore_point WHERE repository_id = ? AND snapshot_id = ?", repositoryId, id);
            session.batch(
                    "INSERT INTO restore_point (repository_id, snapshot_id, place, container_key, set_id, kind, sid,"
                            + " base_name, location, path, moment, made, of_storage, written, file_bytes, pinned, goes_at,"
                            + " live_bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    rows);
        });
    }

    /** What counts in it; null if its map cannot be read, which is looked at again the next time. */
    private static @Nullable Long live(OpenSnapshot snapshot, int place) {
        try {
            return snapshot.map(place).chunkBytes();
        } catch (IOException e) {
            LOG.warn("snapshot={} {}", snapshot.head().id(), e.getMessage());
            return null;
        }
    }

    private static void decide(Session session, String repositoryId, Standing standing) throws SQLException {
        List<@Nullable Object[]> changes = new ArrayList<>();
        session.each(
                "SELECT snapshot_id, place, container_key, pinned, goes_at FROM restore_point WHERE repository_id = ?",
                row -> {
                    UUID snapshot = UUID.fromString(row.text("snapshot_id"));
                    String key = row.text("container_key");
                    boolean pinned = standing.isPinned(snapshot, key);
                    Instant goes = standing.forgottenAt(snapshot, key).orElse(null);
                    Instant before = row.time("goes_at");
                    boolean same = goes == null
                            ? before == null
                            : before != null && goes.getEpochSecond() == before.getEpochSecond();
                    if (pinned != row.flag("pinned") || !same) {
                        changes.add(new @Nullable Object[] {
                            pinned, goes, repositoryId, snapshot.toString(), row.integer("place")
                        });
                    }
                },
                repositoryId);
        session.batch(
                "UPDATE restore_point SET pinned = ?, goes_at = ?"
                        + " WHERE repository_id = ? AND snapshot_id = ? AND place = ?",
                changes);
    }

    /** A container of which much was rewritten is told of until a person releases its hold. */
    private void settle(Session session, String repositoryId, Standing standing) throws SQLException {
        List<String> released = session
                .list(
                        "SELECT container_key FROM container_alarm WHERE repository_id = ? AND held = TRUE"
                                + " AND settled_at IS NULL",
                        row -> row.text("container_key"),
                        repositoryId)
                .stream()
                .filter(key -> !standing.isHeld(key))
                .toList();
        for (String key : released) {
            session.update("UPDATE container_alarm SET settled_at = ? WHERE container_key = ?", clock.instant(), key);
        }
    }

    private void seen(Session session, String repositoryId, UUID uuid) throws SQLException {
        session.update(
                "UPDATE repository_state SET uuid = ?, read_at = ?, problem = '', problem_since = NULL"
                        + " WHERE repository_id = ?",
                uuid.toString(),
                clock.instant(),
                repositoryId);
    }

    /** Keeps that a repository could be read. */
    public void readable(String repositoryId) {
        makeState(repositoryId);
        database.<RuntimeException>run(session -> session.update(
                "UPDATE repository_state SET problem = '', problem_since = NULL WHERE repository_id = ?",
                repositoryId));
    }

    /** A repository was opened: what was wrong with it before is over. Costs little where nothing was. */
    public void opened(String repositoryId) {
        database.<RuntimeException>run(session -> session.update(
                "UPDATE repository_state SET problem = '', problem_since = NULL"
                        + " WHERE repository_id = ? AND problem <> ''",
                repositoryId));
    }

    /** Keeps that a repository could not be read, and since when. */
    public void unreadable(String repositoryId, String why) {
        makeState(repositoryId);
        database.<RuntimeException>run(session -> {
            session.update(
                    "UPDATE repository_state SET problem = ?, problem_since = COALESCE(problem_since, ?)"
                            + " WHERE repository_id = ?",
                    why.length() > 2000 ? why.substring(0, 2000) : why,
                    clock.instant(),
                    repositoryId);
        });
    }

    /** Another thread or node may make the row in the same moment: then it is there all the same. */
    private void makeState(String repositoryId) {
        try {
            database.<RuntimeException>run(session -> session.update(
                    "INSERT INTO repository_state (repository_id, uuid, read_at, problem, problem_since)"
                            + " SELECT ?, '', NULL, '', NULL"
                            + " WHERE NOT EXISTS (SELECT 1 FROM repository_state WHERE repository_id = ?)",
                    repositoryId,
                    repositoryId));
        } catch (CatalogException e) {
            boolean there = database.<Boolean, RuntimeException>call(session ->
                    session.number("SELECT COUNT(*) FROM repository_state WHERE repository_id = ?", repositoryId) > 0);
            if (!there) {
                throw e;
            }
        }
    }

    private static KnownPoint point(Row row) throws SQLException {
        return new KnownPoint(
                row.text("repository_id"),
                UUID.fromString(row.text("snapshot_id")),
                row.integer("place"),
                new ContainerIdentity(
                        row.text("set_id"),
                        ContainerKind.valueOf(row.text("kind")),
                        row.text("sid"),
                        row.text("base_name")),
                row.text("location"),
                row.text("path"),
                row.when("moment"),
                row.when("made"),
                row.flag("of_storage"),
                StoredFile.toInstant(row.number("written")),
                row.number("file_bytes"),
                row.flag("pinned"),
                Optional.ofNullable(row.time("goes_at")));
    }
}

package dev.profilekeep.backup.estate;

import dev.profilekeep.backup.chunk.RepositoryFault;
import dev.profilekeep.backup.estate.DueContainers.Route;
import dev.profilekeep.backup.points.Repositories;
import dev.profilekeep.backup.points.RestorePoints;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.run.BackupProgress;
import dev.profilekeep.backup.run.BackupResult;
import dev.profilekeep.backup.run.BackupRun;
import dev.profilekeep.backup.run.BackupRun.Order;
import dev.profilekeep.backup.run.BackupSource;
import dev.profilekeep.backup.snapshot.OpenSnapshot;
import dev.profilekeep.backup.snapshot.SnapshotHead;
import dev.profilekeep.backup.store.StorageClock;
import dev.profilekeep.backup.turn.TurnLostException;
import dev.profilekeep.backup.writer.WriterLostException;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.content.MapMaker.Extent;
import dev.profilekeep.disk.content.ChunkSizes;
import dev.profilekeep.disk.content.ContentReader;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.layer.SlicedFile;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Backs containers of one location up into a snapshot of the repository that they belong to, and makes it known to the catalog. Safe for several threads. */
final class Reading implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Reading.class);
    /** More read no faster: the digest of one thread keeps up with most disks. */
    private static final int MOST_THREADS = 8;
    /** So many of a container's last backups are looked for its newest one, if some are damaged. */
    private static final int EARLIER = 2;

    private final ProfileKeepConfig config;
    private final Database database;
    private final Repositories repositories;
    private final RestorePoints points;
    private final BiFunction<String, Initiator, StorageProvider> storages;
    private final SlicedFile.Slices slices;
    private final Clock clock;
    private final int count = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
    private final ExecutorService threads = Executors.newFixedThreadPool(count, task -> {
        Thread thread = new Thread(task, "backup-reader");
        thread.setDaemon(true);
        return thread;
    });

    Reading(
            ProfileKeepConfig config,
            Database database,
            Repositories repositories,
            RestorePoints points,
            BiFunction<String, Initiator, StorageProvider> storages,
            SlicedFile.Slices slices,
            Clock clock) {
        this.config = config;
        this.database = database;
        this.repositories = repositories;
        this.points = points;
        this.storages = storages;
        this.slices = slices;
        this.clock = clock;
    }

    /**
     * Backs them up.
     *
     * @param shard how the snapshot calls them
     * @param orAsStored whether one in use is read as of the latest moment that its storage keeps
     * @throws IOException a sentence, if the repository cannot be opened or written to; its state says so too
     */
    BackupResult run(
            Route route, String shard, List<Due> due, Initiator initiator, boolean orAsStored, BackupProgress progress)
            throws IOException {
        Repository repository = open(route.repositoryId());
        StorageProvider storage = storages.apply(route.locationId(), initiator);
        String location = config.locationName(route.locationId());
        List<Order> orders = due.stream()
                .map(one -> new Order(
                        new BackupSource(storage, location, one.path(), one.identity()),
                        one.whole() ? Extent.FULL : Extent.CHANGED))
                .toList();
        BackupResult result = run(
                route.repositoryId(),
                new BackupRun(
                        repository, new ContentReader(threads, count), ChunkSizes.STANDARD, slices, clock, orAsStored),
                shard,
                orders,
                earlier(route.repositoryId(), due),
                progress);
        result.warnings().forEach(warning -> LOG.warn("repository={} {}", route.repositoryId(), warning));
        SnapshotHead head = result.snapshot();
        if (head != null) {
            try (OpenSnapshot snapshot = repository.snapshots().open(head.id())) {
                points.add(route.repositoryId(), snapshot);
            }
        }
        return result;
    }

    /** What a source did is in the outcome: what is thrown here, the repository did. */
    private BackupResult run(
            String repositoryId,
            BackupRun run,
            String shard,
            List<Order> orders,
            Set<UUID> earlier,
            BackupProgress progress)
            throws IOException {
        try {
            return run.run(shard, orders, earlier, progress);
        } catch (TurnLostException | WriterLostException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException("repository '" + repositoryId + "': " + RepositoryFault.sentence(e), e);
        }
    }

    private Repository open(String id) throws IOException {
        try {
            Repository repository = repositories.open(id);
            points.opened(id);
            return repository;
        } catch (IOException | IllegalArgumentException e) {
            String why = "repository '" + id + "' cannot be opened: " + e.getMessage();
            points.unreadable(id, String.valueOf(e.getMessage()));
            throw new IOException(why, e);
        }
    }

    /** Takes over all that a repository has. That it could not be read is kept, and no failure of what was backed up. */
    void refresh(String repositoryId) {
        try {
            points.refresh(repositoryId, open(repositoryId))
                    .forEach(damaged -> LOG.warn("repository={} {}", repositoryId, damaged));
        } catch (IOException e) {
            LOG.warn("repository={} could not be read: {}", repositoryId, e.getMessage());
            points.unreadable(repositoryId, String.valueOf(e.getMessage()));
        }
    }

    /** The snapshots that have the newest backups of these, as far as the catalog knows; what is dated ahead comes after all others. */
    private Set<UUID> earlier(String repositoryId, List<Due> due) {
        Set<UUID> snapshots = new HashSet<>();
        database.<RuntimeException>run(session -> {
            for (Due one : due) {
                session.each(
                        "SELECT snapshot_id FROM restore_point WHERE container_key = ? AND repository_id = ?"
                                + " AND (goes_at IS NULL OR goes_at > ?) ORDER BY CASE WHEN made > ? THEN 1 ELSE 0 END, made DESC"
                                + " LIMIT " + EARLIER,
                        row -> snapshots.add(UUID.fromString(row.text("snapshot_id"))),
                        one.identity().key(),
                        repositoryId,
                        clock.instant(),
                        StorageClock.latest(clock.instant()));
            }
        });
        return snapshots;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}

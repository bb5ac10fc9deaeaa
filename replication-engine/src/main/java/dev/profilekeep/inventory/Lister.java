package dev.profilekeep.inventory;

import dev.profilekeep.catalog.AccountOrder;
import dev.profilekeep.catalog.CatalogJson;
import dev.profilekeep.catalog.SearchText;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.config.SetConfig;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Lists one location into the catalog's items. What is half done is done again from the start. */
final class Lister {
    private static final int BATCH = 500;
    private static final long PROGRESS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final String INSERT =
            "INSERT INTO inventory_item (run_id, location_id, part, path_key, path, folder,"
                    + " identity_key, set_id, kind, sid, account, account_sort, base_name, search, sidecars, differences, size,"
                    + " allocated, created, written, changed, file_id, attributes, outcome)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '')";

    private final long runId;
    private final LocationConfig location;
    private final SetConfig set;
    private final int shardSize;
    private final Database database;
    private final RunLease lease;
    private final Runs runs;
    private final Clock clock;
    private final List<@Nullable Object[]> items = new ArrayList<>();
    private final List<SecurityTable.Read> secured = new ArrayList<>();
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private Map<String, Long> known = Map.of();
    private boolean hidden;
    private int count;
    private long shown = System.nanoTime() - PROGRESS;

    Lister(
            long runId,
            LocationConfig location,
            SetConfig set,
            int shardSize,
            Database database,
            RunLease lease,
            Runs runs,
            Clock clock) {
        this.runId = runId;
        this.location = location;
        this.set = set;
        this.shardSize = shardSize;
        this.database = database;
        this.lease = lease;
        this.runs = runs;
        this.clock = clock;
    }

    /**
     * Lists; a location that holds no container any more counts as failed unless that is believed ({@link Emptied}).
     *
     * @throws IOException if the location cannot be listed; nothing of it is kept then
     */
    void run(StorageProvider storage, ExecutorService workers, RunControl control, boolean bySchedule)
            throws IOException {
        forget();
        known = database.<Map<String, Long>, RuntimeException>call(
                session -> SecurityTable.known(session, location.id(), clock.instant()));
        new Listing(location, set, storage, workers).run(new IntoCatalog(), control);
        Measures.Now measured = Measures.measure(storage);
        Optional<String> doubt = count > 0
                ? Optional.empty()
                : database.<Optional<String>, RuntimeException>call(session -> Emptied.doubt(session, runId, location));
        if (doubt.isPresent()) {
            failed("EMPTY", doubt.get());
            return;
        }
        database.<IOException>run(session -> {
            flush(session);
            Measures.put(session, location.id(), measured, bySchedule, clock.instant());
            if (!hidden) {
                SecurityTable.forget(session, location.id(), known.keySet(), asked);
            }
            session.update(
                    "UPDATE inventory_location SET listing = 'LISTED', listed_at = ?, reason = ''"
                            + " WHERE run_id = ? AND location_id = ?",
                    clock.instant(),
                    runId,
                    location.id());
        });
    }

    /** Records that the location was not listed, and why. */
    void failed(String kind, String reason) throws IOException {
        forget();
        database.<IOException>run(session -> {
            lease.beat(session, runId);
            UnreadTable.put(session, runId, location.id(), StoragePath.ROOT, kind, reason, clock.instant(), true);
            session.update(
                    "UPDATE inventory_location SET listing = 'FAILED', listed_at = NULL, reason = ?"
                            + " WHERE run_id = ? AND location_id = ?",
                    Runs.cut(reason, 2000),
                    runId,
                    location.id());
        });
    }

    private void forget() throws IOException {
        items.clear();
        secured.clear();
        asked.clear();
        hidden = false;
        count = 0;
        database.<IOException>run(session -> {
            lease.beat(session, runId);
            session.update("DELETE FROM inventory_item WHERE run_id = ? AND location_id = ?", runId, location.id());
            session.update("DELETE FROM unread WHERE run_id = ? AND location_id = ?", runId, location.id());
        });
    }

    private void flush(Session session) throws SQLException, IOException {
        lease.beat(session, runId);
        session.batch(INSERT, items);
        items.clear();
        SecurityTable.put(session, location.id(), secured, clock.instant());
        secured.clear();
    }

    private final class IntoCatalog implements Listing.Sink {
        @Override
        public void found(List<Seen> disks) throws IOException {
            for (Seen disk : disks) {
                items.add(arguments(disk, count++ / shardSize));
            }
            if (items.size() >= BATCH) {
                database.<IOException>run(Lister.this::flush);
            }
        }

        @Override
        public @Nullable Long securityRead(StoragePath folder) {
            asked.add(folder.value());
            return known.get(folder.value());
        }

        @Override
        public void secured(SecurityTable.Read read) throws IOException {
            secured.add(read);
            if (secured.size() >= BATCH) {
                database.<IOException>run(Lister.this::flush);
            }
        }

        @Override
        public void odd(StoragePath path, String kind, String reason, boolean hidesBelow) throws IOException {
            hidden |= hidesBelow;
            database.<IOException>run(session ->
                    UnreadTable.put(session, runId, location.id(), path, kind, reason, clock.instant(), hidesBelow));
        }

        @Override
        public void progress(int folders, int listed) throws IOException {
            long now = System.nanoTime();
            if (now - shown < PROGRESS) {
                return;
            }
            shown = now;
            database.<IOException>run(session -> {
                lease.beat(session, runId);
                runs.doing(session, runId, location.name() + " (" + listed + "/" + folders + ")");
            });
        }
    }

    private @Nullable Object[] arguments(Seen disk, int part) {
        ContainerIdentity identity = disk.identity();
        String path = disk.file().path().value();
        String account = Runs.cut(disk.account(), 500);
        String baseName = Runs.cut(identity.baseName(), 500);
        return new @Nullable Object[] {
            runId,
            location.id(),
            part,
            ContainerIdentity.digest(path),
            path,
            disk.folder(),
            identity.key(),
            identity.setId(),
            identity.kind(),
            identity.sid(),
            account,
            AccountOrder.key(account),
            baseName,
            SearchText.of(account, identity.sid(), baseName),
            CatalogJson.write(disk.sidecars()),
            CatalogJson.write(disk.differences()),
            disk.file().size(),
            disk.file().allocated(),
            disk.file().creationTime(),
            disk.file().lastWriteTime(),
            disk.file().changeTime(),
            disk.file().fileId(),
            disk.file().attributes()
        };
    }
}
